// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketprism.model.DataType;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Integrity;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole books at intervals; {@link RigBook} insists that none is older than the one before. */
class SnapshotModeITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path dir;

  @ParameterizedTest(name = "{0} over {5}")
  @CsvSource({
    "binance_spot, binance_spot, BTCUSDT, ETHUSDT, depth, REST",
    "binance_derivatives, binance_derivatives, BTCUSDT, ETHUSDT, depth, REST",
    "okx_spot, okx, BTC-USDT, ETH-USDT, books, REST",
    "okx_derivatives, okx, BTC-USDT-SWAP, ETH-USDT-SWAP, books, REST",
    "deribit_derivatives, deribit, BTC-PERPETUAL, ETH-PERPETUAL, get_order_book, REST",
  })
  void booksComeAtTheIntervalAndNeverGoBack(
      String key, String simulated, String one, String other, String endpoint, String transport)
      throws Exception {
    Path log = dir.resolve("truth.jsonl");
    try (Simulator simulator = simulator(simulated, log);
        FeedRig rig =
            FeedRig.start(FeedSettings.of(key, simulator).symbols(one, other).polledBooks(200))) {
      check(simulator, rig.collected(), log, one, other);
      assertThat(simulator.restRequests().get(endpoint)).isPositive();
      assertThat(simulator.status().connectionsOpened()).isZero();
    }
  }

  @Test
  void booksOfBinanceFuturesComeOverOneSocketWhereThatIsConfigured() throws Exception {
    Path log = dir.resolve("truth.jsonl");
    try (Simulator simulator = simulator("binance_derivatives", log);
        FeedRig rig =
            FeedRig.start(
                FeedSettings.of("binance_derivatives", simulator)
                    .wsApi(simulator.wsUrl())
                    .symbols("BTCUSDT", "ETHUSDT")
                    .polledBooks(200))) {
      check(simulator, rig.collected(), log, "BTCUSDT", "ETHUSDT");
      assertThat(simulator.status().connectionsOpened()).isEqualTo(1);
    }
  }

  @Test
  void symbolThatTheWebSocketApiDoesNotKnowIsRejectedOnce() throws Exception {
    try (Simulator simulator = simulator("binance_derivatives", dir.resolve("truth.jsonl"));
        FeedRig rig =
            FeedRig.start(
                FeedSettings.of("binance_derivatives", simulator)
                    .wsApi(simulator.wsUrl())
                    .symbols("BTCUSDT", "ETHUSDT")
                    .polledBooks(200))) {
      Collected collected = rig.collected();
      await().atMost(PATIENCE).until(() -> collected.wasLive(DataType.ORDERBOOK, "ETHUSDT"));
      simulator.delist("ETHUSDT", false);
      await()
          .atMost(PATIENCE)
          .until(() -> collected.told(FeedStatus.Event.REJECTED, "ETHUSDT", "rest_error"));
      long snapshots = collected.book("BTCUSDT").snapshots();
      await().atMost(PATIENCE).until(() -> collected.book("BTCUSDT").snapshots() > snapshots + 5);
      assertThat(collected.statuses(FeedStatus.Event.REJECTED, "ETHUSDT")).hasSize(1);
      assertThat(collected.letters()).isEmpty();
    }
  }

  private static void check(
      Simulator simulator, Collected collected, Path log, String one, String other) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                collected.wasLive(DataType.ORDERBOOK, one)
                    && collected.wasLive(DataType.ORDERBOOK, other)
                    && collected.book(one).snapshots() >= 10
                    && collected.book(other).snapshots() >= 10);
    simulator.freeze();
    try (Truth truth = new Truth(log)) {
      truth.hasAllOf(collected.book(one));
      truth.hasAllOf(collected.book(other));
    }
    assertThat(collected.book(one).integrity()).isEqualTo(Integrity.SNAPSHOT);
    assertThat(collected.book(one).resets()).isZero();
    assertThat(collected.letters()).isEmpty();
  }

  private static Simulator simulator(String name, Path log) {
    return Simulator.builder()
        .venue(name)
        .synthetic(SyntheticSettings.usual().withLevels(300))
        .truth(log)
        .start();
  }
}
