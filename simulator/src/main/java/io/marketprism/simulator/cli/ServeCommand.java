// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.cli;

import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.replay.ReplaySettings;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.simulator.venue.VenueLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code serve}: runs a venue until the process is ended. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Serves Binance spot's WebSocket and REST interface on one port.",
      "Prints one line 'ready ws=… rest=…' when it listens, and runs until it is ended."
    })
public final class ServeCommand implements Callable<Integer> {
  @Option(names = "--bind", description = "address to listen on", defaultValue = "127.0.0.1")
  private String bind;

  @Option(names = "--port", description = "port, 0 for a free one", defaultValue = "0")
  private int port;

  @Option(names = "--truth", description = "file to write the truth log to")
  private Path truth;

  @Option(
      names = "--ping-interval",
      description = "seconds between ping frames",
      defaultValue = "20")
  private int pingSeconds;

  @Option(names = "--seed", description = "seed of the synthetic market", defaultValue = "1")
  private long seed;

  @Option(
      names = "--symbols",
      split = ",",
      description = "symbols that trade, by name",
      defaultValue = "BTCUSDT,ETHUSDT")
  private List<String> symbols;

  @Option(names = "--symbol-count", description = "so many symbols instead of --symbols")
  private Integer symbolCount;

  @Option(names = "--quiet", split = ",", description = "symbols that never change")
  private List<String> quiet = List.of();

  @Option(names = "--levels", description = "levels per side", defaultValue = "1000")
  private int levels;

  @Option(
      names = "--updates",
      description = "book changes per symbol and second",
      defaultValue = "200")
  private int updates;

  @Option(names = "--trades", description = "trades per symbol and second", defaultValue = "20")
  private int trades;

  @Option(
      names = "--bursts",
      description = "of 1,000 windows of 100 ms, how many are bursts of ten times the rate",
      defaultValue = "10")
  private int bursts;

  @Option(
      names = "--replay",
      arity = "1..*",
      description = "recorded files to replay, in order, instead of a synthetic market")
  private List<Path> replay = List.of();

  @Option(
      names = "--speed",
      description = "speed of the replay: times the recorded one, or max",
      defaultValue = "1")
  private String speed;

  @Option(
      names = "--start-after",
      description =
          "seconds after the first subscription at which a replay begins although not every"
              + " recorded stream has a subscriber",
      defaultValue = "20")
  private int startAfterSeconds;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    VenueLimits limits =
        VenueLimits.binanceSpot()
            .withPings(Duration.ofSeconds(pingSeconds), Duration.ofSeconds(3L * pingSeconds));
    Simulator.Builder builder = Simulator.builder().bind(bind).port(port).limits(limits);
    if (replay.isEmpty()) {
      builder.synthetic(synthetic());
    } else {
      builder.replay(
          ReplaySettings.of(speed(), replay.toArray(Path[]::new))
              .withStartAfter(Duration.ofSeconds(startAfterSeconds)));
    }
    if (truth != null) {
      builder.truth(truth);
    }
    Simulator simulator = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "sim-end"));
    System.out.println("ready ws=" + simulator.wsUrl() + " rest=" + simulator.restUrl());
    System.out.flush();
    new CountDownLatch(1).await();
    return 0;
  }

  private int speed() {
    if (speed.equals("max")) {
      return ReplaySettings.MAX_SPEED;
    }
    if (speed.matches("[1-9][0-9]{0,5}")) {
      return Integer.parseInt(speed);
    }
    throw new ParameterException(
        spec.commandLine(), "--speed is '" + speed + "', must be a whole number from 1, or max");
  }

  private SyntheticSettings synthetic() {
    SyntheticSettings settings =
        SyntheticSettings.usual()
            .withSeed(seed)
            .withSymbols(symbols.toArray(String[]::new))
            .withQuiet(quiet.toArray(String[]::new))
            .withLevels(levels)
            .withRates(updates, trades)
            .withBursts(bursts, 10);
    return symbolCount == null ? settings : settings.withSymbolCount(symbolCount);
  }
}
