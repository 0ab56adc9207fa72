// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

import java.util.Locale;

/**
 * What a stream carries, as far as faults of frames know it.
 *
 * @param feed the book or the trades
 * @param symbol the venue's symbol, in upper case
 */
public record StreamSubject(FaultFeed feed, String symbol) {
  /** Puts the symbol in upper case. */
  public StreamSubject {
    symbol = symbol.toUpperCase(Locale.ROOT);
  }
}
