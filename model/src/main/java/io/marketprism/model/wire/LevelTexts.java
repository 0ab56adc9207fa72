// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import io.marketprism.model.book.OrderBook;

/**
 * Writes the levels of one side of one book, and remembers where they stand in the message. From
 * one message to the next most levels stay as they are: their texts are copied from there,
 * neighbours at once, instead of writing each number anew. Not thread-safe.
 */
final class LevelTexts {
  private static final byte[] PRICE = JsonWriter.name("price");
  private static final byte[] QUANTITY = JsonWriter.name("quantity");

  private final boolean bids;
  private final boolean objects;
  private Side last = new Side();
  private Side next = new Side();
  private byte[] message = new byte[0];
  private int priceScale;
  private int quantityScale;

  /** The levels of a message, the best first, and where they stand in it. */
  private static final class Side {
    private long[] prices = new long[0];
    private long[] quantities = new long[0];

    /** Where the text of each level begins; behind the last one, where the next would. */
    private int[] starts = new int[1];

    private int size;

    void resize(int levels) {
      if (prices.length < levels) {
        prices = new long[levels];
        quantities = new long[levels];
        starts = new int[levels + 1];
      }
      size = levels;
    }
  }

  /**
   * @param bids which side
   * @param objects levels as objects instead of arrays
   */
  LevelTexts(boolean bids, boolean objects) {
    this.bids = bids;
    this.objects = objects;
  }

  /** Forgets the last message. */
  void forget() {
    last.size = 0;
  }

  /** The message into which the levels were written; nobody may write to it. */
  void written(byte[] newMessage) {
    message = newMessage;
  }

  /** Writes the best levels of a book as a JSON array. */
  void write(JsonWriter json, OrderBook book, int levels) {
    if (priceScale != book.priceScale() || quantityScale != book.quantityScale()) {
      priceScale = book.priceScale();
      quantityScale = book.quantityScale();
      forget();
    }
    next.resize(levels);
    json.put((byte) '[');
    int old = 0;
    int rank = 0;
    while (rank < levels) {
      if (rank > 0) {
        json.put((byte) ',');
      }
      long price = price(book, rank);
      while (old < last.size && isBetter(last.prices[old], price)) {
        old++;
      }
      int same = same(book, rank, levels, old);
      if (same > 0) {
        copy(json, old, rank, same);
        old += same;
        rank += same;
      } else {
        next.prices[rank] = price;
        next.quantities[rank] = quantity(book, rank);
        next.starts[rank] = json.size();
        level(json, price, next.quantities[rank]);
        rank++;
      }
    }
    next.starts[levels] = json.size() + 1;
    json.put((byte) ']');
    Side written = next;
    next = last;
    last = written;
  }

  /** How many levels from a rank on are those of the last message from another rank on. */
  private int same(OrderBook book, int rank, int levels, int old) {
    int most = Math.min(levels - rank, last.size - old);
    int same = 0;
    while (same < most
        && last.prices[old + same] == price(book, rank + same)
        && last.quantities[old + same] == quantity(book, rank + same)) {
      same++;
    }
    return same;
  }

  private void copy(JsonWriter json, int old, int rank, int count) {
    int shift = json.size() - last.starts[old];
    // Before each start stands what separates two levels.
    json.raw(message, last.starts[old], last.starts[old + count] - 1);
    System.arraycopy(last.prices, old, next.prices, rank, count);
    System.arraycopy(last.quantities, old, next.quantities, rank, count);
    for (int i = 0; i < count; i++) {
      next.starts[rank + i] = last.starts[old + i] + shift;
    }
  }

  private void level(JsonWriter json, long price, long quantity) {
    if (objects) {
      json.put((byte) '{');
      json.decimal(PRICE, price, priceScale).decimal(QUANTITY, quantity, quantityScale);
      json.put((byte) '}');
      return;
    }
    json.put((byte) '[');
    json.quoted(price, priceScale);
    json.put((byte) ',');
    json.quoted(quantity, quantityScale);
    json.put((byte) ']');
  }

  private boolean isBetter(long price, long than) {
    return bids ? price > than : price < than;
  }

  private long price(OrderBook book, int rank) {
    return bids ? book.bidPrice(rank) : book.askPrice(rank);
  }

  private long quantity(OrderBook book, int rank) {
    return bids ? book.bidQuantity(rank) : book.askQuantity(rank);
  }
}
