// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * One forced order (wire contract 6.5). Venues publish a sample of them, not all.
 *
 * @param instrument the perpetual; its quantity unit is the unit of all quantities
 * @param id deterministic id made of the venue's data
 * @param eventTime the venue's time of the liquidation, ms since the epoch
 * @param receiveTime see {@link MarketEvent#receiveTime()}
 * @param sell the order's side: a sell closes a long position
 * @param position whose position, or null where the venue does not tell
 * @param status what became of the order
 * @param price price in quote units, &gt; 0
 * @param quantity order quantity, &gt; 0
 * @param filledQuantity filled quantity, or null
 * @param averagePrice average fill price, or null: then it is absent in the message
 * @param bankruptcyPrice bankruptcy price, or null: then it is absent in the message
 * @param wholeMarket whether all instruments of the market are collected, not a list
 */
public record Liquidation(
    Instrument instrument,
    String id,
    long eventTime,
    long receiveTime,
    boolean sell,
    Position position,
    Status status,
    BigDecimal price,
    BigDecimal quantity,
    BigDecimal filledQuantity,
    BigDecimal averagePrice,
    BigDecimal bankruptcyPrice,
    boolean wholeMarket)
    implements DerivativesEvent {

  /** The side of a position. */
  public enum Position {
    LONG,
    SHORT,
    NET;

    private static final Position[] BY_CODE = values();
    private final String token = name().toLowerCase(Locale.ROOT);

    /** The value on the wire. */
    public String token() {
      return token;
    }

    /** The constant of an ordinal read from the network. */
    public static Position ofCode(int code) {
      return BY_CODE[code];
    }
  }

  /** What became of an order. */
  public enum Status {
    FILLED,
    PARTIALLY_FILLED,
    CANCELLED,
    PENDING;

    private static final Status[] BY_CODE = values();
    private final String token = name().toLowerCase(Locale.ROOT);

    /** The value on the wire. */
    public String token() {
      return token;
    }

    /** The constant of an ordinal read from the network. */
    public static Status ofCode(int code) {
      return BY_CODE[code];
    }
  }

  @Override
  public DataType dataType() {
    return DataType.LIQUIDATION;
  }
}
