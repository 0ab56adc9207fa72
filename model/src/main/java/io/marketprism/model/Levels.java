// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

import java.util.Arrays;

/**
 * Price levels of one side in the venue's order: parallel arrays of price and quantity mantissas at
 * the scales of the event that carries them. Quantity 0 deletes a level. The arrays are shared, not
 * copied: readers must not write.
 */
public final class Levels {
  /** No level at all. */
  public static final Levels NONE = new Levels(new long[0], new long[0], 0);

  private final long[] prices;
  private final long[] quantities;
  private final int size;

  /**
   * @param prices price mantissas; only the first {@code size} count
   * @param quantities quantity mantissas, as long as {@code prices}
   * @param size number of levels
   */
  public Levels(long[] prices, long[] quantities, int size) {
    this.prices = prices;
    this.quantities = quantities;
    this.size = size;
  }

  public int size() {
    return size;
  }

  public long price(int index) {
    return prices[index];
  }

  public long quantity(int index) {
    return quantities[index];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Levels that
        && size == that.size
        && Arrays.equals(prices, 0, size, that.prices, 0, size)
        && Arrays.equals(quantities, 0, size, that.quantities, 0, size);
  }

  @Override
  public int hashCode() {
    int hash = size;
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + Long.hashCode(prices[i]) + 17 * Long.hashCode(quantities[i]);
    }
    return hash;
  }

  @Override
  public String toString() {
    return size + " levels";
  }
}
