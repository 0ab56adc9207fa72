// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.degradation;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.DataType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedRestraintTest {
  private static List<DataType> leftOutAt(int level) {
    return Arrays.stream(DataType.values())
        .filter(type -> FeedRestraint.leftOutFrom(type) <= level)
        .toList();
  }

  @Test
  void booksAndTradesAreNeverLeftOut() {
    assertThat(leftOutAt(DegradationLadder.HIGHEST))
        .doesNotContain(DataType.ORDERBOOK, DataType.TRADE);
  }

  @Test
  void figuresThatChangeSlowlyGoFirst() {
    assertThat(leftOutAt(2)).isEmpty();
    assertThat(leftOutAt(3))
        .containsExactlyInAnyOrder(
            DataType.OPEN_INTEREST,
            DataType.LSR_TOP_POSITION,
            DataType.LSR_ALL_ACCOUNT,
            DataType.VOLATILITY_INDEX);
    assertThat(leftOutAt(4)).hasSize(DataType.values().length - 2);
  }
}
