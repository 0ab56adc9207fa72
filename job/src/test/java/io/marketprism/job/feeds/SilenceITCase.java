// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketprism.model.DataType;
import io.marketprism.model.FeedStatus;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.VenueKind;
import io.marketprism.simulator.faults.SubscriptionFault;
import io.marketprism.simulator.okx.OkxFactory;
import io.marketprism.simulator.okx.OkxSettings;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A feed that says nothing is found out, whatever the way in which it says nothing. */
class SilenceITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @ParameterizedTest(name = "{0} {6}")
  @CsvSource({
    "binance_spot, binance_spot, BTCUSDT, ETHUSDT, btcusdt@depth@100ms, ORDERBOOK, book",
    "binance_spot, binance_spot, BTCUSDT, ETHUSDT, btcusdt@trade, TRADE, trades",
    "binance_derivatives, binance_derivatives, BTCUSDT, ETHUSDT, btcusdt@depth@100ms,"
        + " ORDERBOOK, book",
    "binance_derivatives, binance_derivatives, BTCUSDT, ETHUSDT, btcusdt@aggTrade, TRADE, trades",
    "okx_spot, okx, BTC-USDT, ETH-USDT, books:BTC-USDT, ORDERBOOK, book",
    "okx_derivatives, okx, BTC-USDT-SWAP, ETH-USDT-SWAP, trades:BTC-USDT-SWAP, TRADE, trades",
    "deribit_derivatives, deribit, BTC-PERPETUAL, ETH-PERPETUAL, book.BTC-PERPETUAL.100ms,"
        + " ORDERBOOK, book",
  })
  void streamThatIsAcknowledgedAndSilentIsStaleUntilItSpeaks(
      String key,
      String simulated,
      String silent,
      String neighbour,
      String stream,
      DataType type,
      String what)
      throws Exception {
    try (Simulator simulator = Simulator.builder().venue(simulated).start()) {
      simulator.faults().silence(stream, true);
      try (FeedRig rig =
          FeedRig.start(
              FeedSettings.of(key, simulator)
                  .symbols(silent, neighbour)
                  .types(type)
                  .stale(1_000))) {
        Collected collected = rig.collected();
        await()
            .atMost(PATIENCE)
            .until(() -> collected.told(FeedStatus.Event.STALE, silent, "silence"));
        await().atMost(PATIENCE).until(() -> collected.wasLive(type, neighbour));
        simulator.faults().silence(stream, false);
        await()
            .atMost(PATIENCE)
            .until(() -> collected.told(FeedStatus.Event.RECOVERED, silent, "silence"));
        await().atMost(PATIENCE).until(() -> collected.wasLive(type, silent));
        assertThat(collected.statuses(FeedStatus.Event.STALE, neighbour)).isEmpty();
        assertThat(collected.statuses(FeedStatus.Event.STALE, silent)).hasSize(1);
      }
    }
  }

  /** As the retired root of Binance's futures does it since April 2026. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "binance_spot, binance_spot, BTCUSDT",
    "binance_derivatives, binance_derivatives, BTCUSDT",
    "okx_spot, okx, BTC-USDT",
    "deribit_derivatives, deribit, BTC-PERPETUAL",
  })
  void socketThatShakesHandsAndSaysNothingIsGivenUp(String key, String simulated, String symbol)
      throws Exception {
    try (Simulator simulator = Simulator.builder().venue(simulated).start();
        SilentVenue silent = new SilentVenue();
        FeedRig rig =
            FeedRig.start(
                FeedSettings.of(key, simulator).ws(silent.url()).symbols(symbol).silence(1_000))) {
      Collected collected = rig.collected();
      await()
          .atMost(PATIENCE)
          .until(() -> collected.told(FeedStatus.Event.DISCONNECTED, FeedStatus.ALL, "silence"));
      await().atMost(PATIENCE).until(() -> silent.handshakes() >= 2);
      assertThat(collected.statuses(FeedStatus.Event.SUBSCRIBED, FeedStatus.ALL)).isEmpty();
      assertThat(collected.wasLive(DataType.ORDERBOOK, symbol)).isFalse();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "okx_spot, okx, BTC-USDT, ETH-USDT",
    "deribit_derivatives, deribit, BTC-PERPETUAL, ETH-PERPETUAL",
  })
  void channelThatTheAnswerLeavesOutIsRejectedAndTriedAgainWhileItsNeighbourGoesOn(
      String key, String simulated, String kept, String leftOut) throws Exception {
    try (Simulator simulator = Simulator.builder().venue(simulated).start()) {
      simulator.faults().failSubscriptions(SubscriptionFault.LEAVE_OUT, 1);
      try (FeedRig rig = FeedRig.start(FeedSettings.of(key, simulator).symbols(kept, leftOut))) {
        Collected collected = rig.collected();
        await().atMost(PATIENCE).until(() -> collected.wasLive(DataType.ORDERBOOK, kept));
        await()
            .atMost(PATIENCE)
            .until(() -> collected.told(FeedStatus.Event.REJECTED, leftOut, "subscribe_error"));
        await().atMost(PATIENCE).until(() -> collected.wasLive(DataType.ORDERBOOK, leftOut));
        assertThat(collected.book(kept).resets()).isZero();
        assertThat(collected.statuses(FeedStatus.Event.DISCONNECTED, FeedStatus.ALL)).isEmpty();
      }
    }
  }

  @Test
  void channelThatIsAnsweredWithAnEmptyResultIsRejectedAndTriedAgain() throws Exception {
    try (Simulator simulator = Simulator.builder().venue("deribit").start()) {
      simulator.faults().failSubscriptions(SubscriptionFault.LEAVE_OUT, 1);
      try (FeedRig rig =
          FeedRig.start(
              FeedSettings.of("deribit_derivatives", simulator).symbols("BTC-PERPETUAL"))) {
        Collected collected = rig.collected();
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    collected.told(FeedStatus.Event.REJECTED, "BTC-PERPETUAL", "subscribe_error"));
        await()
            .atMost(PATIENCE)
            .until(() -> collected.wasLive(DataType.ORDERBOOK, "BTC-PERPETUAL"));
        assertThat(collected.statuses(FeedStatus.Event.DISCONNECTED, FeedStatus.ALL)).isEmpty();
      }
    }
  }

  @Test
  void keepAlivesOfQuietBookAreSignsOfLife() throws Exception {
    try (Simulator simulator = quietOkx(Duration.ofMillis(200));
        FeedRig rig =
            FeedRig.start(
                FeedSettings.of("okx_spot", simulator).symbols("LTC-USDT").stale(1_000))) {
      Collected collected = rig.collected();
      await().atMost(PATIENCE).until(() -> collected.wasLive(DataType.ORDERBOOK, "LTC-USDT"));
      long before = simulator.status().framesSent();
      await().atMost(PATIENCE).until(() -> simulator.status().framesSent() >= before + 20);
      assertThat(collected.statuses(FeedStatus.Event.STALE, "LTC-USDT")).isEmpty();
      assertThat(collected.book("LTC-USDT").deltas()).isZero();
    }
  }

  @Test
  void quietBookWithoutKeepAlivesIsStale() throws Exception {
    try (Simulator simulator = quietOkx(Duration.ofMinutes(10));
        FeedRig rig =
            FeedRig.start(
                FeedSettings.of("okx_spot", simulator).symbols("LTC-USDT").stale(1_000))) {
      Collected collected = rig.collected();
      await()
          .atMost(PATIENCE)
          .until(() -> collected.told(FeedStatus.Event.STALE, "LTC-USDT", "silence"));
      assertThat(collected.isWhole("LTC-USDT")).isTrue();
    }
  }

  private static Simulator quietOkx(Duration keepAlive) {
    return Simulator.builder()
        .venue(VenueKind.OKX)
        .factory(OkxFactory.with(OkxSettings.ofVenue().withKeepAlive(keepAlive)))
        .synthetic(SyntheticSettings.usual().withSymbols("BTCUSDT").withQuiet("LTCUSDT"))
        .start();
  }
}
