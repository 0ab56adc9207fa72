// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketprism.model.DataType;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.faults.CannedAnswer;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.sources.split.FeedSplit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Instruments that a venue lists or ends while the feeds run. */
class ListingITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "binance_spot, binance_spot, BTCUSDT, ETHUSDT, SOLUSDT, ethusdt@trade",
    "binance_derivatives, binance_derivatives, BTCUSDT, ETHUSDT, SOLUSDT, ethusdt@aggTrade",
    "okx_spot, okx, BTC-USDT, ETH-USDT, SOL-USDT, trades:ETH-USDT",
    "okx_derivatives, okx, BTC-USDT-SWAP, ETH-USDT-SWAP, SOL-USDT-SWAP, trades:ETH-USDT-SWAP",
    "deribit_derivatives, deribit, BTC-PERPETUAL, ETH-PERPETUAL, SOL_USDC-PERPETUAL,"
        + " trades.ETH-PERPETUAL.100ms",
  })
  void listedInstrumentBeginsAndEndedOneEndsWhileItsNeighbourGoesOn(
      String key, String simulated, String stays, String goes, String comes, String stream)
      throws Exception {
    try (Simulator simulator =
            Simulator.builder()
                .venue(simulated)
                .synthetic(SyntheticSettings.usual().withLevels(300))
                .start();
        FeedRig rig =
            FeedRig.start(
                FeedSettings.of(key, simulator)
                    .symbols("all")
                    .types(DataType.ORDERBOOK, DataType.TRADE)
                    .refresh(300))) {
      Collected collected = rig.collected();
      awaitLive(collected, stays);
      awaitLive(collected, goes);

      simulator.list("SOLUSDT");
      awaitLive(collected, comes);
      await().atMost(PATIENCE).until(() -> collected.book(comes).deltas() > 5);

      assertThat(collected.letters()).isEmpty();
      assertThat(rig.metrics().seriesWith("symbol=" + symbol(collected, goes))).isNotEmpty();
      assertThat(simulator.faults().injectText(stream, "{}")).as("subscribed").isPositive();
      simulator.delist(goes, false);
      await().atMost(PATIENCE).until(() -> !names(rig.checkpoint()).contains(goes));
      for (DataType type : List.of(DataType.ORDERBOOK, DataType.TRADE)) {
        await().atMost(PATIENCE).until(() -> ended(collected, goes, type));
      }
      assertThat(collected.isWhole(goes)).as("its book is over").isFalse();
      await().atMost(PATIENCE).until(() -> simulator.faults().injectText(stream, "{}") == 0);
      await()
          .atMost(PATIENCE)
          .until(() -> rig.metrics().seriesWith("symbol=" + symbol(collected, goes)).isEmpty());
      long deltas = collected.book(stays).deltas();
      await().atMost(PATIENCE).until(() -> collected.book(stays).deltas() > deltas + 5);
      assertThat(names(rig.checkpoint())).containsExactlyInAnyOrder(stays, comes);

      simulator.list("ETHUSDT");
      await().atMost(PATIENCE).until(() -> names(rig.checkpoint()).contains(goes));
      long before = collected.book(goes).snapshots();
      await()
          .atMost(PATIENCE)
          .until(() -> collected.isWhole(goes) && collected.book(goes).snapshots() >= before);
      assertThat(collected.book(stays).resets()).isZero();
      assertThat(collected.book(comes).resets()).isZero();
      assertThat(simulator.status().connectionsOpened()).isEqualTo(2);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "binance_spot, binance_spot, BTCUSDT, NOSUCHUSDT",
    "okx_derivatives, okx, BTC-USDT-SWAP, NOSUCH-USDT-SWAP",
  })
  void whatIsConfiguredAndNotListedIsRejectedOnceForEachTypeOfData(
      String key, String simulated, String listed, String unlisted) throws Exception {
    try (Simulator simulator = Simulator.builder().venue(simulated).start();
        FeedRig rig =
            FeedRig.start(
                FeedSettings.of(key, simulator)
                    .symbols(listed, unlisted)
                    .types(DataType.ORDERBOOK, DataType.TRADE)
                    .refresh(200))) {
      Collected collected = rig.collected();
      awaitLive(collected, listed);
      await()
          .atMost(PATIENCE)
          .until(() -> collected.told(FeedStatus.Event.REJECTED, unlisted, "unlisted"));
      // Lists go on coming, the news stays one.
      long lists = instrumentRequests(simulator);
      await().atMost(PATIENCE).until(() -> instrumentRequests(simulator) > lists + 3);
      assertThat(collected.statuses(FeedStatus.Event.REJECTED, unlisted))
          .extracting(FeedStatus::feed)
          .containsExactlyInAnyOrder("orderbook", "trade");
    }
  }

  @Test
  void aListThatCannotBeHadIsToldAlsoWhereThereIsNoFeedAtAll() throws Exception {
    try (Simulator simulator = Simulator.builder().venue("binance_spot").start()) {
      // More than one request repeats by itself.
      simulator.faults().answerRest("exchangeInfo", 6, new CannedAnswer(500, "text/plain", "away"));
      try (FeedRig rig =
          FeedRig.start(
              FeedSettings.of("binance_spot", simulator)
                  .symbols("BTCUSDT")
                  .types(DataType.ORDERBOOK, DataType.TRADE))) {
        Collected collected = rig.collected();
        await().atMost(PATIENCE).until(() -> unavailable(collected, FeedStatus.Event.DEGRADED));
        assertThat(collected.books()).isEmpty();
        await().atMost(PATIENCE).until(() -> unavailable(collected, FeedStatus.Event.RECOVERED));
        awaitLive(collected, "BTCUSDT");
        assertThat(collected.statuses(FeedStatus.Event.DEGRADED, FeedStatus.ALL)).hasSize(1);
      }
    }
  }

  private static boolean unavailable(Collected collected, FeedStatus.Event event) {
    return collected.told(event, FeedStatus.ALL, "instruments_unavailable");
  }

  private static long instrumentRequests(Simulator simulator) {
    return simulator.restRequests().entrySet().stream()
        .filter(endpoint -> endpoint.getKey().matches("exchangeInfo|.*instruments.*"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static String symbol(Collected collected, String nativeId) {
    return collected.book(nativeId).instrument().symbol();
  }

  private static boolean ended(Collected collected, String symbol, DataType type) {
    return collected.statuses(FeedStatus.Event.REJECTED, symbol).stream()
        .anyMatch(told -> "delisted".equals(told.reason()) && type.token().equals(told.feed()));
  }

  private static void awaitLive(Collected collected, String symbol) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                collected.wasLive(DataType.ORDERBOOK, symbol)
                    && collected.wasLive(DataType.TRADE, symbol));
  }

  private static Set<String> names(List<FeedSplit> splits) {
    return splits.stream()
        .flatMap(split -> split.instruments().stream())
        .map(Instrument::nativeId)
        .collect(Collectors.toSet());
  }
}
