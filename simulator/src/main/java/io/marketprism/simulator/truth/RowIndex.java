// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.truth;

import java.util.Arrays;

/** Where in the truth log the row of each ascending id lies. Grows; 20 bytes a row. */
final class RowIndex {
  private long[] ids = new long[64];
  private long[] offsets = new long[64];
  private int[] lengths = new int[64];
  private int size;

  /**
   * Adds the row of an id above all before; gives false, and adds nothing, where it is not above.
   */
  boolean add(long id, long offset, int length) {
    if (size > 0 && id <= ids[size - 1]) {
      return false;
    }
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
      offsets = Arrays.copyOf(offsets, 2 * size);
      lengths = Arrays.copyOf(lengths, 2 * size);
    }
    ids[size] = id;
    offsets[size] = offset;
    lengths[size] = length;
    size++;
    return true;
  }

  /** The position of an id, negative where it has no row. */
  int position(long id) {
    return Arrays.binarySearch(ids, 0, size, id);
  }

  /** The position of the least id from the given one on, -1 where there is none. */
  int ceiling(long id) {
    int at = position(id);
    int ceiling = at < 0 ? -at - 1 : at;
    return ceiling == size ? -1 : ceiling;
  }

  /** The position of the greatest id up to the given one, -1 where there is none. */
  int floor(long id) {
    int at = position(id);
    return at < 0 ? -at - 2 : at;
  }

  int size() {
    return size;
  }

  long id(int position) {
    return ids[position];
  }

  long offset(int position) {
    return offsets[position];
  }

  int length(int position) {
    return lengths[position];
  }
}
