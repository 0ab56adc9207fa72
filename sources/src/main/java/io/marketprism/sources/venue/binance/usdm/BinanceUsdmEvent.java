// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.FrameScanner;
import io.marketprism.sources.venue.binance.BinanceEvent;
import java.io.IOException;

/**
 * The fields that USD-M's events have beyond spot's: {@code pu} of a depth update; {@code a},
 * {@code f} and {@code l} of an aggregate trade; {@code X} of a trade.
 */
final class BinanceUsdmEvent extends BinanceEvent {
  /** {@code pu}, as {@link FrameScanner#field()} gives it. */
  private static final int PREVIOUS_ID = ('p' << 8) + 'u';

  private long previousId;
  private long aggregateId;
  private long firstMatch;
  private long lastMatch;
  private String kind;

  @Override
  public void reset() {
    super.reset();
    previousId = NONE;
    aggregateId = NONE;
    firstMatch = NONE;
    lastMatch = NONE;
    kind = null;
  }

  @Override
  public void read(JsonParser json, String field, JsonToken value)
      throws IOException, MalformedDecimalException, FrameException {
    switch (field) {
      case "pu" -> previousId = id(json, value, field);
      case "f" -> firstMatch = id(json, value, field);
      case "l" -> lastMatch = id(json, value, field);
      case "X" -> kind = text(json, value);
      case "a" -> {
        if (value.isStructStart()) {
          super.read(json, field, value);
        } else {
          aggregateId = id(json, value, field);
        }
      }
      default -> super.read(json, field, value);
    }
  }

  @Override
  public boolean scan(FrameScanner in, int field) {
    switch (field) {
      case PREVIOUS_ID -> {
        previousId = in.integer();
        return previousId >= 0;
      }
      case 'f' -> {
        firstMatch = in.integer();
        return firstMatch >= 0;
      }
      case 'l' -> {
        lastMatch = in.integer();
        return lastMatch >= 0;
      }
      case 'X' -> {
        kind = in.text();
        return kind != null;
      }
      case 'a' -> {
        if (in.peek() == '[') {
          return super.scan(in, field);
        }
        aggregateId = in.integer();
        return aggregateId >= 0;
      }
      default -> {
        return super.scan(in, field);
      }
    }
  }

  /** {@code pu}, the last id of the event before, or {@link #NONE}. */
  long previousId() {
    return previousId;
  }

  /** {@code a} of an aggregate trade, or {@link #NONE}. */
  long aggregateId() {
    return aggregateId;
  }

  /** {@code f}, or {@link #NONE}. */
  long firstMatch() {
    return firstMatch;
  }

  /** {@code l}, or {@link #NONE}. */
  long lastMatch() {
    return lastMatch;
  }

  /** {@code X}, how a trade came about, or null where the venue does not tell. */
  String kind() {
    return kind;
  }
}
