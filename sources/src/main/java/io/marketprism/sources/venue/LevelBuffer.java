// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.DecimalParser;
import io.marketprism.model.Decimals;
import io.marketprism.model.Levels;
import io.marketprism.model.MalformedDecimalException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Collects the levels of one message, at the largest scales met so far, in arrays that are reused.
 * Both sides of a message share their scales, so the buffers of a pair are asked for the larger
 * one. Not thread-safe.
 */
public final class LevelBuffer {
  private static final char[] NEW = "new".toCharArray();
  private static final char[] CHANGE = "change".toCharArray();
  private static final char[] DELETE = "delete".toCharArray();

  private final DecimalParser decimal = new DecimalParser();
  private long[] prices = new long[64];
  private long[] quantities = new long[64];
  private int size;
  private int priceScale;
  private int quantityScale;

  /** Forgets the levels. */
  public void clear() {
    size = 0;
    priceScale = 0;
    quantityScale = 0;
  }

  public int size() {
    return size;
  }

  public int priceScale() {
    return priceScale;
  }

  public int quantityScale() {
    return quantityScale;
  }

  /**
   * Reads {@code [["price","quantity",…],…]}; the parser stands at the outer array's start and is
   * left at its end.
   *
   * @throws MalformedDecimalException if a number is none, or negative
   * @throws IOException if the JSON is malformed or of another shape
   */
  public void read(JsonParser json) throws IOException, MalformedDecimalException {
    while (json.nextToken() == JsonToken.START_ARRAY) {
      json.nextToken();
      parse(json);
      long price = decimal.mantissa();
      int scaleOfPrice = decimal.scale();
      json.nextToken();
      parse(json);
      add(price, scaleOfPrice, decimal.mantissa(), decimal.scale());
      endLevel(json);
    }
    endLevels(json);
  }

  /**
   * As {@link #read}, of the bytes themselves.
   *
   * @return false if they are written in another way, or are no levels; what was read of them is of
   *     no use then
   */
  public boolean scan(FrameScanner in) {
    clear();
    if (!in.skip('[')) {
      return false;
    }
    if (in.skip(']')) {
      return true;
    }
    do {
      if (!in.skip('[') || !in.decimal()) {
        return false;
      }
      long price = in.mantissa();
      int scaleOfPrice = in.scale();
      if (!in.skip(',') || !in.decimal()) {
        return false;
      }
      try {
        add(price, scaleOfPrice, in.mantissa(), in.scale());
      } catch (MalformedDecimalException e) {
        return false;
      }
      while (in.skip(',')) {
        if (!in.skipScalar()) {
          return false;
        }
      }
      if (!in.skip(']')) {
        return false;
      }
    } while (in.skip(','));
    return in.skip(']');
  }

  /**
   * Reads {@code [["action",price,quantity,…],…]} with the actions {@code new}, {@code change} and
   * {@code delete}; a deleted level gets the quantity 0, whatever the message names. The parser
   * stands at the outer array's start and is left at its end.
   *
   * @throws MalformedDecimalException if an action is unknown, or a number is none or negative
   * @throws IOException if the JSON is malformed or of another shape
   */
  public void readActions(JsonParser json) throws IOException, MalformedDecimalException {
    while (json.nextToken() == JsonToken.START_ARRAY) {
      json.nextToken();
      boolean deleted = isDelete(json);
      json.nextToken();
      parse(json);
      long price = decimal.mantissa();
      int scaleOfPrice = decimal.scale();
      json.nextToken();
      parse(json);
      if (deleted) {
        add(price, scaleOfPrice, 0, 0);
      } else {
        add(price, scaleOfPrice, decimal.mantissa(), decimal.scale());
      }
      endLevel(json);
    }
    endLevels(json);
  }

  private static boolean isDelete(JsonParser json) throws IOException, MalformedDecimalException {
    if (is(json, DELETE)) {
      return true;
    }
    if (is(json, CHANGE) || is(json, NEW)) {
      return false;
    }
    throw new MalformedDecimalException("'" + json.getText() + "' is no action of a level");
  }

  /** Whether the parser stands at a string, without making one. */
  private static boolean is(JsonParser json, char[] word) throws IOException {
    return json.currentToken() == JsonToken.VALUE_STRING
        && json.getTextLength() == word.length
        && Arrays.equals(
            json.getTextCharacters(),
            json.getTextOffset(),
            json.getTextOffset() + word.length,
            word,
            0,
            word.length);
  }

  private static void endLevel(JsonParser json) throws IOException, MalformedDecimalException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (!json.currentToken().isScalarValue()) {
        throw new MalformedDecimalException("a level holds " + json.currentToken());
      }
    }
  }

  private static void endLevels(JsonParser json) throws MalformedDecimalException {
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw new MalformedDecimalException("a list of levels holds " + json.currentToken());
    }
  }

  private void parse(JsonParser json) throws IOException, MalformedDecimalException {
    if (json.currentToken() == null || !json.currentToken().isScalarValue()) {
      throw new MalformedDecimalException("a level holds " + json.currentToken());
    }
    decimal.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    if (decimal.mantissa() < 0) {
      throw new MalformedDecimalException("negative number in a level: " + json.getText());
    }
  }

  private void add(long price, int scaleOfPrice, long quantity, int scaleOfQuantity)
      throws MalformedDecimalException {
    if (size == prices.length) {
      prices = Arrays.copyOf(prices, size * 2);
      quantities = Arrays.copyOf(quantities, size * 2);
    }
    if (scaleOfPrice > priceScale) {
      raisePriceScale(scaleOfPrice);
    }
    if (scaleOfQuantity > quantityScale) {
      raiseQuantityScale(scaleOfQuantity);
    }
    prices[size] = Decimals.rescale(price, scaleOfPrice, priceScale);
    quantities[size] = Decimals.rescale(quantity, scaleOfQuantity, quantityScale);
    size++;
  }

  /** Brings all prices to a scale that is not smaller than the present one. */
  public void raisePriceScale(int scale) throws MalformedDecimalException {
    for (int i = 0; i < size; i++) {
      prices[i] = Decimals.rescale(prices[i], priceScale, scale);
    }
    priceScale = scale;
  }

  /** Brings all quantities to a scale that is not smaller than the present one. */
  public void raiseQuantityScale(int scale) throws MalformedDecimalException {
    for (int i = 0; i < size; i++) {
      quantities[i] = Decimals.rescale(quantities[i], quantityScale, scale);
    }
    quantityScale = scale;
  }

  /** Brings the two sides of a message to common scales. */
  public static void align(LevelBuffer bids, LevelBuffer asks) throws MalformedDecimalException {
    int price = Math.max(bids.priceScale, asks.priceScale);
    int quantity = Math.max(bids.quantityScale, asks.quantityScale);
    bids.raisePriceScale(price);
    asks.raisePriceScale(price);
    bids.raiseQuantityScale(quantity);
    asks.raiseQuantityScale(quantity);
  }

  /** A copy of the levels. */
  public Levels levels() {
    return size == 0
        ? Levels.NONE
        : new Levels(Arrays.copyOf(prices, size), Arrays.copyOf(quantities, size), size);
  }
}
