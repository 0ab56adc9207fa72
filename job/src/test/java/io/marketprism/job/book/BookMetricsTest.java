// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import static io.marketprism.job.book.BookRig.BTC;
import static io.marketprism.job.book.BookRig.ETH;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BookMetricsTest {

  @Test
  void allSeriesOfAnInstrumentExistFromItsFirstEventOn() throws Exception {
    try (BookRig rig = new BookRig(BookRig.EVERY_UPDATE)) {
      rig.reset(BTC);

      for (String name :
          List.of(
              BookMetrics.UPDATES,
              BookMetrics.CROSSED,
              BookMetrics.EXPIRED,
              BookMetrics.SYNC_STATUS,
              BookMetrics.LAST_UPDATE)) {
        assertThat(rig.metrics.value(name + RigLabels.BTC)).as(name).isZero();
      }
      for (Violation violation : Violation.values()) {
        assertThat(rig.metrics.value(BookMetrics.VIOLATIONS + RigLabels.btc(violation.token())))
            .isZero();
      }
      assertThat(rig.metrics.value(BookMetrics.KNOWN_LEVELS + RigLabels.btcSide("bid"))).isZero();
      assertThat(rig.metrics.value(BookMetrics.KNOWN_LEVELS + RigLabels.btcSide("ask"))).isZero();
    }
  }

  @Test
  void updatesAndKnownLevelsAreCounted() throws Exception {
    try (BookRig rig = new BookRig(BookRig.EVERY_UPDATE)) {
      rig.partialSnapshot(BTC, 10, "99 1, 98 1", "101 3");
      rig.delta(BTC, 10, 11, "97 1", "102 1, 100 1");

      assertThat(rig.metrics.value(BookMetrics.UPDATES + RigLabels.BTC)).isEqualTo(2);
      assertThat(rig.metrics.value(BookMetrics.KNOWN_LEVELS + RigLabels.btcSide("bid")))
          .isEqualTo(2);
      assertThat(rig.metrics.value(BookMetrics.KNOWN_LEVELS + RigLabels.btcSide("ask")))
          .isEqualTo(2);
      assertThat(rig.metrics.value(BookMetrics.SYNC_STATUS + RigLabels.BTC)).isOne();
      assertThat(rig.metrics.value(BookMetrics.LAST_UPDATE + RigLabels.BTC))
          .isEqualTo(rig.now() / 1000.0);
      assertThat(rig.metrics.value(BookMetrics.CACHE_BOOKS + "{}")).isOne();
      assertThat(rig.metrics.value(BookMetrics.CACHE_BYTES + "{}")).isPositive();
    }
  }

  @Test
  void instrumentsBeyondTheLimitShareTheirCounters() throws Exception {
    try (BookRig rig = new BookRig(BookRig.options().interval(0).perSymbolSeries(1).build())) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.snapshot(ETH, 10, "9 1", "11 3");
      rig.delta(ETH, 10, 11, "9 2", "11 3");

      String other = "{exchange=binance, market_type=spot, symbol=other}";
      assertThat(rig.metrics.value(BookMetrics.UPDATES + RigLabels.BTC)).isOne();
      assertThat(rig.metrics.value(BookMetrics.UPDATES + other)).isEqualTo(2);
      assertThat(rig.metrics.has(BookMetrics.SYNC_STATUS + other)).isFalse();
    }
  }
}
