// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.spot;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/**
 * A client's book after Binance's rule "How to manage a local order book correctly": buffer, take a
 * snapshot, drop what it holds, apply the rest in chain. Written for the tests, apart from the
 * simulator's own book.
 */
final class AligningBook {
  private final Map<BigDecimal, BigDecimal> bids = new TreeMap<>(Collections.reverseOrder());
  private final Map<BigDecimal, BigDecimal> asks = new TreeMap<>();
  private final Deque<JsonNode> buffer = new ArrayDeque<>();
  private boolean aligned;
  private long last;

  boolean aligned() {
    return aligned;
  }

  long last() {
    return last;
  }

  /** Takes a snapshot; false where it is too old for the buffered events. */
  boolean snapshot(JsonNode snapshot) {
    long id = snapshot.get("lastUpdateId").asLong();
    if (!buffer.isEmpty() && id < buffer.peekFirst().get("U").asLong() - 1) {
      return false;
    }
    put(bids, snapshot.get("bids"));
    put(asks, snapshot.get("asks"));
    last = id;
    aligned = true;
    while (!buffer.isEmpty()) {
      event(buffer.pollFirst());
    }
    return true;
  }

  /** Takes an event; whether the book has changed by it. */
  boolean event(JsonNode event) {
    if (!aligned) {
      buffer.addLast(event);
      return false;
    }
    if (event.get("u").asLong() <= last) {
      return false;
    }
    if (event.get("U").asLong() > last + 1) {
      throw new AssertionError("gap: " + event.get("U") + " after " + last);
    }
    put(bids, event.get("b"));
    put(asks, event.get("a"));
    last = event.get("u").asLong();
    return true;
  }

  private static void put(Map<BigDecimal, BigDecimal> side, JsonNode levels) {
    for (JsonNode level : levels) {
      BigDecimal price = new BigDecimal(level.get(0).asText());
      BigDecimal quantity = new BigDecimal(level.get(1).asText());
      if (quantity.signum() == 0) {
        side.remove(price);
      } else {
        side.put(price, quantity);
      }
    }
  }

  String bestBid() {
    return bids.keySet().iterator().next().stripTrailingZeros().toPlainString();
  }

  /** The book in the form of the golden hash. */
  String text() {
    return "[" + text(bids) + "," + text(asks) + "]";
  }

  private static String text(Map<BigDecimal, BigDecimal> side) {
    StringBuilder text = new StringBuilder("[");
    side.forEach(
        (price, quantity) ->
            text.append(text.length() == 1 ? "" : ",")
                .append("[\"")
                .append(price.stripTrailingZeros().toPlainString())
                .append("\",\"")
                .append(quantity.stripTrailingZeros().toPlainString())
                .append("\"]"));
    return text.append(']').toString();
  }
}
