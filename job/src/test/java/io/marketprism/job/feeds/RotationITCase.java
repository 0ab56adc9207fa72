// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketprism.model.DataType;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Trade;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.faults.SubscriptionFault;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The planned end of a socket costs not one message. */
class RotationITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String SHUTDOWN =
      "{\"stream\":\"!serverShutdown\",\"data\":{\"e\":\"serverShutdown\",\"E\":1770123456789}}";
  private static final String NOTICE =
      "{\"event\":\"notice\",\"code\":\"64008\",\"msg\":\"The connection will soon be closed\","
          + "\"connId\":\"a4d3ae55\"}";

  @TempDir Path dir;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "binance_spot, binance_spot, BTCUSDT, ETHUSDT, btcusdt@depth@100ms, btcusdt@trade,"
        + " server_shutdown",
    "binance_derivatives, binance_derivatives, BTCUSDT, ETHUSDT, btcusdt@depth@100ms,"
        + " btcusdt@aggTrade, server_shutdown",
    "okx_spot, okx, BTC-USDT, ETH-USDT, books:BTC-USDT, trades:BTC-USDT, notice_64008",
  })
  void announcedEndCostsNotOneMessage(
      String key,
      String simulated,
      String one,
      String other,
      String books,
      String trades,
      String reason)
      throws Exception {
    Path log = dir.resolve("truth.jsonl");
    try (Simulator simulator = simulator(simulated, log);
        FeedRig rig = FeedRig.start(settings(key, simulator, one, other))) {
      Collected collected = rig.collected();
      awaitFlow(collected, one, other);
      Map<String, Long> requests = simulator.restRequests();
      String notice = key.startsWith("okx") ? NOTICE : SHUTDOWN;
      simulator.faults().injectText(books, notice);
      simulator.faults().injectText(trades, notice);
      awaitHandOvers(collected, 2);
      assertThat(collected.told(FeedStatus.Event.ROTATING, FeedStatus.ALL, reason)).isTrue();
      awaitFlow(collected, one, other);
      missesNothing(simulator, collected, log, one, other);
      assertThat(simulator.restRequests()).isEqualTo(requests);
      assertThat(simulator.status().connectionsOpened()).isEqualTo(4);
      await().atMost(PATIENCE).until(() -> simulator.status().connections() == 2);
    }
  }

  @Test
  void socketsThatAreOldAreReplacedAgainAndAgain() throws Exception {
    Path log = dir.resolve("truth.jsonl");
    String one = "BTC-PERPETUAL";
    String other = "ETH-PERPETUAL";
    try (Simulator simulator = simulator("deribit", log);
        FeedRig rig =
            FeedRig.start(settings("deribit_derivatives", simulator, one, other).maxAge(1_500))) {
      Collected collected = rig.collected();
      awaitHandOvers(collected, 4);
      awaitFlow(collected, one, other);
      assertThat(collected.told(FeedStatus.Event.ROTATING, FeedStatus.ALL, "planned_rotation"))
          .isTrue();
      missesNothing(simulator, collected, log, one, other);
      assertThat(simulator.status().connections()).isBetween(2, 4);
    }
  }

  @Test
  void firstSocketGoesOnUntilTheSecondIsSubscribed() throws Exception {
    Path log = dir.resolve("truth.jsonl");
    String symbol = "BTC-PERPETUAL";
    try (Simulator simulator = simulator("deribit", log);
        FeedRig rig =
            FeedRig.start(
                FeedSettings.of("deribit_derivatives", simulator).symbols(symbol).maxAge(2_000))) {
      Collected collected = rig.collected();
      await().atMost(PATIENCE).until(() -> collected.isWhole(symbol));
      simulator.faults().failSubscriptions(SubscriptionFault.ERROR, 1);
      awaitHandOvers(collected, 1);
      missesNothing(simulator, collected, log, symbol);
      assertThat(collected.statuses())
          .noneMatch(status -> status.event() == FeedStatus.Event.REJECTED);
    }
  }

  @Test
  void quietBookGoesOverAsItIs() throws Exception {
    try (Simulator simulator =
            Simulator.builder()
                .synthetic(SyntheticSettings.usual().withSymbols("BTCUSDT").withQuiet("LTCUSDT"))
                .start();
        FeedRig rig =
            FeedRig.start(
                FeedSettings.of("binance_spot", simulator).symbols("BTCUSDT", "LTCUSDT"))) {
      Collected collected = rig.collected();
      await()
          .atMost(PATIENCE)
          .until(() -> collected.isWhole("BTCUSDT") && collected.isWhole("LTCUSDT"));
      Map<String, Long> requests = simulator.restRequests();
      simulator.faults().injectText("ltcusdt@depth@100ms", SHUTDOWN);
      awaitHandOvers(collected, 1);
      long deltas = collected.book("BTCUSDT").deltas();
      await().atMost(PATIENCE).until(() -> collected.book("BTCUSDT").deltas() > deltas + 5);
      assertThat(collected.book("LTCUSDT").resets()).isZero();
      assertThat(collected.book("BTCUSDT").resets()).isZero();
      assertThat(simulator.restRequests()).isEqualTo(requests);
    }
  }

  @Test
  void endBeforeTheSecondSocketIsSubscribedIsAsAnyOther() throws Exception {
    Path log = dir.resolve("truth.jsonl");
    try (Simulator simulator = simulator("okx", log);
        FeedRig rig = FeedRig.start(settings("okx_spot", simulator, "BTC-USDT", "ETH-USDT"))) {
      Collected collected = rig.collected();
      awaitFlow(collected, "BTC-USDT", "ETH-USDT");
      simulator.faults().injectText("books:BTC-USDT", NOTICE);
      simulator.faults().injectText("trades:BTC-USDT", NOTICE);
      simulator.faults().closeSockets();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  collected.statuses(FeedStatus.Event.DISCONNECTED, FeedStatus.ALL).size() >= 2
                      && collected.isWhole("BTC-USDT")
                      && collected.isWhole("ETH-USDT"));
      awaitFlow(collected, "BTC-USDT", "ETH-USDT");
      simulator.freeze();
      try (Truth truth = new Truth(log)) {
        truth.hasAllOf(collected.book("BTC-USDT"));
        truth.hasAllOf(collected.trades().stream().filter(trade -> !trade.backfilled()).toList());
      }
      await().atMost(PATIENCE).until(() -> simulator.status().connections() == 2);
      assertThat(collected.letters()).isEmpty();
    }
  }

  private static FeedSettings settings(String key, Simulator simulator, String one, String other) {
    return FeedSettings.of(key, simulator)
        .symbols(one, other)
        .types(DataType.ORDERBOOK, DataType.TRADE);
  }

  private static Simulator simulator(String name, Path log) {
    return Simulator.builder()
        .venue(name)
        .synthetic(SyntheticSettings.usual().withLevels(100).withRates(200, 50))
        .truth(log)
        .start();
  }

  /** Books and trades of both go on. */
  private static void awaitFlow(Collected collected, String... symbols) {
    for (String symbol : symbols) {
      await().atMost(PATIENCE).until(() -> collected.isWhole(symbol));
      long deltas = collected.book(symbol).deltas();
      int trades = collected.trades(symbol).size();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  collected.book(symbol).deltas() > deltas + 10
                      && collected.trades(symbol).size() > trades + 10);
    }
  }

  private static void awaitHandOvers(Collected collected, int times) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                collected.statuses(FeedStatus.Event.DISCONNECTED, FeedStatus.ALL).stream()
                        .filter(status -> FeedStatus.HANDED_OVER.equals(status.reason()))
                        .count()
                    >= times);
  }

  /** OKX counts the matches that it gathers in a trade. */
  private static int idsOf(Trade trade) {
    return trade.instrument().exchange().equals("okx") ? trade.count() : 1;
  }

  private static void missesNothing(
      Simulator simulator, Collected collected, Path log, String... symbols) {
    simulator.freeze();
    try (Truth truth = new Truth(log)) {
      for (String symbol : symbols) {
        RigBook book = collected.book(symbol);
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(book.now()).isEqualTo(truth.last(symbol)));
        truth.hasAllOf(book);
        assertThat(book.resets()).as("resets of %s", symbol).isZero();
        assertThat(book.snapshots()).as("snapshots of %s", symbol).isEqualTo(1);
        List<Trade> trades = collected.trades(symbol);
        for (int i = 1; i < trades.size(); i++) {
          assertThat(trades.get(i).sequence() - idsOf(trades.get(i)))
              .as("id before %s", trades.get(i))
              .isEqualTo(trades.get(i - 1).sequence());
        }
        assertThat(trades).noneMatch(Trade::backfilled);
      }
      truth.hasAllOf(collected.trades());
    }
    assertThat(collected.statuses())
        .noneMatch(
            status ->
                status.event() == FeedStatus.Event.GAP
                    || status.event() == FeedStatus.Event.RESYNC
                    || status.event() == FeedStatus.Event.RECOVERED);
    assertThat(collected.statuses(FeedStatus.Event.DISCONNECTED, FeedStatus.ALL))
        .allMatch(status -> FeedStatus.HANDED_OVER.equals(status.reason()));
    assertThat(collected.letters()).isEmpty();
  }
}
