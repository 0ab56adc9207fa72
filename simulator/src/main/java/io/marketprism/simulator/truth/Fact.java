// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.truth;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that a venue has told of a perpetual or a volatility index at one time.
 *
 * @param kind one of the kinds named here
 * @param symbol the venue's symbol, or the currency of an index
 * @param time epoch milliseconds
 * @param values texts by name; numbers as the venue has them
 */
public record Fact(String kind, String symbol, long time, Map<String, String> values) {
  /** {@code rate, settled, interest, premium, mark, index, interval, next}. */
  public static final String FUNDING = "funding";

  /** {@code amount, base, usd}. */
  public static final String OPEN_INTEREST = "oi";

  /** {@code of} (positions or accounts), {@code period, ratio, long, short}. */
  public static final String LONG_SHORT_RATIO = "lsr";

  /** {@code resolution} (seconds), {@code complete, open, high, low, close}. */
  public static final String VOLATILITY = "dvol";

  /** {@code side, price, average, quantity}. */
  public static final String LIQUIDATION = "liq";

  /**
   * {@code kind, feed, until}, where they are known {@code stream, first, last}, and what the kind
   * of fault has besides: something that went wrong on purpose from this time on.
   */
  public static final String FAULT = "fault";

  /** {@code event} (opened or closed), {@code id, by} (client or server) of a WebSocket. */
  public static final String SOCKET = "socket";

  /** The symbol of what concerns no single one. */
  public static final String ALL = "ALL";

  /** Texts by name, in the order given: names at even places, each followed by its value. */
  public static Map<String, String> values(Object... namesAndValues) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      values.put(
          namesAndValues[i].toString(),
          value instanceof BigDecimal number ? number.toPlainString() : value.toString());
    }
    return values;
  }

  static boolean isKind(String kind) {
    return switch (kind) {
      case FUNDING, OPEN_INTEREST, LONG_SHORT_RATIO, VOLATILITY, LIQUIDATION, FAULT, SOCKET -> true;
      default -> false;
    };
  }
}
