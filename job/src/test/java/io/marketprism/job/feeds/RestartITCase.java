// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A restart costs a snapshot of what has changed, and none of what has not. The figures for 500
 * quiet instruments, which take longer, are made by {@link RestartRun}.
 */
class RestartITCase {
  private static final int BUSY = 5;

  @ParameterizedTest(name = "{0}")
  @CsvSource("binance_spot, 30, 100")
  void quietBooksAskForNothing(String venue, int quiet, int snapshotLimit) throws Exception {
    RestartRun run = RestartRun.of(venue, quiet, BUSY, snapshotLimit, Duration.ofSeconds(60));
    assertThat(run.liveBooks()).as("%s", run).isEqualTo(BUSY);
    assertThat(run.quietSnapshots()).as("%s", run).isZero();
    assertThat(run.busySnapshots()).as("%s", run).isBetween(1L, 2L * BUSY);
    assertThat(run.refusals()).as("%s", run).isEmpty();
  }
}
