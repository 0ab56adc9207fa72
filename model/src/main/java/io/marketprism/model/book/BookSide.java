// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.book;

import io.marketprism.model.Decimals;
import io.marketprism.model.MalformedDecimalException;
import java.util.Arrays;

/**
 * One side of a book as two parallel arrays, sorted so that the best level is last: most changes
 * are near the best, so most insertions and removals move few entries. Prices are held as keys that
 * grow with the quality of the price: the price itself for bids, its negative for asks. Not
 * thread-safe.
 */
final class BookSide {
  /** Every level is known. */
  static final long KNOWS_ALL = Long.MIN_VALUE;

  private static final int INITIAL_CAPACITY = 64;

  private final boolean bids;
  private long[] keys = new long[INITIAL_CAPACITY];
  private long[] quantities = new long[INITIAL_CAPACITY];
  private int from;
  private int to;
  private long knownFrom = KNOWS_ALL;

  BookSide(boolean bids) {
    this.bids = bids;
  }

  int size() {
    return to - from;
  }

  /** Price mantissa of the level at a rank; rank 0 is the best. */
  long price(int rank) {
    long key = keys[to - 1 - rank];
    return bids ? key : -key;
  }

  /** Quantity mantissa of the level at a rank; rank 0 is the best. */
  long quantity(int rank) {
    return quantities[to - 1 - rank];
  }

  /** Key from which on every level is known, or {@link #KNOWS_ALL}. */
  long knownFrom() {
    return knownFrom;
  }

  void knownFrom(long key) {
    knownFrom = key;
  }

  /** Number of levels within the known range. */
  int knownSize() {
    if (knownFrom == KNOWS_ALL || from == to) {
      return size();
    }
    int index = Arrays.binarySearch(keys, from, to, knownFrom);
    return to - (index >= 0 ? index : -index - 1);
  }

  long key(long price) {
    return bids ? price : -price;
  }

  void clear() {
    from = 0;
    to = 0;
    knownFrom = KNOWS_ALL;
  }

  /** Sets the quantity of a price; 0 deletes, and deleting an absent level is normal. */
  void set(long price, long quantity) {
    long key = bids ? price : -price;
    int index;
    if (from == to || key > keys[to - 1]) {
      index = -to - 1;
    } else {
      index = Arrays.binarySearch(keys, from, to, key);
    }
    if (index >= 0) {
      if (quantity == 0) {
        remove(index);
      } else {
        quantities[index] = quantity;
      }
    } else if (quantity != 0) {
      insert(-index - 1, key, quantity);
    }
  }

  private void insert(int index, long key, long quantity) {
    boolean moveFront = from > 0 && index - from < to - index;
    if (moveFront) {
      System.arraycopy(keys, from, keys, from - 1, index - from);
      System.arraycopy(quantities, from, quantities, from - 1, index - from);
      from--;
      keys[index - 1] = key;
      quantities[index - 1] = quantity;
      return;
    }
    int target = index;
    if (to == keys.length) {
      target -= from;
      makeRoom();
    }
    System.arraycopy(keys, target, keys, target + 1, to - target);
    System.arraycopy(quantities, target, quantities, target + 1, to - target);
    keys[target] = key;
    quantities[target] = quantity;
    to++;
  }

  private void remove(int index) {
    if (index - from < to - 1 - index) {
      System.arraycopy(keys, from, keys, from + 1, index - from);
      System.arraycopy(quantities, from, quantities, from + 1, index - from);
      from++;
    } else {
      System.arraycopy(keys, index + 1, keys, index, to - 1 - index);
      System.arraycopy(quantities, index + 1, quantities, index, to - 1 - index);
      to--;
    }
  }

  /** Moves the levels to the front of arrays with free space behind them. */
  private void makeRoom() {
    int size = to - from;
    int capacity = size + (size >> 2) >= keys.length ? keys.length * 2 : keys.length;
    long[] newKeys = capacity == keys.length ? keys : new long[capacity];
    long[] newQuantities = capacity == keys.length ? quantities : new long[capacity];
    System.arraycopy(keys, from, newKeys, 0, size);
    System.arraycopy(quantities, from, newQuantities, 0, size);
    keys = newKeys;
    quantities = newQuantities;
    from = 0;
    to = size;
  }

  /** Drops the worst levels beyond a number of levels; what was dropped is unknown from then on. */
  void keep(int levels) {
    if (size() > levels) {
      from = to - levels;
      knownFrom = Math.max(knownFrom, keys[from]);
    }
  }

  /** Drops the worst levels beyond a number of levels; the venue says they are none. */
  void keepBest(int levels) {
    if (size() > levels) {
      from = to - levels;
    }
  }

  /** Replaces every price by its mantissa at a larger scale. */
  void rescalePrices(int fromScale, int toScale) throws MalformedDecimalException {
    rescale(keys, fromScale, toScale);
    if (knownFrom != KNOWS_ALL) {
      knownFrom = Decimals.rescale(knownFrom, fromScale, toScale);
    }
  }

  /** Replaces every quantity by its mantissa at a larger scale. */
  void rescaleQuantities(int fromScale, int toScale) throws MalformedDecimalException {
    rescale(quantities, fromScale, toScale);
  }

  private void rescale(long[] values, int fromScale, int toScale) throws MalformedDecimalException {
    for (int i = from; i < to; i++) {
      Decimals.rescale(values[i], fromScale, toScale);
    }
    for (int i = from; i < to; i++) {
      values[i] = Decimals.rescale(values[i], fromScale, toScale);
    }
  }

  /** Bytes of heap held by the arrays. */
  int heapBytes() {
    return 16 * keys.length + 64;
  }
}
