// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  private final MetricsPage page = new MetricsPage();

  @Test
  void pageIsReadInPiecesOfAnySize() throws IOException {
    byte[] text =
        """
        # TYPE flink_taskmanager_Status_JVM_CPU_Load gauge
        flink_taskmanager_Status_JVM_CPU_Load{tm_id="a",} 0.1
        flink_taskmanager_job_marketprism_feed_live{exchange="okx",symbol="BTC-USDT",} 1.0
        """
            .getBytes(UTF_8);
    for (byte one : text) {
      page.read(new byte[] {one});
    }
    List<Series> series = page.end();
    assertThat(series).extracting(Series::name).containsExactly("marketprism_feed_live");
    assertThat(series.get(0).label("symbol")).isEqualTo("BTC-USDT");
  }

  @Test
  void lastLineNeedsNoEnd() throws IOException {
    page.read("marketprism_degradation_level 2".getBytes(UTF_8));
    assertThat(page.end()).hasSize(1);
  }

  @Test
  void pageOfSomebodyElseIsRefused() throws IOException {
    page.read("<html>\nflink_jobmanager_numRunningJobs 1\n".getBytes(UTF_8));
    assertThatThrownBy(page::end).hasMessageContaining("not the metrics page of a TaskManager");
  }

  @Test
  void endlessLineIsRefused() {
    assertThatThrownBy(() -> page.read(new byte[20_000])).hasMessageContaining("not a metrics");
  }

  @Test
  void moreSeriesThanAnybodyNeedsAreRefused() {
    byte[] line = "marketprism_feed_live{symbol=\"a\"} 1\n".repeat(1_000).getBytes(UTF_8);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 30; i++) {
                page.read(line);
              }
            })
        .hasMessageContaining("more than 20000 series");
  }
}
