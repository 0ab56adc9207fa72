// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.usdm;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.Level;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A client's book after the rule of Binance USD-M, "How to manage a local order book correctly":
 * the first event applied surrounds the snapshot's id or follows upon it, every further one names
 * the id of the one before.
 */
final class UsdmBook {
  private final Deque<JsonNode> buffer = new ArrayDeque<>();
  private Book book;
  private long last;
  private boolean chained;

  boolean aligned() {
    return book != null;
  }

  long last() {
    return last;
  }

  Book book() {
    return book;
  }

  /** Takes a snapshot; false where it is too old for the buffered events. */
  boolean snapshot(JsonNode snapshot) {
    long id = snapshot.get("lastUpdateId").asLong();
    buffer.removeIf(event -> event.get("u").asLong() < id);
    JsonNode first = buffer.peekFirst();
    if (first != null && first.get("pu").asLong() > id && first.get("U").asLong() > id) {
      return false;
    }
    book = Book.of(levels(snapshot.get("bids")), levels(snapshot.get("asks")));
    last = id;
    while (!buffer.isEmpty()) {
      event(buffer.pollFirst());
    }
    return true;
  }

  /** Takes an event; whether the book has changed by it. */
  boolean event(JsonNode event) {
    if (book == null) {
      buffer.addLast(event);
      return false;
    }
    long previous = event.get("pu").asLong();
    long end = event.get("u").asLong();
    if (!chained && end < last) {
      return false;
    }
    boolean surrounds = event.get("U").asLong() <= last && last <= end;
    if (previous != last && (chained || !surrounds)) {
      throw new AssertionError("gap: " + event + " after " + last);
    }
    chained = true;
    book.apply(levels(event.get("b")), levels(event.get("a")));
    last = end;
    return true;
  }

  private static List<Level> levels(JsonNode array) {
    List<Level> levels = new ArrayList<>();
    array.forEach(
        level ->
            levels.add(
                new Level(
                    new BigDecimal(level.get(0).asText()), new BigDecimal(level.get(1).asText()))));
    return levels;
  }
}
