// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.model.DeadLetter.Reason.MALFORMED_JSON;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_MESSAGE;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.Instrument;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.StreamCodec.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Data of {@code trades.{instrument}.{interval}}: an array of trades, oldest first. */
final class DeribitTradePayload implements DeribitPayload {
  /** Reused; only the first {@link #size} are of the present message. */
  private final List<DeribitTradeRecord> records = new ArrayList<>();

  private int size;

  @Override
  public String prefix() {
    return "trades.";
  }

  @Override
  public void clear() {
    size = 0;
  }

  @Override
  public void read(JsonParser json, JsonToken value) throws IOException, FrameException {
    if (value != JsonToken.START_ARRAY) {
      throw new FrameException(UNKNOWN_MESSAGE, "data of trades is " + value);
    }
    while (json.nextToken() == JsonToken.START_OBJECT) {
      if (size == records.size()) {
        records.add(new DeribitTradeRecord());
      }
      records.get(size++).read(json);
    }
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw new FrameException(MALFORMED_JSON, "a trade is " + json.currentToken());
    }
  }

  @Override
  public void deliver(Instrument instrument, long receiveTime, Target target) {
    for (int i = 0; i < size; i++) {
      try {
        target.onTrade(records.get(i).trade(instrument, receiveTime, false));
      } catch (FrameException e) {
        target.onRefusedRecord(e);
      }
    }
  }
}
