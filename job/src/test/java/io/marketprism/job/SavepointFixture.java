// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.sinks.nats.NatsServerProcess;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;

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
 * <p>Beside the savepoint lies {@value #TOLD}: the last book and the last trade of each instrument
 * that were published before it, a subject and its message a line.
 */
public final class SavepointFixture {
  /** The formats that must stay readable, oldest first. */
  public static final List<String> FORMATS = List.of("format-1");

  private static final String TOLD = "told.txt";

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
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UPDATE_ID = "last_update_id";
  private static final String TRADE_ID = "trade_id";

  private final Path savepoint;
  private final Map<String, JsonNode> told;

  private SavepointFixture(Path savepoint, Map<String, JsonNode> told) {
    this.savepoint = savepoint;
    this.told = told;
  }

  /** The savepoint of a format. */
  public static SavepointFixture of(String format) throws IOException, URISyntaxException {
    URI uri = SavepointFixture.class.getResource("/savepoints/" + format + '/' + TOLD).toURI();
    Map<String, JsonNode> told = new HashMap<>();
    for (String line : Files.readAllLines(Path.of(uri))) {
      String[] pair = line.split(" ", 2);
      told.put(pair[0], JSON.readTree(pair[1]));
    }
    return new SavepointFixture(Path.of(uri).getParent(), told);
  }

  /** The directory of the savepoint. */
  Path savepoint() {
    return savepoint;
  }

  /** The state that an operator's only subtask had. */
  public OperatorSubtaskState stateOf(String uid) throws IOException {
    Path metadata = savepoint.resolve("_metadata");
    try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
      ClassLoader classes = getClass().getClassLoader();
      return Checkpoints.loadCheckpointMetadata(in, classes, savepoint.toUri().toString())
          .getOperatorStates()
          .stream()
          .filter(state -> uid.equals(state.getOperatorUid().orElse(null)))
          .findFirst()
          .orElseThrow(() -> new NoSuchElementException("no state of " + uid))
          .getState(0);
    }
  }

  /** The last update id that was published of an instrument, e.g. {@code binance.spot.BTC-USDT}. */
  public long lastUpdateId(String instrument) {
    return lastBook(instrument).path(UPDATE_ID).asLong();
  }

  /** The last trade id that was published of an instrument. */
  public long lastTradeId(String instrument) {
    return told.get("trade." + instrument).path(TRADE_ID).asLong();
  }

  /** The last book that was published of an instrument. */
  public JsonNode lastBook(String instrument) {
    return told.get("orderbook." + instrument);
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
    long book = last(consumer, "orderbook." + instrument).path(UPDATE_ID).asLong();
    long trade = last(consumer, "trade." + instrument).path(TRADE_ID).asLong();
    return venue.status().lastUpdateId().containsValue(book)
        && venue.status().lastTradeId().containsValue(trade);
  }

  private static List<String> told(Consumer consumer) {
    return Stream.of(
            "orderbook.binance.spot.BTC-USDT",
            "orderbook.binance.spot.ETH-USDT",
            "orderbook.okx.perpetual.BTC-USDT",
            "trade.binance.spot.BTC-USDT",
            "trade.okx.perpetual.BTC-USDT")
        .map(subject -> subject + ' ' + last(consumer, subject))
        .toList();
  }

  private static JsonNode last(Consumer consumer, String subject) {
    List<JsonNode> messages = consumer.on(subject);
    return messages.get(messages.size() - 1);
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
