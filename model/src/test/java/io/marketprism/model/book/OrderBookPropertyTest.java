// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.book;

import io.marketprism.model.MalformedDecimalException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderBookPropertyTest {

  @ParameterizedTest(name = "seed {0}, keeping {1} levels within {2}, {3} changes at a time")
  @CsvSource({
    "1, 1, 20, 3",
    "2, 5, 20, 10",
    "3, 50, 100, 20",
    "4, 64, 100, 30",
    "5, 65, 100, 2",
    "6, 128, 300, 40",
    "7, 200, 50, 200",
    "8, 1000, 1000, 60",
    "9, 1000, 30, 500",
    "10, 100000, 2000, 100",
  })
  void equalsABookOfTreeMapsAndBigDecimals(long seed, int keepDepth, int spread, int changes)
      throws MalformedDecimalException {
    BookWalk walk = new BookWalk(seed, keepDepth, spread);
    walk.reference().verify(walk.book(), "empty");
    for (int period = 0; period < 4; period++) {
      walk.snapshot(period == 2 ? 3 : 2 * Math.min(keepDepth, 400));
      walk.reference().verify(walk.book(), "seed " + seed + ", snapshot " + period);
      for (int step = 0; step < 300; step++) {
        walk.delta(changes);
        if (step % 10 == 0 || keepDepth < 100) {
          walk.reference().verify(walk.book(), "seed " + seed + ", " + period + '/' + step);
        }
      }
    }
  }
}
