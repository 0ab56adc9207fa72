// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

/** What the newest message of a subject says, in the few words that fit into a row. */
sealed interface Headline {
  /** Nothing to show beyond the counts. */
  record None() implements Headline {}

  /**
   * An order book or a quote.
   *
   * @param bid best bid, as published
   * @param ask best ask, as published
   * @param spread ask minus bid, exact
   * @param levels levels of both sides in the message, 0 for a quote
   */
  record Top(String bid, String ask, String spread, long levels) implements Headline {}

  /**
   * A trade.
   *
   * @param price price, as published
   * @param quantity quantity, as published
   * @param side the taker's side
   */
  record Trade(String price, String quantity, String side) implements Headline {}

  /**
   * Funding, open interest, a ratio or a liquidation.
   *
   * @param text its main figure, rounded for reading
   */
  record Figure(String text) implements Headline {}

  /**
   * A candle of a volatility index, in percent a year, as published.
   *
   * @param close the index at the end of the candle
   * @param open at its begin
   * @param high highest
   * @param low lowest
   */
  record Candle(String close, String open, String high, String low) implements Headline {}
}
