// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import io.marketprism.model.book.OrderBook;

/**
 * Writes the levels of one side of one book, and keeps their texts. From one message to the next
 * most levels stay as they are: their texts are copied, neighbours at once, instead of writing each
 * number anew. Not thread-safe.
 */
final class LevelTexts {
  private static final byte[] PRICE = JsonWriter.name("price");
  private static final byte[] QUANTITY = JsonWriter.name("quantity");

  private final boolean bids;
  private final boolean objects;

  private final Levels last = new Levels();

  /** The levels as last written, one after the other with what separates them. */
  private byte[] text = new byte[0];

  private int priceScale;
  private int quantityScale;

  /** The levels of a message, the best first, and where the text of each begins. */
  static final class Levels {
    private long[] prices = new long[0];
    private long[] quantities = new long[0];

    /** Behind that of the last level, where the next one would begin. */
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

    void copy(Levels other) {
      resize(other.size);
      System.arraycopy(other.prices, 0, prices, 0, size);
      System.arraycopy(other.quantities, 0, quantities, 0, size);
      System.arraycopy(other.starts, 0, starts, 0, size + 1);
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

  /** Bytes of heap held. */
  int heapBytes() {
    return 16 * last.prices.length + 4 * last.starts.length + text.length + 128;
  }

  /**
   * Writes the best levels of a book as a JSON array.
   *
   * @param next room for the levels of this message, of no use afterwards
   */
  void write(JsonWriter json, OrderBook book, int levels, Levels next) {
    if (priceScale != book.priceScale() || quantityScale != book.quantityScale()) {
      priceScale = book.priceScale();
      quantityScale = book.quantityScale();
      forget();
    }
    next.resize(levels);
    json.put((byte) '[');
    int begin = json.size();
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
        copy(json, json.size() - begin, old, next, rank, same);
        old += same;
        rank += same;
      } else {
        next.prices[rank] = price;
        next.quantities[rank] = quantity(book, rank);
        next.starts[rank] = json.size() - begin;
        level(json, price, next.quantities[rank]);
        rank++;
      }
    }
    next.starts[levels] = json.size() - begin + 1;
    text = json.copy(begin, text);
    json.put((byte) ']');
    // A copy, so that each book holds as much as it has levels, whatever others have.
    last.copy(next);
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

  private void copy(JsonWriter json, int at, int old, Levels to, int rank, int count) {
    int shift = at - last.starts[old];
    // Before each start stands what separates two levels.
    json.raw(text, last.starts[old], last.starts[old + count] - 1);
    System.arraycopy(last.prices, old, to.prices, rank, count);
    System.arraycopy(last.quantities, old, to.quantities, rank, count);
    for (int i = 0; i < count; i++) {
      to.starts[rank + i] = last.starts[old + i] + shift;
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
