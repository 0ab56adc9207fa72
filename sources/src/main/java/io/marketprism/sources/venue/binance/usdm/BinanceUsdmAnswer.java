// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import static io.marketprism.model.DeadLetter.Reason.BAD_NUMBER;
import static io.marketprism.model.DeadLetter.Reason.MISSING_FIELD;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_SYMBOL;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.Decimals;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.sources.venue.FrameException;
import java.io.IOException;
import java.math.BigDecimal;

/** Reads fields of polled answers with the errors that feeds expect. Stateless. */
final class BinanceUsdmAnswer {
  private BinanceUsdmAnswer() {}

  /**
   * The number the parser stands at, or null where the venue left it empty.
   *
   * @throws FrameException if it is none
   */
  static BigDecimal decimal(JsonParser json, JsonToken value, String field)
      throws IOException, FrameException {
    if (value == JsonToken.VALUE_NULL
        || value == JsonToken.VALUE_STRING && json.getText().isEmpty()) {
      return null;
    }
    if (!value.isScalarValue()) {
      throw new FrameException(BAD_NUMBER, field + " is no number");
    }
    try {
      return Decimals.exact(json.getText());
    } catch (MalformedDecimalException e) {
      throw new FrameException(BAD_NUMBER, field + ": " + e.getMessage());
    }
  }

  /**
   * Insists that an answer is about the instrument that was asked for.
   *
   * @throws FrameException if it names another
   */
  static void about(Instrument instrument, JsonParser json) throws IOException, FrameException {
    if (!instrument.nativeId().equals(json.getText())) {
      throw new FrameException(
          UNKNOWN_SYMBOL, json.getText() + " instead of " + instrument.nativeId(), instrument);
    }
  }

  /**
   * Insists on a field.
   *
   * @throws FrameException with reason {@code missing_field} if it is not there
   */
  static <T> T required(T value, String field, Instrument instrument) throws FrameException {
    if (value == null) {
      throw new FrameException(MISSING_FIELD, field, instrument);
    }
    return value;
  }
}
