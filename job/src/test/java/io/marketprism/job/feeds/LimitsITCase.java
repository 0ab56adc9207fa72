// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.simulator.Simulator;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many books at once stay within what a venue allows one address. The figures for a thousand
 * symbols of each venue, which take longer, are in docs/limits.md; {@link LimitRun} makes them.
 */
class LimitsITCase {

  @ParameterizedTest(name = "{0}: {1} books")
  @CsvSource({
    "binance_spot, 40, 100",
    "binance_derivatives, 40, 50",
    "okx_spot, 250, 400",
    "okx_derivatives, 250, 400",
    "deribit_derivatives, 250, 1000",
  })
  void allBooksBecomeWholeWithoutOneRefusal(String venue, int symbols, int snapshotLimit)
      throws Exception {
    try (Simulator simulator = LimitRun.simulator(venue, symbols)) {
      LimitRun run = LimitRun.of(venue, simulator, symbols, snapshotLimit, Duration.ofSeconds(90));
      assertThat(run.whole()).as("%s", run).isEqualTo(symbols);
      assertThat(run.refusals()).as("%s", run).isEmpty();
      assertThat(run.resets()).as("%s", run).isZero();
    }
  }
}
