// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.publish;

import io.marketprism.job.config.CollectorConfig;
import io.marketprism.job.config.JetStreamConfig;
import io.marketprism.job.config.PublishConfig;
import io.marketprism.model.DataType;
import io.marketprism.sinks.nats.StreamSpec;
import io.nats.client.api.StorageType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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

  /** The stream that keeps the last dead letters. */
  public static final String DEAD_LETTERS = "DEAD_LETTERS";

  private MarketStreams() {}

  /**
   * MARKET_DATA, DEAD_LETTERS, MARKET_TRADES unless trades go without acks, and, where it is
   * switched on, ORDERBOOK_LAST. A stream stores whatever is published to its subjects,
   * acknowledged or not: one that nobody asked for would cost as much as one that somebody did.
   *
   * @param prefix what subjects begin with; in capitals also what the names do
   */
  public static List<StreamSpec> of(CollectorConfig collector, String prefix) {
    JetStreamConfig config = collector.jetStream();
    String names = prefix.toUpperCase(Locale.ROOT).replace('.', '_');
    List<StreamSpec> streams = new ArrayList<>();
    streams.add(stream(names + "MARKET_DATA", marketDataSubjects(prefix), config.marketData()));
    if (collector.publish().transportOf(DataType.TRADE) == PublishConfig.Transport.JETSTREAM) {
      streams.add(
          stream(names + "MARKET_TRADES", List.of(prefix + "trade.>"), config.marketTrades()));
    }
    streams.add(
        StreamSpec.builder(names + DEAD_LETTERS, prefix + "dead_letter.>")
            .maxMessages(10_000)
            .maxBytes(67_108_864L)
            .maxAge(Duration.ofHours(48))
            .maxConsumers(MAX_CONSUMERS)
            .duplicateWindow(Duration.ofSeconds(120))
            .build());
    if (config.orderBookLast()) {
      streams.add(
          StreamSpec.builder(names + "ORDERBOOK_LAST", prefix + "orderbook.>")
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

  private static List<String> marketDataSubjects(String prefix) {
    List<String> subjects = new ArrayList<>();
    for (String type : MARKET_DATA_TYPES) {
      for (String exchange : EXCHANGES) {
        subjects.add(prefix + type + '.' + exchange + ".>");
      }
    }
    return subjects;
  }

  /** A stream with these limits. */
  public static StreamSpec stream(
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
