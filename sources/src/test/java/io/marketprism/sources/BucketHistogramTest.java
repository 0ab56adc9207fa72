// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BucketHistogramTest {
  private final BucketHistogram nanos = BucketHistogram.ofNanos(List.of("0.001", "0.5", "1"));

  @Test
  void aValueCountsInItsBucketAndInAllAbove() {
    nanos.record(1_000_001);

    assertThat(nanos.cumulative(0)).isZero();
    assertThat(nanos.cumulative(1)).isEqualTo(1);
    assertThat(nanos.cumulative(2)).isEqualTo(1);
    assertThat(nanos.count()).isEqualTo(1);
  }

  @Test
  void aBoundBelongsToItsBucket() {
    nanos.record(1_000_000);

    assertThat(nanos.cumulative(0)).isEqualTo(1);
  }

  @Test
  void whatIsAboveAllBoundsIsCountedToo() {
    nanos.record(Long.MAX_VALUE);

    assertThat(nanos.cumulative(2)).isZero();
    assertThat(nanos.count()).isEqualTo(1);
  }

  @Test
  void aLagMayBeNegative() {
    BucketHistogram lag = BucketHistogram.ofMillis(BucketHistogram.LAG);
    lag.record(-3_000);
    lag.record(-150);
    lag.record(0);

    assertThat(lag.cumulative(BucketHistogram.LAG.indexOf("-2"))).isEqualTo(1);
    assertThat(lag.cumulative(BucketHistogram.LAG.indexOf("-1"))).isEqualTo(1);
    assertThat(lag.cumulative(BucketHistogram.LAG.indexOf("-0.1"))).isEqualTo(2);
    assertThat(lag.cumulative(BucketHistogram.LAG.indexOf("0"))).isEqualTo(3);
  }
}
