// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.spot;

import io.marketprism.model.Instrument;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.TradeRules;
import io.marketprism.sources.venue.binance.BinanceTradeList;
import java.util.List;
import java.util.Map;

/** Binance spot's trades: contiguous ids, history ascending (rest-api.md, "Old trade lookup"). */
final class BinanceSpotTrades implements TradeRules {
  static final BinanceSpotTrades INSTANCE = new BinanceSpotTrades();

  private static final int WEIGHT = 25;
  private static final String PAGE = "1000";

  private BinanceSpotTrades() {}

  @Override
  public Direction direction() {
    return Direction.ASCENDING;
  }

  @Override
  public RestCall historyCall(Instrument instrument, long fromId, long toId) {
    return new RestCall(
        "/api/v3/historicalTrades",
        Map.of("symbol", instrument.nativeId(), "fromId", Long.toString(fromId), "limit", PAGE),
        WEIGHT);
  }

  @Override
  public List<Trade> history(Instrument instrument, byte[] body, long receiveTime)
      throws FrameException {
    return BinanceTradeList.read(instrument, body, BinanceTradeList.Form.MATCHES, receiveTime);
  }
}
