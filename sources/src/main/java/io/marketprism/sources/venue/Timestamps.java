// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import static io.marketprism.model.DeadLetter.Reason.BAD_TIMESTAMP;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Venue times: whole milliseconds since the epoch, 13 digits (wire contract 2, rule 3). */
public final class Timestamps {
  private static final long FIRST = 1_000_000_000_000L;
  private static final long LAST = 9_999_999_999_999L;

  private Timestamps() {}

  /**
   * The time the parser stands at, a number or a string of digits.
   *
   * @throws FrameException with reason {@code bad_timestamp} if it is none; a time is never guessed
   */
  public static long millis(JsonParser json, JsonToken value, String field)
      throws IOException, FrameException {
    if (value == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return checked(json.getLongValue(), field);
    }
    if (value == JsonToken.VALUE_STRING && json.getTextLength() == 13) {
      try {
        return checked(Long.parseLong(json.getText()), field);
      } catch (NumberFormatException e) {
        throw new FrameException(BAD_TIMESTAMP, field + ": '" + json.getText() + "'");
      }
    }
    throw new FrameException(BAD_TIMESTAMP, field + ": '" + json.getText() + "'");
  }

  private static long checked(long millis, String field) throws FrameException {
    if (millis < FIRST || millis > LAST) {
      throw new FrameException(BAD_TIMESTAMP, field + ": " + millis);
    }
    return millis;
  }
}
