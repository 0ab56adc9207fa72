// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.publish;

import io.marketprism.job.config.JetStreamConfig;
import io.marketprism.sinks.nats.StreamSpec;
import io.nats.client.api.StorageType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The JetStream streams of wire contract 5.3. */
public final class MarketStreams {
  private static final List<String> MARKET_DATA_TYPES =
      List.of(
          "funding_rate",
          "open_interest",
          "liquidation",
          "volatility_index",
          "lsr_top_position",
          "lsr_all_account");
  private static final List<String> EXCHANGES = List.of("binance", "okx", "deribit");
  private static final int MAX_CONSUMERS = 50;

  private MarketStreams() {}

  /** MARKET_DATA, MARKET_TRADES and, where it is switched on, ORDERBOOK_LAST. */
  public static List<StreamSpec> of(JetStreamConfig config) {
    List<StreamSpec> streams = new ArrayList<>();
    streams.add(stream("MARKET_DATA", marketDataSubjects(), config.marketData()));
    streams.add(stream("MARKET_TRADES", List.of("trade.>"), config.marketTrades()));
    if (config.orderBookLast()) {
      streams.add(
          StreamSpec.builder("ORDERBOOK_LAST", "orderbook.>")
              .storage(StorageType.Memory)
              .maxBytes(268_435_456L)
              .maxAge(Duration.ofHours(1))
              .maxMessagesPerSubject(1)
              .maxConsumers(MAX_CONSUMERS)
              .duplicateWindow(Duration.ofSeconds(120))
              .build());
    }
    return streams;
  }

  private static List<String> marketDataSubjects() {
    List<String> subjects = new ArrayList<>();
    for (String type : MARKET_DATA_TYPES) {
      for (String exchange : EXCHANGES) {
        subjects.add(type + '.' + exchange + ".>");
      }
    }
    return subjects;
  }

  private static StreamSpec stream(
      String name, List<String> subjects, JetStreamConfig.Stream limits) {
    return StreamSpec.builder(name, subjects.toArray(String[]::new))
        .storage(
            limits.storage() == JetStreamConfig.Storage.FILE
                ? StorageType.File
                : StorageType.Memory)
        .maxMessages(limits.maxMessages())
        .maxBytes(limits.maxBytes())
        .maxAge(limits.maxAge())
        .maxConsumers(MAX_CONSUMERS)
        .replicas(limits.replicas())
        .duplicateWindow(limits.duplicateWindow())
        .build();
  }
}
