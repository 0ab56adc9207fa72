// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.job.health.ThisProcess;
import io.marketprism.job.lease.LeaseHeldException;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.sinks.nats.NatsServerProcess;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.KeyValueEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One job at a time has a collector's id. */
class LeaseITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path dir;

  private static Simulator venue() {
    return Simulator.builder()
        .synthetic(SyntheticSettings.usual().withSymbols("BTCUSDT").withLevels(50))
        .start();
  }

  private LocalCollector collector(Simulator simulator, NatsServerProcess nats) throws Exception {
    return new LocalCollector(dir, simulator, nats, "BTCUSDT").set("instance.lease-ttl", "3s");
  }

  @Test
  void aRunningJobHoldsItsIdAlsoOverARestartAndGivesItBackWhenItIsStopped() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Connection connection = Nats.connect(nats.url());
        Simulator simulator = venue();
        LocalCollector collector = collector(simulator, nats)) {
      collector.start(1, null);
      String job = collector.job().toString();
      assertThatThrownBy(() -> CollectorJob.main(collector.arguments()))
          .as("a second submission")
          .isInstanceOf(LeaseHeldException.class)
          .hasMessageContaining("\"default\" is held by job " + job)
          .hasMessageContaining(ThisProcess.host() + " (process " + ThisProcess.pid() + ")")
          .hasMessageContaining("since 20");

      await().atMost(PATIENCE).until(() -> collector.completedCheckpoints() > 0);
      collector.replaceTaskManager();
      await().atMost(PATIENCE).until(() -> collector.restarts() > 0);
      assertThatThrownBy(() -> CollectorJob.main(collector.arguments()))
          .isInstanceOf(LeaseHeldException.class)
          .hasMessageContaining(job);

      long checkpoints = collector.completedCheckpoints();
      await().atMost(PATIENCE).until(() -> collector.completedCheckpoints() > checkpoints);
      String savepoint = collector.stopWithSavepoint();
      collector.start(1, savepoint);
      String next = collector.job().toString();
      assertThat(next).isNotEqualTo(job);
      await().atMost(PATIENCE).until(() -> holder(connection).equals(Optional.of(next)));
    }
  }

  @Test
  void aJobWhoseIdWasTakenByAnotherEndsAndNamesIt() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Connection connection = Nats.connect(nats.url());
        Simulator simulator = venue();
        LocalCollector collector = collector(simulator, nats)) {
      collector.start(1, null);
      await().atMost(PATIENCE).until(() -> isRenewed(entry(connection)));
      // As if the lease had run out while NATS could not be reached from the job.
      connection
          .keyValue("MARKETPRISM_LEASES")
          .put(
              "default",
              "{\"job_id\":\"intruder\",\"host\":\"far-away\",\"pid\":7,\"since_ts_ms\":0}");

      assertThat(collector.failure())
          .get()
          .extracting(LeaseITCase::reasons)
          .asString()
          .contains("lost the collector id \"default\" to job intruder on far-away (process 7)");
      assertThat(collector.status()).isEqualTo(JobStatus.FAILED);
      assertThat(holder(connection)).as("which keeps it").contains("intruder");
    }
  }

  private static Optional<String> holder(Connection connection) throws Exception {
    KeyValueEntry entry = entry(connection);
    return entry == null
        ? Optional.empty()
        : Optional.of(JSON.readTree(entry.getValue()).path("job_id").asText());
  }

  private static boolean isRenewed(KeyValueEntry entry) {
    return entry != null && entry.getRevision() > 1;
  }

  private static KeyValueEntry entry(Connection connection) throws Exception {
    return connection.keyValue("MARKETPRISM_LEASES").get("default");
  }

  private static String reasons(Throwable failure) {
    StringBuilder reasons = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      reasons.append(cause.getMessage()).append('\n');
    }
    return reasons.toString();
  }
}
