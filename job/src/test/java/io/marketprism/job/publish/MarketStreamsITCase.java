// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.job.config.CollectorConfig;
import io.marketprism.job.config.CollectorConfigLoader;
import io.marketprism.sinks.nats.NatsEndpoint;
import io.marketprism.sinks.nats.NatsServerProcess;
import io.marketprism.sinks.nats.StreamBootstrap;
import io.nats.client.Connection;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The streams as a server has them afterwards, against the table of wire contract 5.3. */
class MarketStreamsITCase {

  private static final List<String> MARKET_DATA =
      List.of(
          "funding_rate.binance.>",
          "funding_rate.okx.>",
          "funding_rate.deribit.>",
          "open_interest.binance.>",
          "open_interest.okx.>",
          "open_interest.deribit.>",
          "liquidation.binance.>",
          "liquidation.okx.>",
          "liquidation.deribit.>",
          "volatility_index.binance.>",
          "volatility_index.okx.>",
          "volatility_index.deribit.>",
          "lsr_top_position.binance.>",
          "lsr_top_position.okx.>",
          "lsr_top_position.deribit.>",
          "lsr_all_account.binance.>",
          "lsr_all_account.okx.>",
          "lsr_all_account.deribit.>");

  @Test
  void theStreamsAreThoseOfTheContract() throws Exception {
    try (NatsServerProcess server = NatsServerProcess.withJetStream()) {
      NatsEndpoint endpoint = NatsEndpoint.builder().servers(server.url()).build();
      new StreamBootstrap(MarketStreams.of(config(server, true, "jetstream"), MarketSink.UNCHANGED))
          .run(endpoint);

      Connection connection = endpoint.connect();
      check(
          stream(connection, "MARKET_DATA"),
          MARKET_DATA,
          StorageType.File,
          5_000_000,
          2_147_483_648L,
          172_800,
          -1);
      check(
          stream(connection, "MARKET_TRADES"),
          List.of("trade.>"),
          StorageType.File,
          20_000_000,
          4_294_967_296L,
          86_400,
          -1);
      check(
          stream(connection, "ORDERBOOK_LAST"),
          List.of("orderbook.>"),
          StorageType.Memory,
          -1,
          268_435_456,
          3_600,
          1);
      connection.close();
    }
  }

  @Test
  void theLastBooksAreKeptOnlyWhereItIsAskedFor() throws Exception {
    try (NatsServerProcess server = NatsServerProcess.withJetStream()) {
      NatsEndpoint endpoint = NatsEndpoint.builder().servers(server.url()).build();
      new StreamBootstrap(
              MarketStreams.of(config(server, false, "jetstream"), MarketSink.UNCHANGED))
          .run(endpoint);
      Connection connection = endpoint.connect();
      assertThat(connection.jetStreamManagement().getStreamNames())
          .containsExactlyInAnyOrder("MARKET_DATA", "MARKET_TRADES", "DEAD_LETTERS");
      connection.close();
    }
  }

  @Test
  void tradesWithoutAcksAreNotStoredEither() throws Exception {
    try (NatsServerProcess server = NatsServerProcess.withJetStream()) {
      NatsEndpoint endpoint = NatsEndpoint.builder().servers(server.url()).build();
      new StreamBootstrap(MarketStreams.of(config(server, false, "core"), MarketSink.UNCHANGED))
          .run(endpoint);
      Connection connection = endpoint.connect();
      assertThat(connection.jetStreamManagement().getStreamNames())
          .containsExactlyInAnyOrder("MARKET_DATA", "DEAD_LETTERS");
      connection.close();
    }
  }

  private static void check(
      StreamConfiguration stream,
      List<String> subjects,
      StorageType storage,
      long maxMessages,
      long maxBytes,
      long maxAgeSeconds,
      long maxMessagesPerSubject) {
    assertThat(stream.getSubjects()).containsExactlyInAnyOrderElementsOf(subjects);
    assertThat(stream.getStorageType()).isEqualTo(storage);
    assertThat(stream.getRetentionPolicy()).isEqualTo(RetentionPolicy.Limits);
    assertThat(stream.getDiscardPolicy()).isEqualTo(DiscardPolicy.Old);
    assertThat(stream.getMaxMsgs()).isEqualTo(maxMessages);
    assertThat(stream.getMaxBytes()).isEqualTo(maxBytes);
    assertThat(stream.getMaxAge()).isEqualTo(Duration.ofSeconds(maxAgeSeconds));
    assertThat(stream.getMaxMsgsPerSubject()).isEqualTo(maxMessagesPerSubject);
    assertThat(stream.getMaxConsumers()).isEqualTo(50);
    assertThat(stream.getReplicas()).isEqualTo(1);
    assertThat(stream.getDuplicateWindow()).isEqualTo(Duration.ofSeconds(120));
  }

  private static StreamConfiguration stream(Connection connection, String name) throws Exception {
    return connection.jetStreamManagement().getStreamInfo(name).getConfiguration();
  }

  private static CollectorConfig config(
      NatsServerProcess server, boolean lastBooks, String trades) {
    String yaml =
        """
        exchanges:
          binance_spot:
            symbols: [BTCUSDT]
            data_types: [orderbook, trade]
        nats:
          url: %s
        publish:
          transport:
            trade: %s
        jetstream:
          orderbook-last:
            enabled: %s
        """
            .formatted(server.url(), trades, lastBooks);
    return CollectorConfigLoader.parse(yaml, "test.yaml", List.of(), Map.of());
  }
}
