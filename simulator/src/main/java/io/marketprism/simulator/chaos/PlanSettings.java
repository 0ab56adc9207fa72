// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.chaos;

import io.marketprism.simulator.VenueKind;
import io.marketprism.simulator.faults.FaultKind;
import java.util.Arrays;
import java.util.List;

/**
 * What a plan is made of.
 *
 * @param seed the same seed and settings give the same plan
 * @param millis length of the plan, at least a minute
 * @param venues the venues that suffer, in the order given
 * @param symbols normalised symbols, e.g. {@code BTC-USDT}; the last one is taken off at times
 * @param local whether processes suffer, too
 * @param kinds the kinds of faults, of venues and processes; empty for all
 */
public record PlanSettings(
    long seed,
    long millis,
    List<VenueKind> venues,
    List<String> symbols,
    boolean local,
    List<String> kinds) {
  private static final long SECOND = 1_000;
  private static final long LEAST_MILLIS = 60 * SECOND;
  private static final long LEAST_REST = 20 * SECOND;
  private static final long MOST_WARM_UP = 10 * SECOND;

  /** Checks what was given. */
  public PlanSettings {
    venues = List.copyOf(venues);
    symbols = List.copyOf(symbols);
    kinds = List.copyOf(kinds);
    if (millis < LEAST_MILLIS || millis > 100 * 3_600 * SECOND) {
      throw new IllegalArgumentException("a plan takes a minute to 100 hours");
    }
    if (venues.isEmpty() || symbols.isEmpty()) {
      throw new IllegalArgumentException("a plan needs a venue and a symbol");
    }
    for (String kind : kinds) {
      boolean known =
          FaultKind.named(kind).isPresent()
              || Arrays.stream(ProcessFault.values()).anyMatch(one -> one.key().equals(kind));
      if (!known) {
        throw new IllegalArgumentException(
            "no kind of fault is named "
                + kind
                + "; known are "
                + FaultKind.known()
                + ", and of processes "
                + ProcessFault.known());
      }
    }
  }

  /** When the first fault may happen: everything must be whole before, milliseconds. */
  long begin() {
    return Math.min(MOST_WARM_UP, millis / 24);
  }

  /** When no new fault happens any more, so that all is whole at the end, milliseconds. */
  long end() {
    return millis - Math.max(LEAST_REST, millis / 5);
  }

  boolean takes(String kind) {
    return kinds.isEmpty() || kinds.contains(kind);
  }
}
