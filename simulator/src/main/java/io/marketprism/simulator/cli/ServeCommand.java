// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.cli;

import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.VenueKind;
import io.marketprism.simulator.replay.ReplaySettings;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
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
      "Serves venues' WebSocket and REST interfaces, each venue on a port of its own.",
      "Prints one line 'ready VENUE ws=… rest=…' per venue when all listen ('ready ws=… rest=…'",
      "without --venues), and runs until it is ended."
    })
public final class ServeCommand implements Callable<Integer> {
  @Option(names = "--bind", description = "address to listen on", defaultValue = "127.0.0.1")
  private String bind;

  @Option(
      names = "--port",
      description = "port, of several venues the first of consecutive ones; 0 for free ones",
      defaultValue = "0")
  private int port;

  @Option(
      names = {"--venues", "--venue"},
      split = ",",
      description = "venues to be; binance_spot where none is named")
  private List<String> venues = List.of();

  @Option(
      names = "--truth",
      description =
          "file to write the truth log to; with --venues the venue's name is put before the"
              + " extension, as in truth-binance_spot.jsonl")
  private Path truth;

  @Option(
      names = "--ping-interval",
      description = "seconds between ping frames; by default the venue's own")
  private Integer pingSeconds;

  @Option(names = "--seed", description = "seed of the synthetic market", defaultValue = "1")
  private long seed;

  @Option(
      names = "--symbols",
      split = ",",
      description = "pairs that trade, named as on Binance spot",
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

  @Option(
      names = "--liquidations-every",
      description = "milliseconds between two forced orders of a perpetual; 0 has none",
      defaultValue = "2000")
  private int liquidationMillis;

  @Option(names = "--trades", description = "trades per symbol and second", defaultValue = "20")
  private int trades;

  @Option(
      names = "--trade-history",
      description = "trades of each symbol that requests of history find",
      defaultValue = "50000")
  private int tradeHistory;

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
    boolean named = !venues.isEmpty();
    List<VenueKind> kinds =
        named ? venues.stream().map(VenueKind::named).toList() : List.of(VenueKind.BINANCE_SPOT);
    PrintWriter out = spec.commandLine().getOut();
    try (Fleet fleet = new Fleet()) {
      for (VenueKind kind : kinds) {
        fleet.add(builder(kind, named, fleet.size()).start());
      }
      Runtime.getRuntime().addShutdownHook(new Thread(fleet::close, "sim-end"));
      for (int i = 0; i < kinds.size(); i++) {
        Simulator simulator = fleet.get(i);
        out.println(
            "ready "
                + (named ? kinds.get(i).key() + " " : "")
                + "ws="
                + simulator.wsUrl()
                + " rest="
                + simulator.restUrl());
      }
      out.flush();
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private Simulator.Builder builder(VenueKind kind, boolean named, int place) {
    Simulator.Builder builder =
        Simulator.builder().venue(kind).bind(bind).port(port == 0 ? 0 : port + place);
    if (pingSeconds != null) {
      builder.pings(Duration.ofSeconds(pingSeconds), Duration.ofSeconds(3L * pingSeconds));
    }
    if (replay.isEmpty()) {
      builder.synthetic(synthetic());
    } else {
      builder.replay(
          ReplaySettings.of(speed(), replay.toArray(Path[]::new))
              .withStartAfter(Duration.ofSeconds(startAfterSeconds)));
    }
    if (truth != null) {
      builder.truth(named ? truthOf(kind) : truth);
    }
    return builder;
  }

  private Path truthOf(VenueKind kind) {
    String name = truth.getFileName().toString();
    int dot = name.lastIndexOf('.');
    int end = dot < 0 ? name.length() : dot;
    return truth.resolveSibling(name.substring(0, end) + "-" + kind.key() + name.substring(end));
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
            .withBursts(bursts, 10)
            .withTradeHistory(tradeHistory)
            .withLiquidationsEvery(liquidationMillis);
    return symbolCount == null ? settings : settings.withSymbolCount(symbolCount);
  }

  /** The venues that run; closing ends them all, also a second time. */
  private static final class Fleet implements AutoCloseable {
    private final List<Simulator> simulators = new CopyOnWriteArrayList<>();

    void add(Simulator simulator) {
      simulators.add(simulator);
    }

    int size() {
      return simulators.size();
    }

    Simulator get(int place) {
      return simulators.get(place);
    }

    @Override
    public void close() {
      simulators.forEach(Simulator::close);
    }
  }
}
