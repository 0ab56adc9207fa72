// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import io.marketprism.job.config.CollectorConfig;
import io.marketprism.job.config.CollectorConfigLoader;
import io.marketprism.job.replay.Replay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs a journal through the job again: {@code flink run -c io.marketprism.job.ReplayJob
 * marketprism-collector.jar --config collector.yaml --from nats}.
 *
 * <p>What was received then is decoded, synchronised, kept and published by the same code as live.
 * Two replays of a journal publish the same bytes, publish times aside. The job keeps no
 * checkpoints and is not restarted: a replay that failed is begun again.
 */
@Command(
    name = "marketprism-replay",
    mixinStandardHelpOptions = true,
    versionProvider = CollectorJob.Version.class,
    description = "Publishes what a journal holds.")
public final class ReplayJob implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration that the journal was recorded with.")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replaces one value of the configuration; may be repeated.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--from",
      required = true,
      paramLabel = "nats|FOLDER",
      description = "Where the journal is: the stream MARKET_RAW, or a folder of files.")
  private String from;

  @Option(
      names = "--speed",
      paramLabel = "max|FACTOR",
      defaultValue = "max",
      description = "1 as it was recorded, 10 ten times as fast; default: as fast as possible.")
  private String speed;

  @Option(
      names = "--prefix",
      paramLabel = "TOKENS",
      defaultValue = "",
      description = "What the subjects begin with, e.g. replay; without it they are the live ones.")
  private String prefix;

  @Option(
      names = "--follow",
      description = "Goes on with what is written from now on, until it is cancelled.")
  private boolean follow;

  /** Submits the replay and waits for its end; throws where it fails. */
  public static void main(String[] args) throws Exception {
    CollectorJob.run(new ReplayJob(), args);
  }

  @Override
  public Integer call() throws Exception {
    Replay replay = Replay.of(from, speed, prefix, follow);
    CollectorConfig loaded = CollectorConfigLoader.load(config, sets, System.getenv());
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(CollectorJob.settings());
    build(env, loaded, replay);
    System.out.println(Replay.summary(env.execute(Replay.JOB_NAMES + " of " + from)));
    return 0;
  }

  /** Adds the graph of a replay to the environment. */
  static void build(StreamExecutionEnvironment env, CollectorConfig config, Replay replay)
      throws IOException, InterruptedException {
    Configuration settings = new Configuration();
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    env.configure(settings);
    env.getCheckpointConfig().disableCheckpointing();
    CollectorTopology.replay(
        replay.events(
            env, config.nats(), VenueSources.settings(config), config.source().maxPause()),
        config,
        replay.prefix());
  }
}
