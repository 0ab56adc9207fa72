// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketprism.model.DataType;
import io.marketprism.model.FundingRate;
import io.marketprism.model.Liquidation;
import io.marketprism.model.LongShortRatio;
import io.marketprism.model.OpenInterest;
import io.marketprism.model.VolatilityIndex;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.simulator.truth.Fact;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.Venues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every feed of every venue becomes live, and what it emits is what the venue had. */
class VenueFeedsITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path dir;

  /** A venue, the simulator that plays it, and two instruments of it. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "binance_spot, binance_spot, BTCUSDT, ETHUSDT",
    "binance_derivatives, binance_derivatives, BTCUSDT, ETHUSDT",
    "okx_spot, okx, BTC-USDT, ETH-USDT",
    "okx_derivatives, okx, BTC-USDT-SWAP, ETH-USDT-SWAP",
    "deribit_derivatives, deribit, BTC-PERPETUAL, ETH-PERPETUAL",
  })
  void booksAndTradesAreAsTheVenueHadThem(String key, String simulated, String one, String other)
      throws Exception {
    Path log = dir.resolve("truth.jsonl");
    try (Simulator simulator = simulator(simulated, log);
        FeedRig rig =
            FeedRig.start(
                FeedSettings.of(key, simulator)
                    .symbols(one, other)
                    .types(DataType.ORDERBOOK, DataType.TRADE))) {
      Collected collected = rig.collected();
      for (String symbol : List.of(one, other)) {
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    collected.wasLive(DataType.ORDERBOOK, symbol)
                        && collected.wasLive(DataType.TRADE, symbol)
                        && collected.book(symbol).deltas() >= 20
                        && collected.trades(symbol).size() >= 20);
      }
      simulator.freeze();
      try (Truth truth = new Truth(log)) {
        truth.hasAllOf(collected.book(one));
        truth.hasAllOf(collected.book(other));
        truth.hasAllOf(collected.trades());
      }
      assertThat(collected.letters()).isEmpty();
      assertThat(collected.book(one).resets()).isZero();
      assertThat(collected.trades(one)).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "binance_derivatives, binance_derivatives, BTCUSDT, binance",
    "okx_derivatives, okx, BTC-USDT-SWAP, okx",
    "deribit_derivatives, deribit, BTC-PERPETUAL, deribit",
  })
  void figuresOfPerpetualsAreAsTheVenueToldThem(
      String key, String simulated, String symbol, String exchange) throws Exception {
    Venue venue = Venues.of(key);
    DataType[] types =
        venue.dataTypes().stream()
            .filter(type -> type != DataType.ORDERBOOK && type != DataType.TRADE)
            .filter(type -> type != DataType.VOLATILITY_INDEX)
            .toArray(DataType[]::new);
    Path log = dir.resolve("truth.jsonl");
    try (Simulator simulator = simulator(simulated, log);
        FeedRig rig =
            FeedRig.start(
                FeedSettings.of(key, simulator)
                    .symbols(symbol)
                    .types(types)
                    .poll(DataType.LSR_TOP_POSITION, 500)
                    .poll(DataType.LSR_ALL_ACCOUNT, 500))) {
      Collected collected = rig.collected();
      for (DataType type : types) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  assertThat(collected.wasLive(type, symbol)).as("%s live", type).isTrue();
                  assertThat(collected.figures(type)).as(type.token()).hasSizeGreaterThan(1);
                });
      }
      simulator.freeze();
      try (Truth truth = new Truth(log)) {
        for (DataType type : types) {
          collected.figures(type).forEach(figure -> check(truth, exchange, figure));
        }
      }
      assertThat(collected.letters()).isEmpty();
    }
  }

  @Test
  void candlesOfTheVolatilityIndexAreAsTheVenueToldThem() throws Exception {
    Path log = dir.resolve("truth.jsonl");
    try (Simulator simulator = simulator("deribit", log);
        FeedRig rig =
            FeedRig.start(
                FeedSettings.of("deribit_derivatives", simulator)
                    .symbols("BTC")
                    .types(DataType.VOLATILITY_INDEX))) {
      Collected collected = rig.collected();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(collected.wasLive(DataType.VOLATILITY_INDEX, "BTC-DVOL")).isTrue();
                assertThat(collected.figures(DataType.VOLATILITY_INDEX)).isNotEmpty();
              });
      simulator.freeze();
      try (Truth truth = new Truth(log)) {
        collected
            .figures(DataType.VOLATILITY_INDEX)
            .forEach(figure -> check(truth, "deribit", figure));
      }
    }
  }

  private static void check(Truth truth, String exchange, Object figure) {
    if (figure instanceof FundingRate funding) {
      String symbol = funding.instrument().nativeId();
      truth.hasFact(Fact.FUNDING, symbol, funding.eventTime(), "rate", funding.rate());
    } else if (figure instanceof OpenInterest interest) {
      String symbol = interest.instrument().nativeId();
      truth.hasFact(Fact.OPEN_INTEREST, symbol, interest.eventTime(), "amount", interest.amount());
    } else if (figure instanceof LongShortRatio ratio) {
      String symbol = ratio.instrument().nativeId();
      truth.hasFact(Fact.LONG_SHORT_RATIO, symbol, ratio.eventTime(), "ratio", ratio.ratio());
    } else if (figure instanceof Liquidation liquidation) {
      boolean binance = "binance".equals(exchange);
      truth.hasFact(
          Fact.LIQUIDATION,
          liquidation.instrument().nativeId(),
          liquidation.eventTime(),
          binance ? "average" : "price",
          binance ? liquidation.averagePrice() : liquidation.bankruptcyPrice());
    } else if (figure instanceof VolatilityIndex index) {
      String currency = index.instrument().symbol();
      truth.hasFact(Fact.VOLATILITY, currency, index.openTime(), "close", index.close());
    }
  }

  private static Simulator simulator(String name, Path log) {
    return Simulator.builder()
        .venue(name)
        .synthetic(SyntheticSettings.usual().withLevels(500))
        .truth(log)
        .start();
  }
}
