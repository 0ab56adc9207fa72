// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static io.marketprism.model.DeadLetter.Reason.MISSING_FIELD;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.Instrument;
import io.marketprism.sources.venue.FrameException;
import java.io.IOException;

/** Fields as OKX writes them: strings, empty where there is no value. Stateless. */
final class OkxFields {
  private OkxFields() {}

  /** The text of a scalar, or null where it is null, empty, or no scalar; that is skipped. */
  static String text(JsonParser json, JsonToken value) throws IOException {
    if (isAbsent(json, value)) {
      return null;
    }
    return json.getText();
  }

  /** Whether there is no value: null, empty, or no scalar; that is skipped. */
  static boolean isAbsent(JsonParser json, JsonToken value) throws IOException {
    if (value.isStructStart()) {
      json.skipChildren();
      return true;
    }
    return value == JsonToken.VALUE_NULL || json.getTextLength() == 0;
  }

  /** The number in a text of digits without leading zeros, or -1 if it is none or no long. */
  static long digits(char[] text, int offset, int length) {
    if (length == 0 || length > 19 || length > 1 && text[offset] == '0') {
      return -1;
    }
    long number = 0;
    for (int i = offset; i < offset + length; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /**
   * Checks that a field is there.
   *
   * @throws FrameException with reason {@code missing_field} if not
   */
  static void require(boolean present, String field, Instrument instrument) throws FrameException {
    if (!present) {
      throw new FrameException(MISSING_FIELD, field, instrument);
    }
  }
}
