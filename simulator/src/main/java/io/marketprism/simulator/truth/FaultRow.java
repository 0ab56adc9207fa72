// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.truth;

/**
 * Something that was made to go wrong: one row of kind {@code fault}.
 *
 * @param symbol the venue's symbol, or {@link #ALL}
 * @param begin when it took effect, epoch milliseconds
 * @param until when it ended by itself, epoch milliseconds; {@code begin} where it is over at once
 * @param kind its name, such as {@code drop} or {@code kill-taskmanager}
 * @param feed what it befell: {@code orderbook, trade, socket, rest, market}; empty where all
 * @param stream the stream that it befell; empty where there is none
 */
public record FaultRow(
    String symbol, long begin, long until, String kind, String feed, String stream) {
  /** The symbol of what befell more than one. */
  public static final String ALL = "ALL";

  /** The kind of a venue's counting anew of a book's ids. */
  public static final String SEQUENCE_RESET = "sequence-reset";

  static final String ROW = "fault";

  static FaultRow of(TruthRow row) {
    long until = Math.max(row.id(), TruthRow.number(row, "until", row.id()));
    return new FaultRow(
        row.symbol().isEmpty() ? ALL : row.symbol(),
        row.id(),
        until,
        row.values().getOrDefault("kind", "unnamed"),
        row.values().getOrDefault("feed", ""),
        row.values().getOrDefault("stream", ""));
  }

  /** Whether it befell an instrument, alone or among all. */
  public boolean concerns(String instrument) {
    return symbol.equals(ALL) || symbol.equals(instrument);
  }
}
