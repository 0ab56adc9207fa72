// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import io.marketprism.job.config.CollectorConfig;
import io.marketprism.job.config.CollectorConfigLoader;
import io.marketprism.job.lease.LeaseClaim;
import io.marketprism.job.lease.LeaseOptions;
import io.marketprism.job.state.SmallManifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The job's entry point: {@code flink run marketprism-collector.jar --config collector.yaml}.
 *
 * <p>A configuration with faults is refused here, at submission, with all of them in one message.
 */
@Command(
    name = "marketprism-collector",
    mixinStandardHelpOptions = true,
    versionProvider = CollectorJob.Version.class,
    description = "Collects market data of crypto exchanges and publishes it on NATS.")
public final class CollectorJob implements Callable<Integer> {
  /** Bound of any later parallelism; state cannot be restored with another one. */
  static final int MAX_PARALLELISM = 720;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration; see docs/configuration.md.")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replaces one value of the configuration; may be repeated.")
  private List<String> sets = new ArrayList<>();

  @Option(names = "--check", description = "Checks the configuration and submits nothing.")
  private boolean checkOnly;

  /** Submits the job; throws where it cannot, so that {@code flink run} fails with the reason. */
  public static void main(String[] args) throws Exception {
    run(new CollectorJob(), args);
  }

  /** Runs a command; throws what it fails with. */
  static void run(Callable<Integer> job, String[] args) throws Exception {
    CommandLine command = new CommandLine(job);
    Exception[] failure = new Exception[1];
    command.setExecutionExceptionHandler(
        (exception, line, result) -> {
          failure[0] = exception;
          return 1;
        });
    int code = command.execute(args);
    if (failure[0] != null) {
      throw failure[0];
    }
    if (code != 0) {
      throw new IllegalArgumentException("the arguments were refused: " + String.join(" ", args));
    }
  }

  @Override
  public Integer call() throws Exception {
    CollectorConfig loaded = CollectorConfigLoader.load(config, sets, System.getenv());
    if (checkOnly) {
      System.out.println(config + " is valid");
      return 0;
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings());
    loaded
        .checkpoint()
        .interval()
        .ifPresent(interval -> env.enableCheckpointing(interval.toMillis()));
    CollectorTopology.build(env, loaded);
    String name = "MarketPrism collector " + loaded.collectorId();
    if (loaded.instance().allowMultiple()) {
      env.execute(name);
    } else {
      executeAlone(env, name, LeaseOptions.of(loaded));
    }
    return 0;
  }

  /** Submits the job under an id that is known before, because the lease is taken for it. */
  private static void executeAlone(
      StreamExecutionEnvironment env, String name, LeaseOptions options) throws Exception {
    LeaseClaim claim = LeaseClaim.take(options, jobId(env), System.out::println);
    try {
      env.execute(name);
    } catch (Exception e) {
      claim.release();
      throw e;
    }
  }

  /**
   * The id of the job to be: the one that the cluster has fixed, as application mode with high
   * availability does so that a job keeps its id, or a new one.
   */
  private static String jobId(StreamExecutionEnvironment env) {
    Optional<String> fixed =
        env.getConfiguration().getOptional(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID);
    if (fixed.isPresent()) {
      return fixed.get();
    }
    String chosen = new JobID().toString();
    Configuration settings = new Configuration();
    settings.set(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID, chosen);
    env.configure(settings);
    return chosen;
  }

  /** What the job relies on, whatever the cluster's configuration says. */
  static Configuration settings() {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    settings.set(PipelineOptions.OBJECT_REUSE, true);
    settings.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
    settings.set(RocksDBOptions.OPTIONS_FACTORY, SmallManifest.class.getName());
    return settings;
  }

  /** The version in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = CollectorJob.class.getPackage().getImplementationVersion();
      return new String[] {"marketprism-collector " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
