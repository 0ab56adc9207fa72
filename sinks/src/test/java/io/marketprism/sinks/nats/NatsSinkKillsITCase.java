// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static io.marketprism.sinks.nats.NatsSinkTestBed.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.Test;

/**
 * NATS and TaskManagers are killed again and again under load. Afterwards each id is in the stream
 * once, each subject in its order, and what a completed checkpoint covers was stored before it
 * completed. How often: {@code -Dkills.nats=50 -Dkills.taskmanager=10}; which moments: {@code
 * -Dkills.seed=…}.
 */
class NatsSinkKillsITCase {

  private static final int NATS_KILLS = Integer.getInteger("kills.nats", 5);
  private static final int TASK_MANAGER_KILLS = Integer.getInteger("kills.taskmanager", 2);
  private static final long SEED = Long.getLong("kills.seed", System.nanoTime());

  /** A kill comes within so many records after the last one. */
  private static final int MOST_RECORDS_BETWEEN_KILLS = 4_000;

  private final Random random = new Random(SEED);

  @Test
  @SuppressWarnings("try") // an interrupt while the cluster closes may end the test
  void eachIdIsStoredOnceInOrderAndNoCheckpointRunsAhead() throws Exception {
    KilledJob.reset();
    try (NatsServerProcess server = NatsServerProcess.withJetStream();
        MiniCluster cluster = new MiniCluster(oneTaskManager())) {
      cluster.start();
      JobGraph job = KilledJob.graph(server);
      JobID id = job.getJobID();
      cluster.submitJob(job).get();
      CompletableFuture<JobResult> end = cluster.requestJobResult(id);
      List<Boolean> kills = kills();
      int taskManager = 0;
      for (boolean killsNats : kills) {
        awaitRecords(end);
        if (killsNats) {
          server.kill();
          server.start();
        } else {
          cluster.terminateTaskManager(taskManager++).get();
          cluster.startTaskManager();
        }
      }
      // What came after the last kill is to be covered by a checkpoint, too.
      int checkpoints = KilledJob.completed().size();
      await().until(() -> end.isDone() || KilledJob.completed().size() > checkpoints + 1);
      assertThat(end.isDone()).as("the job ended before its time, seed %d", SEED).isFalse();
      cluster.cancelJob(id).get();
      end.get();
      check(server);
    }
  }

  /** A random order; true for the server, false for a TaskManager. */
  private List<Boolean> kills() {
    List<Boolean> kills = new ArrayList<>();
    for (int i = 0; i < NATS_KILLS + TASK_MANAGER_KILLS; i++) {
      kills.add(i < NATS_KILLS);
    }
    Collections.shuffle(kills, random);
    return kills;
  }

  /** Until the job has published something new, at a moment that nobody chose. */
  private void awaitRecords(CompletableFuture<JobResult> end) {
    long target = KilledJob.seen() + 1 + random.nextInt(MOST_RECORDS_BETWEEN_KILLS);
    await().until(() -> end.isDone() || KilledJob.seen() >= target);
    assertThat(end.isDone()).as("the job ended before its time, seed %d", SEED).isFalse();
  }

  private static void check(NatsServerProcess server) throws Exception {
    Connection reader = NatsSinkTestBed.connect(server);
    List<Message> messages = NatsSinkTestBed.contents(reader, "TRADES", 0);
    reader.close();

    Map<String, Long> last = new HashMap<>();
    Instant[] storedAt = new Instant[messages.size()];
    long most = messages.size() - 1L;
    for (Message message : messages) {
      long number = Long.parseLong(NatsSinkTestBed.text(message));
      Long before = last.put(message.getSubject(), number);
      assertThat(before == null || before < number)
          .as("%d follows %d on %s, seed %d", number, before, message.getSubject(), SEED)
          .isTrue();
      assertThat(number).as("each once and none missing, seed %d", SEED).isBetween(0L, most);
      assertThat(storedAt[(int) number]).as("%d once, seed %d", number, SEED).isNull();
      storedAt[(int) number] = message.metaData().timestamp().toInstant();
    }
    checkCheckpoints(storedAt);
    System.out.printf(
        "%,d ids once each and in order over %d kills of NATS and %d of a TaskManager; %d checkpoints, none before its acks; restored %d times%n",
        messages.size(),
        NATS_KILLS,
        TASK_MANAGER_KILLS,
        KilledJob.completed().size(),
        KilledJob.restores());
  }

  /** By the time that the server noted for each message; it has the clock of this machine. */
  private static void checkCheckpoints(Instant[] storedAt) {
    assertThat(KilledJob.completed()).isNotEmpty();
    int from = 0;
    for (KilledJob.Completed checkpoint : KilledJob.completed()) {
      assertThat(checkpoint.lastNumber()).isLessThan(storedAt.length);
      for (int number = from; number <= checkpoint.lastNumber(); number++) {
        assertThat(storedAt[number])
            .as("%d is covered by checkpoint %d, seed %d", number, checkpoint.id(), SEED)
            .isBeforeOrEqualTo(checkpoint.at());
      }
      from = (int) checkpoint.lastNumber() + 1;
    }
  }

  private static MiniClusterConfiguration oneTaskManager() {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(TaskManagerOptions.SLOT_TIMEOUT, Duration.ofMinutes(5));
    return new MiniClusterConfiguration.Builder()
        .setConfiguration(configuration)
        .setNumTaskManagers(1)
        .setNumSlotsPerTaskManager(1)
        .build();
  }
}
