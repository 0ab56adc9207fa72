// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Ends of sockets leave nothing behind (lessons LL4). The figures of a thousand, which take longer,
 * are made by {@link ReconnectRun}.
 */
class ReconnectITCase {
  @Test
  void endsOfSocketsOfEveryKindLeaveNothingBehind() throws Exception {
    assumeThat(ProcessFigures.areKnown()).isTrue();
    try (ReconnectRun run = ReconnectRun.of(30, 15, List.of("binance_spot"), 0)) {
      // Clients of other tests in this process may have left some, before.
      assertThat(run.after().closeWait())
          .as("%s", run)
          .isLessThanOrEqualTo(run.before().closeWait());
      assertThat(run.after().descriptors() - run.before().descriptors())
          .as("%s", run)
          .isBetween(-2, 2);
      assertThat(run.after().threads() - run.before().threads()).as("%s", run).isBetween(-2, 2);
    }
  }
}
