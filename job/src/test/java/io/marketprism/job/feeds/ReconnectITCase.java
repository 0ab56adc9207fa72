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
      // Other tests in this process may have left something, which may end meanwhile.
      assertThat(run.after().closeWait())
          .as("%s", run)
          .isLessThanOrEqualTo(run.before().closeWait());
      assertThat(run.after().descriptors())
          .as("%s", run)
          .isLessThanOrEqualTo(run.before().descriptors() + 2);
      assertThat(run.after().threads())
          .as("%s", run)
          .isLessThanOrEqualTo(run.before().threads() + 2);
    }
  }
}
