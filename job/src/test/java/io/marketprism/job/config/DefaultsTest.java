// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Configurations.minimalWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.DataType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The minimal configuration, spelt out: what is not written has the contract's value. */
class DefaultsTest {

  @Test
  void whatIsNotWrittenHasItsDefault() {
    CollectorConfig expected =
        new CollectorConfig(
            "default",
            List.of(
                new ExchangeConfig(
                    VenueKey.BINANCE_SPOT,
                    true,
                    List.of("BTCUSDT", "ETHUSDT"),
                    List.of(DataType.ORDERBOOK, DataType.TRADE),
                    URI.create("wss://stream.binance.com:9443"),
                    URI.create("https://api.binance.com"),
                    new ExchangeConfig.OrderBook(
                        ExchangeConfig.OrderBookMethod.WEBSOCKET, 1000, 1000, 10_000, 8_388_608),
                    new ExchangeConfig.WebSocket(
                        Duration.ofSeconds(60), Duration.ofSeconds(10), 8_388_608, 200),
                    new ExchangeConfig.Rest(50),
                    new ExchangeConfig.Backfill(true, 20_000),
                    new ExchangeConfig.StaleAfter(Duration.ofSeconds(60), Duration.ofSeconds(60)))),
            new SymbolsConfig(SymbolsConfig.Fallback.REJECT),
            new StateConfig(Duration.ofSeconds(3600), 67_108_864),
            new SourceConfig(16_777_216, Duration.ofSeconds(10)),
            new PublishConfig(
                400,
                Duration.ofMillis(100),
                PublishConfig.LevelsFormat.ARRAY,
                PublishConfig.Timestamp.EVENT,
                PublishConfig.Transport.CORE,
                PublishConfig.Transport.JETSTREAM,
                false,
                false,
                10_000,
                67_108_864,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30)),
            new NatsConfig(
                List.of("nats://127.0.0.1:4222"), "marketprism-collector", new NatsConfig.NoAuth()),
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
            new HealthConfig(Duration.ofSeconds(10)),
            new CheckpointConfig(null),
            new MetricsConfig(MetricsConfig.PerSymbol.AUTO));

    assertThat(minimalWith()).isEqualTo(expected);
  }
}
