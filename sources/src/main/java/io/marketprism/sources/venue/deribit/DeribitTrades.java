// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.model.DeadLetter.Reason.MALFORMED_JSON;
import static io.marketprism.model.DeadLetter.Reason.MISSING_FIELD;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.Instrument;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.TradeRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Deribit's trades: {@code trade_seq} is contiguous for an instrument; history by {@code
 * public/get_last_trades_by_instrument}, both ends inclusive (venue rule D3).
 */
final class DeribitTrades implements TradeRules {
  static final DeribitTrades INSTANCE = new DeribitTrades();

  private static final String PAGE = "1000";

  private DeribitTrades() {}

  @Override
  public Direction direction() {
    return Direction.ASCENDING;
  }

  @Override
  public RestCall historyCall(Instrument instrument, long fromId, long toId) {
    return new RestCall(
        DeribitVenue.API + "/public/get_last_trades_by_instrument",
        Map.of(
            "instrument_name",
            instrument.nativeId(),
            "start_seq",
            Long.toString(fromId),
            "end_seq",
            Long.toString(toId),
            "count",
            PAGE,
            "sorting",
            "asc"),
        DeribitVenue.CREDITS);
  }

  /** Reads {@code {"result":{"trades":[…],"has_more"}}}. */
  @Override
  public List<Trade> history(Instrument instrument, byte[] body, long receiveTime)
      throws FrameException {
    return DeribitAnswers.read(
            body, JsonToken.START_OBJECT, json -> page(instrument, json, receiveTime))
        .result();
  }

  private static List<Trade> page(Instrument instrument, JsonParser json, long receiveTime)
      throws IOException, FrameException {
    List<Trade> trades = null;
    DeribitTradeRecord row = new DeribitTradeRecord();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      if (json.nextToken() != JsonToken.START_ARRAY || !"trades".equals(field)) {
        json.skipChildren();
        continue;
      }
      trades = new ArrayList<>();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        row.read(json);
        trades.add(row.trade(instrument, receiveTime, true));
      }
      if (json.currentToken() != JsonToken.END_ARRAY) {
        throw new FrameException(MALFORMED_JSON, "a trade is no object", instrument);
      }
    }
    if (trades == null) {
      throw new FrameException(MISSING_FIELD, "trades", instrument);
    }
    trades.sort(Comparator.comparingLong(Trade::sequence));
    return trades;
  }
}
