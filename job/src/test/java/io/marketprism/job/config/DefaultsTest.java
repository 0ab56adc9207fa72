// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Configurations.minimalWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.DataType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The minimal configuration, spelt out: what is not written has the contract's value. */
class DefaultsTest {

  @Test
  void whatIsNotWrittenHasItsDefault() {
    CollectorConfig expected =
        new CollectorConfig(
            "default",
            new InstanceConfig(false, Duration.ofSeconds(15)),
            List.of(
                new ExchangeConfig(
                    VenueKey.BINANCE_SPOT,
                    true,
                    List.of("BTCUSDT", "ETHUSDT"),
                    List.of(DataType.ORDERBOOK, DataType.TRADE),
                    1,
                    new ExchangeConfig.Endpoints(
                        URI.create("wss://stream.binance.com:9443"),
                        URI.create("https://api.binance.com"),
                        null),
                    new ExchangeConfig.OrderBook(
                        ExchangeConfig.OrderBookMethod.WEBSOCKET,
                        Duration.ofSeconds(1),
                        100,
                        ExchangeConfig.SnapshotTransport.REST,
                        1000,
                        1000,
                        10_000,
                        8_388_608),
                    new ExchangeConfig.WebSocket(
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(10),
                        8_388_608,
                        200,
                        Duration.ofHours(23),
                        Duration.ofMinutes(30)),
                    new ExchangeConfig.Rest(50),
                    new ExchangeConfig.Backfill(true, 20_000),
                    Map.of(),
                    Map.of(
                        DataType.ORDERBOOK, Duration.ofSeconds(60),
                        DataType.TRADE, Duration.ofSeconds(60)))),
            new SymbolsConfig(SymbolsConfig.Fallback.REJECT, Duration.ofHours(1)),
            new VenueChoices("5m", "aggTrade", "trades-all", "contract", "60"),
            new StateConfig(Duration.ofSeconds(3600), null),
            new SourceConfig(16_777_216, Duration.ofSeconds(10)),
            new PublishConfig(
                400,
                Duration.ofMillis(100),
                PublishConfig.LevelsFormat.ARRAY,
                PublishConfig.Timestamp.EVENT,
                Map.of(
                    DataType.ORDERBOOK, PublishConfig.Transport.CORE,
                    DataType.TRADE, PublishConfig.Transport.JETSTREAM,
                    DataType.FUNDING_RATE, PublishConfig.Transport.JETSTREAM,
                    DataType.OPEN_INTEREST, PublishConfig.Transport.JETSTREAM,
                    DataType.LIQUIDATION, PublishConfig.Transport.JETSTREAM,
                    DataType.LSR_TOP_POSITION, PublishConfig.Transport.JETSTREAM,
                    DataType.LSR_ALL_ACCOUNT, PublishConfig.Transport.JETSTREAM,
                    DataType.VOLATILITY_INDEX, PublishConfig.Transport.JETSTREAM),
                false,
                false,
                false,
                10_000,
                67_108_864,
                Duration.ofSeconds(5),
                Duration.ofMinutes(10)),
            new NatsConfig(
                List.of("nats://127.0.0.1:4222"),
                "marketprism-collector",
                new NatsConfig.NoAuth(),
                new NatsConfig.Tls(null, null, null)),
            new JetStreamConfig(
                new JetStreamConfig.Stream(
                    20_000_000,
                    4_294_967_296L,
                    Duration.ofSeconds(86_400),
                    Duration.ofSeconds(120),
                    1,
                    JetStreamConfig.Storage.FILE),
                new JetStreamConfig.Stream(
                    5_000_000,
                    2_147_483_648L,
                    Duration.ofSeconds(172_800),
                    Duration.ofSeconds(120),
                    1,
                    JetStreamConfig.Storage.FILE),
                false),
            new JournalConfig(
                JournalConfig.Target.OFF,
                "",
                new JetStreamConfig.Stream(
                    JetStreamConfig.UNLIMITED,
                    8_589_934_592L,
                    Duration.ofSeconds(86_400),
                    Duration.ofSeconds(120),
                    1,
                    JetStreamConfig.Storage.FILE),
                134_217_728),
            new HealthConfig(Duration.ofSeconds(10)),
            new DegradationConfig(true),
            new CheckpointConfig(null),
            new MetricsConfig(MetricsConfig.PerSymbol.AUTO));

    assertThat(minimalWith()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "BINANCE_SPOT, wss://stream.binance.com:9443, https://api.binance.com, 60, 1000",
    "BINANCE_DERIVATIVES, wss://fstream.binance.com, https://fapi.binance.com, 240, 1000",
    "OKX_SPOT, wss://ws.okx.com:8443/ws/v5/public, https://www.okx.com, 35, 400",
    "OKX_DERIVATIVES, wss://ws.okx.com:8443/ws/v5/public, https://www.okx.com, 35, 400",
    "DERIBIT_DERIVATIVES, wss://www.deribit.com/ws/api/v2, https://www.deribit.com, 30, 1000"
  })
  void eachVenueHasItsOwn(VenueKey venue, URI ws, URI rest, int silenceSeconds, int levels) {
    ExchangeConfig exchange = Configurations.with(venue).exchanges().get(0);

    assertThat(exchange.endpoints().ws()).isEqualTo(ws);
    assertThat(exchange.endpoints().rest()).isEqualTo(rest);
    assertThat(exchange.ws().silence()).isEqualTo(Duration.ofSeconds(silenceSeconds));
    assertThat(exchange.orderBook().snapshotLimit()).isEqualTo(levels);
  }

  @Test
  void onlyUsdmHasAWebSocketForRequests() {
    for (VenueKey venue : VenueKey.values()) {
      assertThat(Configurations.with(venue).exchanges().get(0).endpoints().wsApi())
          .isEqualTo(
              venue == VenueKey.BINANCE_DERIVATIVES
                  ? Optional.of(URI.create("wss://ws-fapi.binance.com/ws-fapi/v1"))
                  : Optional.empty());
    }
  }

  @Test
  void whatIsPolledHasItsRhythm() {
    ExchangeConfig usdm = Configurations.allVenuesWith().exchanges().get(1);
    ExchangeConfig deribit = Configurations.allVenuesWith().exchanges().get(4);

    assertThat(usdm.pollEvery(DataType.FUNDING_RATE)).isEqualTo(Duration.ofSeconds(60));
    assertThat(usdm.pollEvery(DataType.OPEN_INTEREST)).isEqualTo(Duration.ofSeconds(30));
    assertThat(usdm.pollEvery(DataType.LSR_TOP_POSITION)).isEqualTo(Duration.ofSeconds(20));
    assertThat(usdm.pollEvery(DataType.LSR_ALL_ACCOUNT)).isEqualTo(Duration.ofSeconds(20));
    assertThat(deribit.pollEvery(DataType.VOLATILITY_INDEX)).isEqualTo(Duration.ofSeconds(60));
    assertThat(usdm.staleAfter(DataType.FUNDING_RATE)).contains(Duration.ofSeconds(180));
    assertThat(usdm.staleAfter(DataType.OPEN_INTEREST)).contains(Duration.ofSeconds(90));
    assertThat(usdm.staleAfter(DataType.LSR_TOP_POSITION)).contains(Duration.ofSeconds(900));
    assertThat(usdm.staleAfter(DataType.LSR_ALL_ACCOUNT)).contains(Duration.ofSeconds(900));
    assertThat(deribit.staleAfter(DataType.VOLATILITY_INDEX)).contains(Duration.ofSeconds(180));
    assertThat(usdm.staleAfter(DataType.LIQUIDATION)).isEmpty();
  }
}
