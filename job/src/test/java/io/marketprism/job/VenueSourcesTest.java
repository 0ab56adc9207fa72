// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.job.config.CollectorConfig;
import io.marketprism.job.config.CollectorConfigLoader;
import io.marketprism.model.DataType;
import io.marketprism.model.wire.WireMessage;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueSettings;
import io.marketprism.sources.venue.Venues;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the feeds get to know of a configuration. */
class VenueSourcesTest {
  private static final String EVERYTHING =
      """
      exchanges:
        binance_spot: {symbols: [BTCUSDT], data_types: [orderbook, trade]}
        binance_derivatives:
          symbols: [BTCUSDT, 1000PEPEUSDT]
          data_types: [orderbook, trade, funding_rate, open_interest, liquidation, lsr_top_position,
            lsr_all_account]
        okx_spot: {symbols: [BTC-USDT], data_types: [orderbook, trade]}
        okx_derivatives:
          symbols: [BTC-USDT-SWAP]
          data_types: [orderbook, trade, funding_rate, open_interest, liquidation, lsr_top_position,
            lsr_all_account]
        deribit_derivatives:
          symbols: [BTC, SOL_USDC-PERPETUAL]
          data_types: [orderbook, trade, funding_rate, open_interest, volatility_index]
      nats: {url: "nats://127.0.0.1:4222"}
      """;

  private static CollectorConfig config(String... sets) {
    return CollectorConfigLoader.parse(EVERYTHING, "test.yaml", List.of(sets), Map.of());
  }

  private static VenueSettings settings(String venue, String... sets) {
    CollectorConfig config = config(sets);
    return config.exchanges().stream()
        .filter(exchange -> exchange.venue().key().equals(venue))
        .map(exchange -> VenueSources.settings(config, exchange))
        .findFirst()
        .orElseThrow();
  }

  /** A feed whose interval or option is missing or misspelt fails only when the job runs. */
  @ParameterizedTest
  @CsvSource({"websocket", "snapshot"})
  void everyFeedOfEveryVenueCanBeMade(String method) {
    for (String key : Venues.keys()) {
      Venue venue = Venues.of(key);
      VenueSettings settings = settings(key, "exchanges." + key + ".orderbook.method=" + method);
      for (DataType type : settings.dataTypes()) {
        if (venue.isPolled(type, settings)) {
          assertThat(venue.poll(type, settings)).isNotNull();
          assertThat(settings.pollMillis()).as(key).containsKey(type);
        } else {
          assertThat(venue.stream(type, settings)).isNotNull();
          assertThat(settings.pollMillis()).as(key).doesNotContainKey(type);
        }
      }
    }
  }

  @Test
  void pollsAndThresholdsInMilliseconds() {
    VenueSettings settings =
        settings(
            "okx_derivatives",
            "exchanges.okx_derivatives.orderbook.method=snapshot",
            "exchanges.okx_derivatives.orderbook.snapshot_interval=2s",
            "exchanges.okx_derivatives.orderbook.snapshot_depth=50",
            "exchanges.okx_derivatives.poll.open_interest=10s",
            "symbols.refresh=10m");

    assertThat(settings.pollMillis())
        .isEqualTo(
            Map.of(
                DataType.ORDERBOOK, 2_000L,
                DataType.FUNDING_RATE, 60_000L,
                DataType.OPEN_INTEREST, 10_000L,
                DataType.LSR_TOP_POSITION, 20_000L,
                DataType.LSR_ALL_ACCOUNT, 20_000L));
    assertThat(settings.staleMillis())
        .doesNotContainKey(DataType.LIQUIDATION)
        .containsEntry(DataType.ORDERBOOK, 60_000L)
        .containsEntry(DataType.LSR_ALL_ACCOUNT, 900_000L);
    assertThat(settings.books().polled()).isTrue();
    assertThat(settings.books().polledDepth()).isEqualTo(50);
    assertThat(settings.books().snapshotLimit()).isEqualTo(400);
    assertThat(settings.instruments().refreshMillis()).isEqualTo(600_000);
  }

  @Test
  void theWebSocketForRequestsIsUsedWhenChosen() {
    assertThat(settings("binance_derivatives").endpoints().wsApi()).isEmpty();
    assertThat(
            settings(
                    "binance_derivatives",
                    "exchanges.binance_derivatives.orderbook.snapshot-transport=ws-api")
                .endpoints()
                .wsApi())
        .isEqualTo("wss://ws-fapi.binance.com/ws-fapi/v1");
  }

  @Test
  void choicesGoToTheVenuesThatHaveThem() {
    String[] sets = {
      "trades.usdm-stream=trade",
      "lsr.period=1h",
      "okx.trades-channel=trades-all",
      "okx.lsr-scope=currency",
      "volatility.resolution=3600"
    };
    assertThat(settings("binance_spot", sets).options()).isEmpty();
    assertThat(settings("binance_derivatives", sets).options())
        .isEqualTo(Map.of("trades-stream", "trade", "ratio-period", "1h"));
    assertThat(settings("okx_spot", sets).options())
        .isEqualTo(Map.of("trades-channel", "trades-all"));
    assertThat(settings("okx_derivatives", sets).options())
        .isEqualTo(
            Map.of("trades-channel", "trades-all", "lsr-scope", "currency", "ratio-period", "1H"));
    assertThat(settings("deribit_derivatives", sets).options())
        .isEqualTo(Map.of("volatility-resolution", "3600"));
  }

  @ParameterizedTest
  @CsvSource({"5m", "15m", "30m", "1h", "2h", "4h", "6h", "12h", "1d"})
  void everyPeriodIsOneOfBothVenues(String period) {
    for (String key : List.of("binance_derivatives", "okx_derivatives")) {
      VenueSettings settings = settings(key, "lsr.period=" + period);
      assertThat(Venues.of(key).poll(DataType.LSR_TOP_POSITION, settings)).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "60", "3600", "43200", "1D"})
  void everyResolutionIsOneOfDeribits(String resolution) {
    VenueSettings settings = settings("deribit_derivatives", "volatility.resolution=" + resolution);
    assertThat(Venues.of("deribit_derivatives").poll(DataType.VOLATILITY_INDEX, settings))
        .isNotNull();
  }

  @Test
  void subjectsAreThoseOfTheInstrumentsThatHaveTheType() {
    assertThat(VenueSources.subjects(config(), WireMessage.Kind.TRADE))
        .containsExactly(
            "trade.binance.spot.BTC-USDT",
            "trade.binance.perpetual.BTC-USDT",
            "trade.binance.perpetual.1000PEPE-USDT",
            "trade.okx.spot.BTC-USDT",
            "trade.okx.perpetual.BTC-USDT",
            "trade.deribit.perpetual.SOL-USDC");
    assertThat(VenueSources.subjects(config(), WireMessage.Kind.VOLATILITY_INDEX))
        .containsExactly("volatility_index.deribit.options.BTC");
    assertThat(VenueSources.subjects(config(), WireMessage.Kind.QUOTE))
        .hasSize(6)
        .allMatch(subject -> subject.startsWith("quote."));
    assertThat(VenueSources.subjects(config(), WireMessage.Kind.FEED_STATUS)).isEmpty();
  }

  @Test
  void subjectsOfAPatternAreNotKnownBeforeTheList() {
    CollectorConfig config =
        config(
            "exchanges.binance_derivatives.symbols=all",
            "exchanges.okx_derivatives.symbols=['*-USDT-SWAP', BTC-USD-SWAP]");
    assertThat(VenueSources.subjects(config, WireMessage.Kind.LIQUIDATION))
        .containsExactly("liquidation.okx.perpetual.BTC-USD");
  }

  @Test
  void aPatternCountsAsMoreInstrumentsThanHaveMetricsOfTheirOwn() {
    CollectorConfig named = config();
    CollectorConfig open = config("exchanges.okx_spot.symbols=['*-USDT']");

    assertThat(VenueSources.instruments(named)).isEqualTo(7);
    assertThat(named.metrics().perSymbolFor(VenueSources.instruments(named))).isTrue();
    assertThat(open.metrics().perSymbolFor(VenueSources.instruments(open))).isFalse();
  }
}
