// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.market;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * One trade as a venue reports it: one match, or several of one price and taker.
 *
 * @param symbol the venue's symbol
 * @param id the venue's id: contiguous per symbol, or that of the last match
 * @param price price in quote currency, above zero
 * @param quantity quantity in the venue's unit of the symbol, above zero
 * @param tradeTime matching time, epoch milliseconds
 * @param eventTime time at which the venue sent it, epoch milliseconds
 * @param buyerIsMaker true where the seller took liquidity
 * @param firstMatch id of the first match; matches are contiguous per symbol
 * @param lastMatch id of the last match
 */
public record Trade(
    String symbol,
    long id,
    BigDecimal price,
    BigDecimal quantity,
    long tradeTime,
    long eventTime,
    boolean buyerIsMaker,
    long firstMatch,
    long lastMatch) {
  /** A single match. */
  public Trade(
      String symbol,
      long id,
      BigDecimal price,
      BigDecimal quantity,
      long tradeTime,
      long eventTime,
      boolean buyerIsMaker) {
    this(symbol, id, price, quantity, tradeTime, eventTime, buyerIsMaker, id, id);
  }

  /** How many matches it is made of. */
  public int count() {
    return Math.toIntExact(lastMatch - firstMatch + 1);
  }

  /**
   * The single matches, ascending: of the same price, with equal shares of the quantity, the last
   * one with the rest.
   */
  public List<Trade> matches() {
    BigInteger units = quantity.unscaledValue();
    BigInteger share = units.divide(BigInteger.valueOf(count()));
    List<Trade> matches = new ArrayList<>(count());
    for (long match = firstMatch; match < lastMatch; match++) {
      matches.add(match(match, share));
      units = units.subtract(share);
    }
    matches.add(match(lastMatch, units));
    return matches;
  }

  private Trade match(long match, BigInteger units) {
    BigDecimal part = new BigDecimal(units, quantity.scale());
    return new Trade(symbol, match, price, part, tradeTime, eventTime, buyerIsMaker);
  }
}
