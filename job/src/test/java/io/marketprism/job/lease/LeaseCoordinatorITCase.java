// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketprism.sinks.nats.NatsEndpoint;
import io.marketprism.sinks.nats.NatsServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.MockOperatorCoordinatorContext;
import org.junit.jupiter.api.Test;

/** What a running job does for its lease, against a real NATS server. */
class LeaseCoordinatorITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration TTL = Duration.ofSeconds(1);

  private final MockOperatorCoordinatorContext context =
      new MockOperatorCoordinatorContext(new OperatorID(), 1);

  private static LeaseOptions options(NatsServerProcess nats) {
    NatsEndpoint endpoint = NatsEndpoint.builder().servers(nats.url()).build();
    return new LeaseOptions("default", endpoint, TTL, 1);
  }

  private LeaseCoordinator start(NatsServerProcess nats) {
    LeaseCoordinator coordinator = new LeaseCoordinator(context, options(nats));
    coordinator.start();
    return coordinator;
  }

  /** The holder and the revision of the entry; nothing while there is none or no NATS. */
  private static Optional<LeaseStore.Entry> entry(NatsServerProcess nats) throws Exception {
    try (LeaseConnection connection = new LeaseConnection(options(nats))) {
      return connection.bucket().find("default");
    }
  }

  private static boolean isHeldBy(NatsServerProcess nats, String jobId) throws Exception {
    return entry(nats).filter(entry -> entry.holder().jobId().equals(jobId)).isPresent();
  }

  @Test
  void theLeaseIsRenewedAsLongAsTheJobRunsAndGivenBackAtItsEnd() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream()) {
      LeaseCoordinator coordinator = start(nats);
      String job = context.getJobID().toString();
      await().atMost(PATIENCE).until(() -> isHeldBy(nats, job));
      long first = entry(nats).orElseThrow().revision();
      await()
          .atMost(PATIENCE)
          .until(() -> entry(nats).filter(e -> e.revision() > first + 4).isPresent());
      assertThat(isHeldBy(nats, job)).as("longer than its time to live").isTrue();
      coordinator.close();

      assertThat(entry(nats)).isEmpty();
      assertThat(context.isJobFailed()).isFalse();
    }
  }

  @Test
  void aLeaseThatRanOutWhileNatsWasAwayIsTakenAgain() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream()) {
      LeaseCoordinator coordinator = start(nats);
      String job = context.getJobID().toString();
      await().atMost(PATIENCE).until(() -> isHeldBy(nats, job));
      nats.kill();
      nats.start();
      try (LeaseConnection server = new LeaseConnection(options(nats))) {
        Optional<LeaseStore.Entry> left = server.bucket().find("default");
        if (left.isPresent()) {
          // As the server does with what is too old.
          server.bucket().remove("default", left.get().revision());
        }
      }

      await().atMost(PATIENCE).until(() -> isHeldBy(nats, job));
      assertThat(context.isJobFailed()).isFalse();
      coordinator.close();
    }
  }

  @Test
  void aJobWhoseLeaseWasTakenWhileNatsWasAwayFailsForGoodAndLeavesTheOther() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream()) {
      String job = context.getJobID().toString();
      LeaseCoordinator coordinator = start(nats);
      await().atMost(PATIENCE).until(() -> isHeldBy(nats, job));
      // The job is cut off: its successor gets an entry that only it could have renewed.
      try (LeaseConnection successor = new LeaseConnection(options(nats))) {
        LeaseHolder other = LeaseHolder.here("successor");
        await().atMost(PATIENCE).until(() -> takeFrom(successor.bucket(), other));
      }
      await().atMost(PATIENCE).until(context::isJobFailed);

      assertThat(context.getJobFailureReason())
          .isInstanceOf(SuppressRestartsException.class)
          .cause()
          .hasMessageContaining("lost the collector id \"default\" to job successor");
      coordinator.close();
      assertThat(isHeldBy(nats, "successor")).isTrue();
    }
  }

  private static boolean takeFrom(LeaseBucket bucket, LeaseHolder other) throws Exception {
    return bucket
        .replace("default", other, bucket.find("default").orElseThrow().revision())
        .isPresent();
  }

  @Test
  void aJobThatStartsWhileAnotherHoldsTheLeaseFailsForGood() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream()) {
      List<String> announced = new ArrayList<>();
      LeaseClaim.take(options(nats), "other", announced::add);
      LeaseCoordinator coordinator = start(nats);
      await().atMost(PATIENCE).until(context::isJobFailed);
      assertThat(context.getJobFailureReason())
          .isInstanceOf(SuppressRestartsException.class)
          .cause()
          .hasMessageContaining("\"default\" is held by job other");
      coordinator.close();
    }
  }

  @Test
  void anotherJobManagerTakesTheLeaseOfItsJobOverAtOnce() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream()) {
      List<String> announced = new ArrayList<>();
      LeaseClaim.take(options(nats), context.getJobID().toString(), announced::add);
      long claimed = entry(nats).orElseThrow().revision();
      LeaseCoordinator coordinator = start(nats);
      await()
          .atMost(PATIENCE)
          .until(() -> entry(nats).filter(e -> e.revision() > claimed + 1).isPresent());
      assertThat(context.isJobFailed()).isFalse();
      coordinator.close();
    }
  }
}
