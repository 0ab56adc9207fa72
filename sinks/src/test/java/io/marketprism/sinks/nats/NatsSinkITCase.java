// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static io.marketprism.sinks.nats.NatsSinkTestBed.TRADES;
import static io.marketprism.sinks.nats.NatsSinkTestBed.await;
import static io.marketprism.sinks.nats.NatsSinkTestBed.contents;
import static io.marketprism.sinks.nats.NatsSinkTestBed.core;
import static io.marketprism.sinks.nats.NatsSinkTestBed.open;
import static io.marketprism.sinks.nats.NatsSinkTestBed.sinkTo;
import static io.marketprism.sinks.nats.NatsSinkTestBed.stored;
import static io.marketprism.sinks.nats.NatsSinkTestBed.text;
import static io.marketprism.sinks.nats.NatsSinkTestBed.trade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sink's writer against a real server that behaves. */
class NatsSinkITCase {

  private static final int TRADES_SENT = 20_000;

  private final WriterContext context = new WriterContext();
  private NatsServerProcess server;
  private Connection reader;

  @BeforeEach
  void startServer() throws Exception {
    server = NatsServerProcess.withJetStream();
    reader = NatsSinkTestBed.connect(server);
  }

  @AfterEach
  void stopServer() throws Exception {
    reader.close();
    server.close();
  }

  @Test
  void afterAFlushEveryTradeIsInTheStreamInOrderWithItsHeaders() throws Exception {
    try (var writer = open(sinkTo(server).streams(TRADES).build(), context)) {
      for (int id = 0; id < 1_000; id++) {
        writer.write(trade("trade.binance.spot.BTC-USDT", id), null);
      }
      writer.flush(false);

      List<Message> messages = contents(reader, "TRADES", 1_000);
      assertThat(messages).extracting(NatsSinkTestBed::text).containsExactlyElementsOf(numbers());
      Message first = messages.get(0);
      assertThat(first.getHeaders().getFirst("Nats-Msg-Id"))
          .isEqualTo("trade.binance.spot.BTC-USDT:0");
      assertThat(first.getHeaders().getFirst("MP-Schema")).isEqualTo("1");
      assertThat(context.metricGroup().getNumRecordsSendCounter().getCount()).isEqualTo(1_000);
      assertThat(context.metricGroup().value("marketprism_nats_inflight")).isZero();
      assertThat(context.metricGroup().value("marketprism_nats_connected")).isEqualTo(1);
    }
  }

  private static List<String> numbers() {
    return IntStream.range(0, 1_000).mapToObj(Integer::toString).toList();
  }

  @Test
  void afterAFlushTheServerHasEveryCoreMessage() throws Exception {
    Subscription books = reader.subscribe("orderbook.>");
    reader.flush(NatsSinkTestBed.PATIENCE);
    try (var writer = open(sinkTo(server).build(), context)) {
      for (int id = 0; id < 1_000; id++) {
        writer.write(core("orderbook.binance.spot.BTC-USDT", Integer.toString(id)), null);
      }
      writer.flush(false);

      List<String> received = new ArrayList<>();
      while (received.size() < 1_000) {
        Message next = books.nextMessage(NatsSinkTestBed.PATIENCE);
        assertThat(next).isNotNull();
        received.add(text(next));
      }
      assertThat(received).containsExactlyElementsOf(numbers());
      assertThat(
              context
                  .metricGroup()
                  .value(
                      "marketprism_nats_messages_published_total{subject=orderbook.binance.spot.BTC-USDT}"))
          .isEqualTo(1_000);
    }
  }

  @Test
  void subscribersThatAnswerEveryTradeAreIgnoredAndCounted() throws Exception { // LX1
    AtomicInteger answered = new AtomicInteger();
    reader
        .createDispatcher(
            message -> {
              reader.publish(message.getReplyTo(), new byte[0]);
              answered.incrementAndGet();
            })
        .subscribe("trade.>");
    reader.flush(NatsSinkTestBed.PATIENCE);
    try (var writer = open(sinkTo(server).streams(TRADES).build(), context)) {
      for (int id = 0; id < TRADES_SENT; id++) {
        writer.write(trade("trade.binance.spot.BTC-USDT", id), null);
      }
      writer.flush(false);

      assertThat(stored(reader, "TRADES")).isEqualTo(TRADES_SENT);
      await().untilAsserted(() -> assertThat(answered).hasValue(TRADES_SENT));
      RecordedMetrics metrics = context.metricGroup();
      await()
          .untilAsserted(
              () ->
                  assertThat(metrics.value("marketprism_nats_foreign_replies_total"))
                      .isEqualTo(TRADES_SENT));
      assertThat(metrics.sum("marketprism_nats_publish_errors_total")).isZero();
      assertThat(metrics.sum("marketprism_nats_messages_published_total")).isEqualTo(TRADES_SENT);
    }
  }

  @Test
  void aRepeatedTradeIsStoredOnceAndCountedAsDuplicate() throws Exception {
    try (var writer = open(sinkTo(server).streams(TRADES).build(), context)) {
      for (int i = 0; i < 2; i++) {
        for (int id = 0; id < 100; id++) {
          writer.write(trade("trade.binance.spot.BTC-USDT", id), null);
        }
        writer.flush(false);
      }
      assertThat(stored(reader, "TRADES")).isEqualTo(100);
      assertThat(context.metricGroup().sum("marketprism_nats_duplicates_total")).isEqualTo(100);
    }
  }

  @Test
  void withoutAStreamForTheSubjectTheWriterFailsAndNamesIt() throws Exception {
    try (var writer = open(sinkTo(server).streams(TRADES).build(), context)) {
      writer.write(trade("liquidation.binance.perpetual.BTC-USDT", 1), null);
      assertThatThrownBy(() -> writer.flush(false))
          .isInstanceOfSatisfying(
              NatsPublishException.class,
              e -> assertThat(e.error()).isEqualTo(PublishError.NO_STREAM))
          .hasMessageContaining("liquidation.binance.perpetual.BTC-USDT")
          .hasMessageContaining("503");
      assertThatThrownBy(() -> writer.write(trade("trade.a.b.c", 2), null))
          .isInstanceOf(NatsPublishException.class);
      assertThat(
              context
                  .metricGroup()
                  .value(
                      "marketprism_nats_publish_errors_total{error_type=no_stream, subject=liquidation.binance.perpetual.BTC-USDT}"))
          .isEqualTo(1);
    }
  }
}
