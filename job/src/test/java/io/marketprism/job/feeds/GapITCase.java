// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import static io.marketprism.model.FeedStatus.Event.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketprism.model.DataType;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Integrity;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.VenueKind;
import io.marketprism.simulator.okx.OkxFactory;
import io.marketprism.simulator.okx.OkxSettings;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A book that lost its chain is made whole again, alone. */
class GapITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path dir;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "binance_spot, binance_spot, BTCUSDT, ETHUSDT, SOLUSDT, ethusdt@depth@100ms",
    "binance_derivatives, binance_derivatives, BTCUSDT, ETHUSDT, SOLUSDT, ethusdt@depth@100ms",
    "okx_spot, okx, BTC-USDT, ETH-USDT, SOL-USDT, books:ETH-USDT",
    "okx_derivatives, okx, BTC-USDT-SWAP, ETH-USDT-SWAP, SOL-USDT-SWAP, books:ETH-USDT-SWAP",
    "deribit_derivatives, deribit, BTC-PERPETUAL, ETH-PERPETUAL, SOL_USDC-PERPETUAL,"
        + " book.ETH-PERPETUAL.100ms",
  })
  void gapInOneInstrumentLeavesItsNeighboursSynced(
      String key, String simulated, String first, String gapped, String last, String stream)
      throws Exception {
    Path log = dir.resolve("truth.jsonl");
    try (Simulator simulator = simulator(OkxSettings.ofVenue(), simulated, log);
        FeedRig rig = FeedRig.start(FeedSettings.of(key, simulator).symbols(first, gapped, last))) {
      Collected collected = rig.collected();
      for (String symbol : List.of(first, gapped, last)) {
        await().atMost(PATIENCE).until(() -> collected.wasLive(DataType.ORDERBOOK, symbol));
      }
      simulator.faults().lose(stream, 1);
      await()
          .atMost(PATIENCE)
          .until(() -> collected.told(FeedStatus.Event.GAP, gapped, "sequence_gap"));
      await()
          .atMost(PATIENCE)
          .until(() -> collected.statuses(FeedStatus.Event.LIVE, gapped).size() == 2);
      long deltas = collected.book(gapped).deltas();
      await().atMost(PATIENCE).until(() -> collected.book(gapped).deltas() > deltas + 5);
      simulator.freeze();
      try (Truth truth = new Truth(log)) {
        truth.hasAllOf(collected.book(gapped));
      }
      assertThat(collected.statuses(FeedStatus.Event.GAP, gapped)).hasSize(1);
      assertThat(collected.book(gapped).resets()).isEqualTo(1);
      assertThat(collected.book(first).resets()).isZero();
      assertThat(collected.book(last).resets()).isZero();
      assertThat(simulator.status().connectionsOpened()).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "okx_spot, okx, books:%s",
    "deribit_derivatives, deribit, book.%s.100ms",
  })
  void manyBooksThatLoseTheirChainAtOnceAreMendedTogether(
      String key, String simulated, String stream) throws Exception {
    int symbols = 60;
    try (Simulator simulator =
            Simulator.builder()
                .venue(simulated)
                .synthetic(
                    SyntheticSettings.usual()
                        .withSymbolCount(symbols)
                        .withLevels(50)
                        .withRates(50, 0))
                .start();
        FeedRig rig = FeedRig.start(FeedSettings.of(key, simulator).symbols("all"))) {
      Collected collected = rig.collected();
      await()
          .atMost(PATIENCE)
          .until(() -> collected.books().stream().filter(RigBook::isWhole).count() == symbols);
      collected
          .books()
          .forEach(
              book -> simulator.faults().lose(stream.formatted(book.instrument().nativeId()), 1));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  collected.books().stream()
                      .allMatch(book -> book.snapshots() == 2 && book.isWhole()));
      assertThat(collected.books()).allMatch(book -> book.resets() == 1);
      assertThat(collected.statuses()).noneMatch(status -> status.event() == REJECTED);
      assertThat(simulator.status().connectionsOpened()).isEqualTo(1);
    }
  }

  @Test
  void okxBookWithoutOneSideIsNotShownAndSubscribedAgain() throws Exception {
    Path log = dir.resolve("truth.jsonl");
    try (Simulator simulator =
            Simulator.builder()
                .venue("okx")
                .synthetic(SyntheticSettings.usual().withSymbols("BTCUSDT").withQuiet("LTCUSDT"))
                .truth(log)
                .start();
        FeedRig rig =
            FeedRig.start(FeedSettings.of("okx_spot", simulator).symbols("BTC-USDT", "LTC-USDT"))) {
      Collected collected = rig.collected();
      await().atMost(PATIENCE).until(() -> collected.wasLive(DataType.ORDERBOOK, "LTC-USDT"));
      simulator
          .faults()
          .injectText(
              "books:LTC-USDT",
              """
              {"arg":{"channel":"books","instId":"LTC-USDT"},"action":"snapshot","data":[{\
              "asks":[],"bids":[["1","1","0","1"]],"ts":"%d","checksum":0,"prevSeqId":-1,\
              "seqId":7}]}"""
                  .formatted(System.currentTimeMillis()));
      await()
          .atMost(PATIENCE)
          .until(() -> collected.statuses(FeedStatus.Event.LIVE, "LTC-USDT").size() == 2);
      assertThat(collected.told(FeedStatus.Event.RESYNC, "LTC-USDT", "empty_snapshot")).isTrue();
      try (Truth truth = new Truth(log)) {
        truth.hasAllOf(collected.book("LTC-USDT"));
      }
      assertThat(collected.book("BTC-USDT").resets()).isZero();
      assertThat(simulator.status().connectionsOpened()).isEqualTo(1);
    }
  }

  @Test
  void okxBookWhoseSnapshotsAreNotPushedAnyMoreIsFetchedOverRest() throws Exception {
    Path log = dir.resolve("truth.jsonl");
    try (Simulator simulator = simulator(OkxSettings.ofVenue().withoutSnapshots(), "okx", log);
        FeedRig rig =
            FeedRig.start(FeedSettings.of("okx_spot", simulator).symbols("BTC-USDT", "ETH-USDT"))) {
      Collected collected = rig.collected();
      for (String symbol : List.of("BTC-USDT", "ETH-USDT")) {
        await().atMost(PATIENCE).until(() -> collected.wasLive(DataType.ORDERBOOK, symbol));
        await().atMost(PATIENCE).until(() -> collected.book(symbol).deltas() > 20);
      }
      simulator.freeze();
      try (Truth truth = new Truth(log)) {
        truth.hasAllOf(collected.book("BTC-USDT"));
        truth.hasAllOf(collected.book("ETH-USDT"));
      }
      assertThat(simulator.restRequests()).containsKey("books");
      assertThat(simulator.status().connectionsOpened()).isEqualTo(1);
      assertThat(collected.book("BTC-USDT").resets()).isZero();
    }
  }

  @Test
  void okxBookGoesOnWhenMaintenanceLowersItsIds() throws Exception {
    Path log = dir.resolve("truth.jsonl");
    try (Simulator simulator = simulator(OkxSettings.ofVenue(), "okx", log);
        FeedRig rig =
            FeedRig.start(FeedSettings.of("okx_derivatives", simulator).symbols("BTC-USDT-SWAP"))) {
      Collected collected = rig.collected();
      await().atMost(PATIENCE).until(() -> collected.wasLive(DataType.ORDERBOOK, "BTC-USDT-SWAP"));
      RigBook book = collected.book("BTC-USDT-SWAP");
      long before = book.lastId();
      simulator
          .faults()
          .command("lower-ids", Map.of("symbol", "BTC-USDT-SWAP", "by", "1000000000"));
      await().atMost(PATIENCE).until(() -> book.lastId() < before);
      long deltas = book.deltas();
      await().atMost(PATIENCE).until(() -> book.deltas() > deltas + 10);
      simulator.freeze();
      try (Truth truth = new Truth(log)) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(book.now()).isEqualTo(truth.last("BTC-USDT-SWAP")));
      }
      assertThat(book.resets()).isZero();
      assertThat(book.snapshots()).isEqualTo(1);
    }
  }

  @Test
  void okxBookWhoseChecksumDiffersIsSubscribedAgainOnce() throws Exception {
    Path log = dir.resolve("truth.jsonl");
    try (Simulator simulator =
            Simulator.builder()
                .venue(VenueKind.OKX)
                .factory(OkxFactory.with(OkxSettings.ofVenue().withChecksums()))
                .synthetic(SyntheticSettings.usual().withSymbols("BTCUSDT").withQuiet("LTCUSDT"))
                .truth(log)
                .start();
        FeedRig rig =
            FeedRig.start(FeedSettings.of("okx_spot", simulator).symbols("BTC-USDT", "LTC-USDT"))) {
      Collected collected = rig.collected();
      for (String symbol : List.of("BTC-USDT", "LTC-USDT")) {
        await().atMost(PATIENCE).until(() -> collected.wasLive(DataType.ORDERBOOK, symbol));
      }
      RigBook book = collected.book("LTC-USDT");
      assertThat(book.integrity()).isEqualTo(Integrity.CHECKSUM);
      RigBook.Top right = book.now();
      long id = book.lastId();
      simulator
          .faults()
          .injectText(
              "books:LTC-USDT",
              """
              {"arg":{"channel":"books","instId":"LTC-USDT"},"action":"update","data":[{"asks":[],\
              "bids":[["1","1","0","1"]],"ts":"%d","checksum":12345,"prevSeqId":%d,"seqId":%d}]}"""
                  .formatted(System.currentTimeMillis(), id, id + 1));
      await()
          .atMost(PATIENCE)
          .until(() -> collected.statuses(FeedStatus.Event.LIVE, "LTC-USDT").size() == 2);
      assertThat(collected.told(FeedStatus.Event.RESYNC, "LTC-USDT", "checksum")).isTrue();
      assertThat(book.resets()).isEqualTo(1);
      assertThat(book.deltas()).isZero();
      assertThat(book.now()).isEqualTo(right);
      assertThat(collected.book("BTC-USDT").resets()).isZero();
      assertThat(simulator.status().connectionsOpened()).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "binance_spot, binance_spot, BTCUSDT, btcusdt@trade",
    "binance_derivatives, binance_derivatives, BTCUSDT, btcusdt@aggTrade",
    "okx_spot, okx, BTC-USDT, trades:BTC-USDT",
    "deribit_derivatives, deribit, BTC-PERPETUAL, trades.BTC-PERPETUAL.100ms",
  })
  void lostTradesAreFetchedFromTheHistory(
      String key, String simulated, String symbol, String stream) throws Exception {
    Path log = dir.resolve("truth.jsonl");
    try (Simulator simulator = simulator(OkxSettings.ofVenue(), simulated, log);
        FeedRig rig =
            FeedRig.start(FeedSettings.of(key, simulator).symbols(symbol).types(DataType.TRADE))) {
      Collected collected = rig.collected();
      await().atMost(PATIENCE).until(() -> collected.trades(symbol).size() > 3);
      simulator.faults().lose(stream, 4);
      await()
          .atMost(PATIENCE)
          .until(() -> collected.told(FeedStatus.Event.RECOVERED, symbol, "backfill"));
      FeedStatus recovered = collected.statuses(FeedStatus.Event.RECOVERED, symbol).get(0);
      assertThat(recovered.lostCount()).isZero();
      assertThat(recovered.backfilledCount()).isPositive();
      assertThat(collected.trades(symbol)).anyMatch(trade -> trade.backfilled());
      assertThat(collected.trades(symbol))
          .extracting(trade -> trade.sequence())
          .isSorted()
          .doesNotHaveDuplicates();
    }
  }

  private static Simulator simulator(OkxSettings okx, String name, Path log) {
    Simulator.Builder builder =
        Simulator.builder()
            .venue(name)
            .synthetic(
                SyntheticSettings.usual()
                    .withLevels(500)
                    .withSymbols("BTCUSDT", "ETHUSDT", "SOLUSDT"))
            .truth(log);
    if (name.equals("okx")) {
      builder.factory(OkxFactory.with(okx));
    }
    return builder.start();
  }
}
