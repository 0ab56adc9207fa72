// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.chaos;

import java.util.List;
import java.util.SplittableRandom;

/** What is drawn by chance; the same sequence gives the same draws. */
final class Draw {
  private static final long GRAIN_MILLIS = 100;

  private Draw() {}

  /** A number of milliseconds from 0 to {@code most}, in tenths of a second. */
  static long upTo(long most, SplittableRandom random) {
    return most < GRAIN_MILLIS ? 0 : random.nextLong(most / GRAIN_MILLIS + 1) * GRAIN_MILLIS;
  }

  /** A number of milliseconds from {@code least} to {@code most}, in tenths of a second. */
  static long between(long least, long most, SplittableRandom random) {
    return least + upTo(most - least, random);
  }

  static <T> T one(List<T> of, SplittableRandom random) {
    return of.get(random.nextInt(of.size()));
  }

  static <T> void shuffle(List<T> list, SplittableRandom random) {
    for (int i = list.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      T moved = list.get(i);
      list.set(i, list.get(other));
      list.set(other, moved);
    }
  }
}
