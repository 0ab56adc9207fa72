// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketprism.model.DataType;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Trade;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.sources.ResyncRequest;
import io.marketprism.sources.split.FeedSplit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Feeds that go on from a checkpoint, and books that are asked for anew. */
class RestoreITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path dir;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "binance_spot, binance_spot, BTCUSDT",
    "binance_derivatives, binance_derivatives, BTCUSDT",
    "okx_spot, okx, BTC-USDT",
    "deribit_derivatives, deribit, BTC-PERPETUAL",
  })
  void tradesBetweenCheckpointAndRestoreAreFetched(String key, String simulated, String symbol)
      throws Exception {
    try (Simulator simulator = simulator(simulated)) {
      FeedSettings settings = FeedSettings.of(key, simulator).symbols(symbol).types(DataType.TRADE);
      List<FeedSplit> checkpoint;
      long cursor;
      try (FeedRig before = FeedRig.start(settings)) {
        await().atMost(PATIENCE).until(() -> before.collected().trades(symbol).size() > 10);
        checkpoint = before.checkpoint();
        cursor = checkpoint.get(0).cursors().values().iterator().next().lastId();
      }
      long missed = simulator.status().lastTradeId().get(symbol) + 5;
      await().atMost(PATIENCE).until(() -> simulator.status().lastTradeId().get(symbol) > missed);
      try (FeedRig after = FeedRig.restore(checkpoint, settings)) {
        Collected collected = after.collected();
        await()
            .atMost(PATIENCE)
            .until(() -> collected.told(FeedStatus.Event.RECOVERED, symbol, "backfill"));
        List<Trade> trades = collected.trades(symbol);
        assertThat(trades.get(0).sequence()).isEqualTo(cursor + 1);
        for (int i = 1; i < trades.size(); i++) {
          assertThat(trades.get(i).sequence()).isGreaterThan(trades.get(i - 1).sequence());
        }
        FeedStatus recovered = collected.statuses(FeedStatus.Event.RECOVERED, symbol).get(0);
        assertThat(recovered.lostCount()).isZero();
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "binance_spot, binance_spot, BTCUSDT, ETHUSDT",
    "okx_derivatives, okx, BTC-USDT-SWAP, ETH-USDT-SWAP",
    "deribit_derivatives, deribit, BTC-PERPETUAL, ETH-PERPETUAL",
  })
  void readerThatReplacesFailedOneMakesItsBooksWholeAgain(
      String key, String simulated, String one, String other) throws Exception {
    try (Simulator simulator = simulator(simulated);
        FeedRig rig = FeedRig.start(FeedSettings.of(key, simulator).symbols(one, other))) {
      Collected collected = rig.collected();
      await().atMost(PATIENCE).until(() -> collected.isWhole(one) && collected.isWhole(other));
      List<FeedSplit> checkpoint = rig.checkpoint();
      rig.replaceReader(checkpoint);
      for (String symbol : List.of(one, other)) {
        await()
            .atMost(PATIENCE)
            .until(() -> collected.statuses(FeedStatus.Event.LIVE, symbol).size() >= 2);
        long deltas = collected.book(symbol).deltas();
        await().atMost(PATIENCE).until(() -> collected.book(symbol).deltas() > deltas + 5);
      }
      assertThat(collected.letters()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "binance_spot, binance_spot, BTCUSDT, ETHUSDT",
    "binance_derivatives, binance_derivatives, BTCUSDT, ETHUSDT",
    "okx_spot, okx, BTC-USDT, ETH-USDT",
    "deribit_derivatives, deribit, BTC-PERPETUAL, ETH-PERPETUAL",
  })
  void bookThatTheJobFindsWrongIsMadeAnewAloneAndWhileWholeOneIsRefreshedInItsPlace(
      String key, String simulated, String wrong, String whole) throws Exception {
    try (Simulator simulator = simulator(simulated);
        FeedRig rig = FeedRig.start(FeedSettings.of(key, simulator).symbols(wrong, whole))) {
      Collected collected = rig.collected();
      await().atMost(PATIENCE).until(() -> collected.isWhole(wrong) && collected.isWhole(whole));
      rig.resync(collected.book(wrong).instrument().key(), "crossed");
      rig.resync(collected.book(whole).instrument().key(), ResyncRequest.KNOWN_RANGE);
      await()
          .atMost(PATIENCE)
          .until(() -> collected.statuses(FeedStatus.Event.LIVE, wrong).size() == 2);
      await().atMost(PATIENCE).until(() -> collected.book(whole).snapshots() == 2);
      assertThat(collected.told(FeedStatus.Event.RESYNC, wrong, "crossed")).isTrue();
      assertThat(collected.book(wrong).resets()).isEqualTo(1);
      assertThat(collected.book(whole).resets()).isZero();
      assertThat(simulator.status().connectionsOpened()).isEqualTo(1);
    }
  }

  private static Simulator simulator(String name) {
    return Simulator.builder()
        .venue(name)
        .synthetic(SyntheticSettings.usual().withLevels(300))
        .start();
  }
}
