// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static org.awaitility.Awaitility.await;

import io.marketprism.job.config.CollectorConfig;
import io.marketprism.job.config.CollectorConfigLoader;
import io.marketprism.job.degradation.DegradationOptions;
import io.marketprism.job.lease.LeaseClaim;
import io.marketprism.job.lease.LeaseOptions;
import io.marketprism.job.replay.Replay;
import io.marketprism.simulator.Simulator;
import io.marketprism.sinks.nats.NatsServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The collector's job on a MiniCluster with RocksDB, against a simulator and a NATS server; for
 * tests.
 */
final class LocalCollector implements AutoCloseable {
  private static final String SPOT =
      """
      exchanges:
        binance_spot:
          symbols: [BTCUSDT]
          data_types: [orderbook, trade]
      """;

  private final Path dir;
  private final MiniCluster cluster;
  private final Configuration settings;
  private final List<String> sets = new ArrayList<>();
  private final String yaml;
  private UnaryOperator<CollectorConfig> adjustment = UnaryOperator.identity();
  private DegradationOptions degradation = DegradationOptions.ofJob(true);
  private final List<String> announced = new ArrayList<>();
  private JobID job;

  /** Collects symbols of Binance spot. */
  LocalCollector(Path dir, Simulator simulator, NatsServerProcess nats, String... symbols)
      throws Exception {
    this(dir, nats, SPOT, 1, new Configuration());
    at("binance_spot", simulator);
    set("exchanges.binance_spot.symbols", "[" + String.join(",", symbols) + "]");
  }

  /** Collects BTCUSDT of Binance spot, spread over so many TaskManagers. */
  static LocalCollector spread(
      int taskManagers, Path dir, Simulator simulator, NatsServerProcess nats) throws Exception {
    return new LocalCollector(dir, nats, SPOT, taskManagers, new Configuration())
        .at("binance_spot", simulator);
  }

  /** Collects what a configuration says, of the venues that {@link #at} names. */
  LocalCollector(Path dir, NatsServerProcess nats, String yaml) throws Exception {
    this(dir, nats, yaml, 1, new Configuration());
  }

  /** As before, with more of Flink's settings. */
  LocalCollector(Path dir, NatsServerProcess nats, String yaml, Configuration more)
      throws Exception {
    this(dir, nats, yaml, 1, more);
  }

  private LocalCollector(
      Path dir, NatsServerProcess nats, String yaml, int taskManagers, Configuration more)
      throws Exception {
    this.dir = dir;
    this.yaml = yaml;
    sets.add("nats.url=" + nats.url());
    settings = CollectorJob.settings();
    settings.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    settings.set(
        RocksDBOptions.TIMER_SERVICE_FACTORY,
        EmbeddedRocksDBStateBackend.PriorityQueueStateType.HEAP);
    settings.set(RocksDBOptions.LOCAL_DIRECTORIES, dir.resolve("rocks").toString());
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
    settings.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, dir.resolve("checkpoints").toUri().toString());
    settings.set(RestOptions.BIND_PORT, "0");
    settings.set(
        TaskManagerOptions.TASK_MANAGER_LOAD_BALANCE_MODE,
        TaskManagerOptions.TaskManagerLoadBalanceMode.SLOTS);
    settings.addAll(more);
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(taskManagers)
                .setNumSlotsPerTaskManager(4)
                .build());
    cluster.start();
  }

  /** The TaskManagers that run the subtasks of an operator, by its name. */
  Set<String> taskManagersOf(String operator) throws Exception {
    Set<String> ids = new HashSet<>();
    cluster
        .getExecutionGraph(job)
        .get()
        .getAllExecutionVertices()
        .forEach(
            subtask -> {
              if (subtask.getTaskNameWithSubtaskIndex().contains(operator)) {
                ids.add(subtask.getCurrentAssignedResourceLocation().getResourceID().toString());
              }
            });
    return ids;
  }

  /** Where a venue is. */
  LocalCollector at(String venue, Simulator simulator) {
    set("exchanges." + venue + ".api.ws_url", simulator.wsUrl());
    return set("exchanges." + venue + ".api.base_url", simulator.restUrl());
  }

  /** Changes the configuration of the next start. */
  LocalCollector set(String key, String value) {
    sets.removeIf(set -> set.startsWith(key + '='));
    sets.add(key + '=' + value);
    return this;
  }

  /** Gives the next start values that no configuration file may have. */
  LocalCollector adjust(UnaryOperator<CollectorConfig> newAdjustment) {
    adjustment = newAdjustment;
    return this;
  }

  /** Lets the next start degrade by other times than usual. */
  LocalCollector degrade(DegradationOptions options) {
    degradation = options;
    return this;
  }

  /** What the job's entry point is given to submit such a job. */
  String[] arguments() throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--config", file().toString()));
    sets.forEach(set -> arguments.addAll(List.of("--set", set)));
    return arguments.toArray(String[]::new);
  }

  private Path file() throws IOException {
    return Files.writeString(dir.resolve("collector.yaml"), yaml);
  }

  CollectorConfig config() throws Exception {
    return adjustment.apply(CollectorConfigLoader.load(file(), sets, Map.of()));
  }

  /**
   * Starts the job at a parallelism, from a savepoint unless that is null, and waits until it runs.
   */
  void start(int parallelism, String savepoint) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
    env.setParallelism(parallelism);
    CollectorConfig config = config();
    CollectorTopology.build(env, config, degradation);
    JobGraph graph = env.getStreamGraph().getJobGraph();
    if (!config.instance().allowMultiple()) {
      LeaseClaim.take(LeaseOptions.of(config), graph.getJobID().toString(), announced::add);
    }
    if (savepoint != null) {
      graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint, false));
    }
    job = graph.getJobID();
    cluster.submitJob(graph).get(30, TimeUnit.SECONDS);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> cluster.getJobStatus(job).get() == JobStatus.RUNNING);
  }

  /** Replays a journal with the same configuration; gives what became of it. */
  String replay(String from, String prefix) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
    env.setParallelism(2);
    ReplayJob.build(env, config(), Replay.of(from, "max", prefix, false));
    JobGraph graph = env.getStreamGraph().getJobGraph();
    cluster.submitJob(graph).get(30, TimeUnit.SECONDS);
    JobResult result = cluster.requestJobResult(graph.getJobID()).get(120, TimeUnit.SECONDS);
    return Replay.summary(result.toJobExecutionResult(getClass().getClassLoader()));
  }

  /** Stops the job with a savepoint; gives its path. */
  String stopWithSavepoint() throws Exception {
    return cluster
        .stopWithSavepoint(
            job, dir.resolve("savepoints").toUri().toString(), false, SavepointFormatType.CANONICAL)
        .get(60, TimeUnit.SECONDS);
  }

  /** What submissions had to wait for. */
  List<String> announced() {
    return announced;
  }

  JobStatus status() throws Exception {
    return cluster.getJobStatus(job).get();
  }

  /** Waits until the job has ended; gives what it failed by, or nothing. */
  Optional<Throwable> failure() throws Exception {
    return cluster
        .requestJobResult(job)
        .get(60, TimeUnit.SECONDS)
        .getSerializedThrowable()
        .map(failure -> failure.deserializeError(getClass().getClassLoader()));
  }

  JobID job() {
    return job;
  }

  /** Ends the only TaskManager as a crash would, and starts another. */
  void replaceTaskManager() throws Exception {
    cluster.terminateTaskManager(0).get(30, TimeUnit.SECONDS);
    cluster.startTaskManager();
  }

  /** How often the job was restarted. */
  long restarts() throws Exception {
    return cluster
        .getExecutionGraph(job)
        .get()
        .getCheckpointStatsSnapshot()
        .getCounts()
        .getNumberOfRestoredCheckpoints();
  }

  long completedCheckpoints() throws Exception {
    return cluster
        .getExecutionGraph(job)
        .get()
        .getCheckpointStatsSnapshot()
        .getCounts()
        .getNumberOfCompletedCheckpoints();
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}
