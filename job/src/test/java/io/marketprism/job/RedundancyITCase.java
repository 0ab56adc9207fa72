// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.sinks.nats.NatsServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two connections for each instrument, on two TaskManagers. */
class RedundancyITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String BOOK = "orderbook.binance.spot.BTC-USDT";
  private static final String DELTA = "orderbook_delta.binance.spot.BTC-USDT";
  private static final String TRADE = "trade.binance.spot.BTC-USDT";
  private static final String STATUS = "feed_status.binance.spot.BTC-USDT";
  private static final String SOCKETS = "feed_status.binance.spot.ALL";
  private static final String REDUNDANCY = "exchanges.binance_spot.redundancy";

  @TempDir Path dir;

  private static Simulator simulator() throws Exception {
    return Simulator.builder().synthetic(SyntheticSettings.usual().withSymbols("BTCUSDT")).start();
  }

  @Test
  void noBookAndNoTradePausesWhenOneOfTwoSocketsIsClosed() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Simulator simulator = simulator();
        Consumer consumer = new Consumer(nats.url(), ">");
        LocalCollector collector = LocalCollector.spread(2, dir, simulator, nats)) {
      collector.set(REDUNDANCY, "2").set("publish.orderbook-delta.enabled", "true").start(2, null);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(recovered(consumer)).hasSize(2);
                assertThat(consumer.on(SOCKETS, "event", "subscribed")).hasSize(4);
                assertThat(consumer.on(BOOK)).hasSizeGreaterThan(5);
                assertThat(consumer.on(TRADE)).hasSizeGreaterThan(5);
              });
      assertThat(collector.taskManagersOf("market feeds")).hasSize(2);
      assertThat(recovered(consumer))
          .containsExactlyInAnyOrder("binance-spot-book-0", "binance-spot-book-0-r1");

      simulator.faults().closeOneOf("btcusdt@depth@100ms");
      simulator.faults().closeOneOf("btcusdt@trade");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(consumer.on(SOCKETS, "event", "disconnected")).hasSize(2);
                assertThat(consumer.on(SOCKETS, "event", "subscribed")).hasSize(6);
                assertThat(recovered(consumer)).hasSize(3);
              });
      long left = collected(consumer.on(SOCKETS, "event", "disconnected").get(0));
      long back = collected(consumer.on(SOCKETS, "event", "subscribed").get(5));
      assertThat(consumer.on(BOOK).stream().map(RedundancyITCase::collected))
          .as("books that came over the other socket")
          .anyMatch(time -> time > left && time < back);

      assertThat(consumer.on(STATUS, "event", "gap")).isEmpty();
      assertThat(consumer.on(STATUS, "event", "resync")).isEmpty();
      assertThat(consumer.on(STATUS, "event", "live").stream().filter(RedundancyITCase::isOfBook))
          .hasSize(1);
      assertThat(consumer.on(STATUS, "event", "degraded")).isNotEmpty();
      chains(consumer.on(DELTA));
      assertThat(consumer.on(BOOK).stream().map(book -> book.get("last_update_id").asLong()))
          .isSorted()
          .doesNotHaveDuplicates();
      areContiguous(consumer.stream("MARKET_TRADES"));
      assertThat(simulator.status().connections()).isEqualTo(4);
    }
  }

  /** The connections whose chain of the book became whole, in order. */
  private static List<String> recovered(Consumer consumer) {
    return consumer.on(STATUS, "event", "recovered").stream()
        .filter(RedundancyITCase::isOfBook)
        .map(status -> status.get("connection_id").asText())
        .toList();
  }

  private static boolean isOfBook(JsonNode status) {
    return "orderbook".equals(status.get("feed").asText());
  }

  private static long collected(JsonNode message) {
    return message.get("collected_ts_ms").asLong();
  }

  private static void chains(List<JsonNode> deltas) {
    long sequence = -1;
    for (JsonNode delta : deltas) {
      if (delta.get("type").asText().equals("delta")) {
        assertThat(delta.get("prev_seq").asLong()).isEqualTo(sequence);
      }
      assertThat(delta.get("seq").asLong()).isGreaterThan(sequence);
      sequence = delta.get("seq").asLong();
    }
  }

  private static void areContiguous(List<JsonNode> trades) {
    List<Long> ids = trades.stream().map(trade -> trade.get("trade_id").asLong()).toList();
    assertThat(ids).isSorted().doesNotHaveDuplicates();
    assertThat(ids.get(ids.size() - 1) - ids.get(0) + 1).isEqualTo(ids.size());
  }

  @Test
  void redundancyMayChangeBetweenRestarts() throws Exception {
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Simulator simulator = simulator();
        Consumer consumer = new Consumer(nats.url(), ">");
        LocalCollector collector = new LocalCollector(dir, simulator, nats, "BTCUSDT")) {
      String savepoint = null;
      int[] redundancies = {1, 2, 1};
      for (int redundancy : redundancies) {
        consumer.forget();
        collector.set(REDUNDANCY, Integer.toString(redundancy));
        collector.start(3 - redundancy, savepoint);
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  assertThat(simulator.status().connections()).isEqualTo(2 * redundancy);
                  assertThat(consumer.on(BOOK)).hasSizeGreaterThan(5);
                  assertThat(consumer.on(TRADE)).hasSizeGreaterThan(5);
                });
        savepoint = collector.stopWithSavepoint();
      }
      areContiguous(consumer.stream("MARKET_TRADES"));
    }
  }
}
