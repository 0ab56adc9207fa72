// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import io.marketprism.model.Instrument;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.TradeRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * OKX's trades. A message names the last of {@code count} matches, so it stands for that many ids.
 * The documents do not promise that ids have no holes: a hole is a loss only if the history has
 * trades in it (OKX API v5, "Trades channel", "Get trades history"; venue rules 4.2).
 */
final class OkxTrades implements TradeRules {
  static final OkxTrades INSTANCE = new OkxTrades();

  private static final String PAGE = "100";

  /** Pages are counted by trade id, not by time. */
  private static final String BY_ID = "1";

  private OkxTrades() {}

  @Override
  public long firstId(Trade trade) {
    return trade.sequence() - trade.count() + 1;
  }

  @Override
  public boolean holesAreLosses() {
    return false;
  }

  @Override
  public Direction direction() {
    return Direction.DESCENDING;
  }

  /** The page of the newest trades before {@code toId + 1}; {@code fromId} cannot be told. */
  @Override
  public RestCall historyCall(Instrument instrument, long fromId, long toId) {
    return new RestCall(
        "/api/v5/market/history-trades",
        Map.of(
            "instId",
            instrument.nativeId(),
            "type",
            BY_ID,
            "after",
            Long.toString(toId + 1),
            "limit",
            PAGE),
        1,
        OkxLimits.HISTORY_TRADES);
  }

  @Override
  public List<Trade> history(Instrument instrument, byte[] body, long receiveTime)
      throws FrameException {
    List<Trade> trades = new ArrayList<>();
    OkxTradeRecord record = new OkxTradeRecord();
    OkxAnswers.objects(
        body,
        json -> {
          record.read(json);
          OkxAnswers.requireOf(instrument, record.instId());
          trades.add(record.trade(instrument, receiveTime, true));
        });
    trades.sort(Comparator.comparingLong(Trade::sequence));
    return trades;
  }
}
