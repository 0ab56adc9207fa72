// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static org.awaitility.Awaitility.await;

import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.sinks.nats.NatsServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A canonical savepoint of an earlier state format, kept in the test resources, and the program
 * that made it. The savepoint of a format is written once, by the last commit that writes the
 * format, and never again: that old state is read is what it is there for.
 *
 * <p>To write the savepoint of a new format, run {@link #main} from the test class path of the job
 * with the new directory as its argument:
 *
 * <pre>
 * ./mvnw -B -q test-compile -pl job -am
 * ./mvnw -B -q dependency:build-classpath -pl job -Dmdep.outputFile=/tmp/job.classpath
 * java $(sed -n 's/^env.java.opts.all: //p' flink-conf/config.yaml) \
 *   -cp job/target/test-classes:job/target/classes:$(cat /tmp/job.classpath) \
 *   io.marketprism.job.SavepointFixture job/src/test/resources/savepoints/format-2
 * </pre>
 *
 * <p>Beside the savepoint lies {@value #TOLD}: the last update and trade id of each instrument that
 * was published before it, one {@code subject=id} a line.
 */
final class SavepointFixture {
  /** The formats that must stay readable, oldest first. */
  static final List<String> FORMATS = List.of("format-1");

  static final String TOLD = "told.properties";

  /** Two instruments of Binance spot, one of them quiet, and a perpetual of OKX with all types. */
  static final String YAML =
      """
      exchanges:
        binance_spot:
          symbols: [BTCUSDT, ETHUSDT]
          data_types: [orderbook, trade]
        okx_derivatives:
          symbols: [BTC-USDT-SWAP]
          data_types: [orderbook, trade, funding_rate, open_interest, liquidation,
            lsr_top_position, lsr_all_account]
      publish: {interval-ms: 0, depth: 20}
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LEVELS = 40;

  private final Path savepoint;
  private final Map<String, Long> told;

  private SavepointFixture(Path savepoint, Map<String, Long> told) {
    this.savepoint = savepoint;
    this.told = told;
  }

  /** The savepoint of a format. */
  static SavepointFixture of(String format) throws IOException, URISyntaxException {
    URI uri = SavepointFixture.class.getResource("/savepoints/" + format + '/' + TOLD).toURI();
    Map<String, Long> told =
        Files.readAllLines(Path.of(uri)).stream()
            .map(line -> line.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> Long.parseLong(pair[1])));
    return new SavepointFixture(Path.of(uri).getParent(), told);
  }

  Path savepoint() {
    return savepoint;
  }

  /** The last id that was published on a subject before the savepoint. */
  long lastTold(String subject) {
    return told.get(subject);
  }

  /** A market with few levels and few changes, so that the savepoint is small. */
  static SyntheticSettings market() {
    return SyntheticSettings.usual()
        .withSymbols("BTCUSDT")
        .withQuiet("ETHUSDT")
        .withLevels(LEVELS)
        .withRates(20, 10)
        .withLiquidationsEvery(1_000);
  }

  /** Writes the savepoint of the present format into the directory that the argument names. */
  public static void main(String[] arguments) throws Exception {
    Path target = Files.createDirectories(Path.of(arguments[0]));
    Path work = Files.createTempDirectory("savepoint-fixture");
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Simulator spot = Simulator.builder().synthetic(market()).start();
        Simulator okx = Simulator.builder().venue("okx").synthetic(market()).start();
        Consumer consumer = new Consumer(nats.url(), ">");
        LocalCollector collector = new LocalCollector(work, nats, YAML)) {
      collector.at("binance_spot", spot).at("okx_derivatives", okx).start(1, null);
      await().atMost(PATIENCE).until(() -> isCollected(consumer));
      spot.freeze();
      okx.freeze();
      await().atMost(PATIENCE).until(() -> isTold(consumer, spot, "binance.spot.BTC-USDT"));
      await().atMost(PATIENCE).until(() -> isTold(consumer, okx, "okx.perpetual.BTC-USDT"));
      copy(Path.of(URI.create(collector.stopWithSavepoint())), target);
      Files.write(target.resolve(TOLD), told(consumer));
    } finally {
      delete(work);
    }
  }

  private static boolean isCollected(Consumer consumer) {
    return consumer.on("trade.binance.spot.BTC-USDT").size() > 10
        && consumer.on("orderbook.binance.spot.BTC-USDT").size() > 10
        && !consumer.on("orderbook.binance.spot.ETH-USDT").isEmpty()
        && Stream.of("trade", "orderbook", "funding_rate", "open_interest", "liquidation")
            .allMatch(type -> !consumer.on(type + ".okx.perpetual.BTC-USDT").isEmpty())
        && Stream.of("lsr_top_position", "lsr_all_account")
            .allMatch(type -> !consumer.on(type + ".okx.perpetual.BTC-USDT").isEmpty());
  }

  private static boolean isTold(Consumer consumer, Simulator venue, String instrument) {
    long book = last(consumer, "orderbook." + instrument, "last_update_id");
    long trade = last(consumer, "trade." + instrument, "trade_id");
    return venue.status().lastUpdateId().containsValue(book)
        && venue.status().lastTradeId().containsValue(trade);
  }

  private static List<String> told(Consumer consumer) {
    Map<String, Long> told = new TreeMap<>();
    for (String instrument :
        List.of("binance.spot.BTC-USDT", "binance.spot.ETH-USDT", "okx.perpetual.BTC-USDT")) {
      told.put("orderbook." + instrument, last(consumer, "orderbook." + instrument, "last_update_id"));
      if (!instrument.contains("ETH")) {
        told.put("trade." + instrument, last(consumer, "trade." + instrument, "trade_id"));
      }
    }
    List<String> lines = new ArrayList<>();
    told.forEach((subject, id) -> lines.add(subject + '=' + id));
    return lines;
  }

  private static long last(Consumer consumer, String subject, String field) {
    var messages = consumer.on(subject);
    return messages.get(messages.size() - 1).path(field).asLong();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
