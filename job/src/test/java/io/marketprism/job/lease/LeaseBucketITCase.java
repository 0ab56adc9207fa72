// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.sinks.nats.NatsEndpoint;
import io.marketprism.sinks.nats.NatsServerProcess;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.KeyValueConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The lease on a real NATS server, without a job. */
class LeaseBucketITCase {
  private static final Duration TTL = Duration.ofSeconds(2);

  private final List<String> announced = new ArrayList<>();

  private static LeaseOptions options(NatsServerProcess nats, String collectorId) {
    NatsEndpoint endpoint = NatsEndpoint.builder().servers(nats.url()).build();
    return new LeaseOptions(collectorId, endpoint, TTL, 1);
  }

  private LeaseClaim claim(NatsServerProcess nats, String collectorId, String jobId)
      throws Exception {
    return LeaseClaim.take(options(nats, collectorId), jobId, announced::add);
  }

  @Test
  void aCrashedHoldersLeaseRunsOutAndItsSuccessorStartsByItself() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream()) {
      claim(nats, "default", "job-1");
      claim(nats, "default", "job-2");
      assertThat(announced)
          .singleElement()
          .asString()
          .contains("Waiting up to 2 s", "\"default\"", "job-1", "process " + pid());
      try (LeaseConnection connection = new LeaseConnection(options(nats, "default"))) {
        assertThat(connection.bucket().find("default"))
            .map(entry -> entry.holder().jobId())
            .contains("job-2");
      }
    }
  }

  @Test
  void aSubmissionThatFailedGivesTheLeaseBack() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream()) {
      claim(nats, "default", "job-1").release();
      claim(nats, "default", "job-2");
      assertThat(announced).isEmpty();
    }
  }

  @Test
  void collectorsUnderOtherIdsDoNotMeet() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream()) {
      claim(nats, "one", "job-1");
      claim(nats, "other", "job-2");
      assertThat(announced).isEmpty();
    }
  }

  @Test
  void whereNatsIsAwayTheSubmissionSaysThatTheJobWillTakeTheLease() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream()) {
      nats.kill();
      claim(nats, "default", "job-1");
      assertThat(announced)
          .singleElement()
          .asString()
          .contains("cannot be taken from here", nats.url());
    }
  }

  @Test
  void aBucketWhoseLeasesWouldNeverRunOutIsRefused() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream()) {
      try (Connection connection = Nats.connect(nats.url())) {
        connection
            .keyValueManagement()
            .create(KeyValueConfiguration.builder(LeaseBucket.NAME).build());
        assertThatThrownBy(() -> LeaseBucket.open(connection, TTL, 1))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("no time to live")
            .hasMessageContaining("nats kv rm " + LeaseBucket.NAME);
      }
    }
  }

  @Test
  void theTimeToLiveOfTheFirstCollectorHoldsForAll() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Connection connection = Nats.connect(nats.url())) {
      LeaseBucket.open(connection, TTL, 1);
      assertThat(LeaseBucket.open(connection, TTL.multipliedBy(5), 1).ttl()).isEqualTo(TTL);
    }
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }
}
