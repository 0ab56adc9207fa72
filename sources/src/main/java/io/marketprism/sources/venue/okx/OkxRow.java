// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static io.marketprism.model.DeadLetter.Reason.BAD_NUMBER;
import static io.marketprism.model.DeadLetter.Reason.BAD_TIMESTAMP;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.Decimals;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.sources.venue.FrameException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/**
 * One object of an answer, for what comes seldom: its scalar fields as texts. An empty text is no
 * value, as the venue means it.
 */
final class OkxRow {
  private final Map<String, String> fields = new HashMap<>();
  private final Instrument instrument;

  private OkxRow(Instrument instrument) {
    this.instrument = instrument;
  }

  /**
   * Reads an object; the parser stands at its start and is left at its end.
   *
   * @param instrument whom errors concern, or null
   */
  static OkxRow read(JsonParser json, Instrument instrument) throws IOException {
    OkxRow row = new OkxRow(instrument);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      String text = OkxFields.text(json, json.nextToken());
      if (text != null) {
        row.fields.put(field, text);
      }
    }
    return row;
  }

  /** A field, or null where it has no value. */
  String text(String field) {
    return fields.get(field);
  }

  /** A field, or {@code absent} where it has no value. */
  String text(String field, String absent) {
    return fields.getOrDefault(field, absent);
  }

  /** A number, or null where it has no value. */
  BigDecimal number(String field) throws FrameException {
    String text = fields.get(field);
    return text == null ? null : exact(text, field, instrument);
  }

  /** A number that must be there. */
  BigDecimal requiredNumber(String field) throws FrameException {
    BigDecimal number = number(field);
    OkxFields.require(number != null, field, instrument);
    return number;
  }

  /** A time in ms, or {@code absent} where it has no value. */
  long time(String field, long absent) throws FrameException {
    String text = fields.get(field);
    return text == null ? absent : millis(text, field, instrument);
  }

  /** A time in ms that must be there. */
  long requiredTime(String field) throws FrameException {
    OkxFields.require(fields.containsKey(field), field, instrument);
    return millis(fields.get(field), field, instrument);
  }

  static BigDecimal exact(String text, String field, Instrument instrument) throws FrameException {
    try {
      return Decimals.exact(text);
    } catch (MalformedDecimalException e) {
      throw new FrameException(BAD_NUMBER, field + ": " + e.getMessage(), instrument);
    }
  }

  /** Thirteen digits, as {@link io.marketprism.sources.venue.Timestamps} has it. */
  static long millis(String text, String field, Instrument instrument) throws FrameException {
    long millis = text.length() == 13 ? OkxFields.digits(text.toCharArray(), 0, 13) : -1;
    if (millis < 0) {
      throw new FrameException(BAD_TIMESTAMP, field + ": '" + text + "'", instrument);
    }
    return millis;
  }
}
