// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.synthetic;

import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Side;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gathers the changes of a book until they are sent as one event; the last change of a price wins.
 */
final class DepthWindow {
  private final NavigableMap<BigDecimal, Level> bids = new TreeMap<>(Comparator.reverseOrder());
  private final NavigableMap<BigDecimal, Level> asks = new TreeMap<>();
  private final boolean contiguous;
  private long lastSent;
  private long firstId;

  /**
   * A window that opens behind {@code updateId}.
   *
   * @param contiguous whether an event begins right behind the one before, else at its first change
   */
  DepthWindow(long updateId, boolean contiguous) {
    this.contiguous = contiguous;
    lastSent = updateId;
  }

  /** Takes a change that has brought the book to {@code updateId}. */
  void add(long updateId, Side side, Level level) {
    if (bids.isEmpty() && asks.isEmpty()) {
      firstId = contiguous ? lastSent + 1 : updateId;
    }
    (side == Side.BID ? bids : asks).put(level.price(), level);
  }

  /** The last update id of the event before. */
  long lastSent() {
    return lastSent;
  }

  List<Level> bids() {
    return List.copyOf(bids.values());
  }

  List<Level> asks() {
    return List.copyOf(asks.values());
  }

  /** Ends the window: the event with all its changes, or nothing where nothing changed. */
  Optional<DepthEvent> close(String symbol, long updateId, long time) {
    if (updateId == lastSent) {
      return Optional.empty();
    }
    DepthEvent event = new DepthEvent(symbol, lastSent, firstId, updateId, time, bids(), asks());
    bids.clear();
    asks.clear();
    lastSent = updateId;
    return Optional.of(event);
  }
}
