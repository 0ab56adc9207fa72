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
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sink's writer while its server is killed, frozen or away. */
class NatsSinkFaultsITCase {

  private static final String BTC = "trade.binance.spot.BTC-USDT";
  private static final String ETH = "trade.binance.spot.ETH-USDT";

  private final WriterContext context = new WriterContext();
  private NatsServerProcess server;

  @BeforeEach
  void startServer() throws Exception {
    server = NatsServerProcess.withJetStream();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void killedAndRestartedUnderLoadEveryIdIsStoredOnceAndInOrder() throws Exception {
    int rounds = 30_000;
    AtomicInteger written = new AtomicInteger();
    try (var writer = open(sinkTo(server).streams(TRADES).build(), context)) {
      CompletableFuture<Void> task =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int id = 0; id < rounds; id++) {
                    writer.write(trade(BTC, id), null);
                    writer.write(trade(ETH, id), null);
                    written.set(id);
                  }
                  writer.flush(false);
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
      for (int kill = 1; kill <= 3; kill++) {
        int reached = kill * rounds / 4;
        await().until(() -> written.get() >= reached || task.isDone());
        server.kill();
        server.start();
      }
      task.join();
    }

    Connection reader = NatsSinkTestBed.connect(server);
    Map<String, List<String>> bySubject =
        contents(reader, "TRADES", 2L * rounds).stream()
            .collect(groupingBy(Message::getSubject, mapping(NatsSinkTestBed::text, toList())));
    List<String> ids = IntStream.range(0, rounds).mapToObj(Integer::toString).toList();
    assertThat(bySubject.get(BTC)).containsExactlyElementsOf(ids);
    assertThat(bySubject.get(ETH)).containsExactlyElementsOf(ids);
    assertThat(context.metricGroup().value("marketprism_nats_reconnects_total")).isEqualTo(3);
    assertThat(context.metricGroup().sum("marketprism_nats_messages_published_total"))
        .isEqualTo(2 * rounds);
    reader.close();
  }

  @Test
  void whatWasLostInTheSocketIsPublishedAgain() throws Exception {
    try (var writer = open(sinkTo(server).streams(TRADES).build(), context)) {
      server.freeze(true);
      for (int id = 0; id < 100; id++) {
        writer.write(trade(BTC, id), null);
      }
      server.kill();
      server.start();
      writer.flush(false);

      Connection reader = NatsSinkTestBed.connect(server);
      assertThat(stored(reader, "TRADES")).isEqualTo(100);
      reader.close();
    }
  }

  @Test
  void aFlushFailsWhileTheServerIsAwayAndNothingIsLostWhenItIsBack() throws Exception {
    NatsSink<NatsMessage> sink =
        sinkTo(server).streams(TRADES).flushTimeout(Duration.ofMillis(300)).build();
    try (var writer = open(sink, context)) {
      writer.write(trade(BTC, 1), null);
      await().until(() -> flushes(writer));
      server.kill();
      await().until(() -> context.metricGroup().value("marketprism_nats_connected") == 0);
      writer.write(trade(BTC, 2), null);
      assertThatThrownBy(() -> writer.flush(false))
          .isInstanceOfSatisfying(
              NatsPublishException.class,
              e -> assertThat(e.error()).isEqualTo(PublishError.DISCONNECTED))
          .hasMessageContaining("not connected");

      server.start();
      await().until(() -> flushes(writer));
      Connection reader = NatsSinkTestBed.connect(server);
      assertThat(contents(reader, "TRADES", 2))
          .extracting(NatsSinkTestBed::text)
          .containsExactly("1", "2");
      reader.close();
    }
  }

  private static boolean flushes(NatsSinkWriter<?> writer) throws Exception {
    try {
      writer.flush(false);
      return true;
    } catch (NatsPublishException timeIsOver) {
      return false;
    }
  }

  @Test
  void coreMessagesWrittenWhileTheServerIsAwayArriveWhenItIsBack() throws Exception {
    StreamSpec books = StreamSpec.builder("BOOKS", "orderbook.>").build();
    try (var writer = open(sinkTo(server).streams(books).build(), context)) {
      server.kill();
      await().until(() -> context.metricGroup().value("marketprism_nats_connected") == 0);
      for (int id = 0; id < 10; id++) {
        writer.write(core("orderbook.binance.spot.BTC-USDT", Integer.toString(id)), null);
      }
      server.start();
      writer.flush(false);

      Connection reader = NatsSinkTestBed.connect(server);
      List<String> ids = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
      assertThat(contents(reader, "BOOKS", 10))
          .extracting(NatsSinkTestBed::text)
          .containsExactlyElementsOf(ids);
      assertThat(context.metricGroup().sum("marketprism_nats_publish_errors_total")).isZero();
      reader.close();
    }
  }

  @Test
  void coreMessagesThatTheConnectionTookWithItAreCountedAsDisconnected() throws Exception {
    try (var writer = open(sinkTo(server).build(), context)) {
      server.freeze(true);
      for (int id = 0; id < 10; id++) {
        writer.write(core("orderbook.binance.spot.BTC-USDT", Integer.toString(id)), null);
      }
      server.kill();
      server.start();
      writer.flush(false);
      RecordedMetrics metrics = context.metricGroup();
      assertThat(
              metrics.value(
                  "marketprism_nats_publish_errors_total{error_type=disconnected, subject=orderbook.binance.spot.BTC-USDT}"))
          .isEqualTo(10);
      assertThat(metrics.sum("marketprism_nats_messages_published_total")).isZero();
    }
  }

  @Test
  void anAckThatDoesNotComeMakesTheTradesBePublishedAgainAndStoredOnce() throws Exception {
    NatsSink<NatsMessage> sink =
        sinkTo(server)
            .streams(TRADES)
            .ackTimeout(Duration.ofMillis(200))
            .maxRepublishes(100)
            .build();
    try (var writer = open(sink, context)) {
      server.freeze(true);
      for (int id = 0; id < 50; id++) {
        writer.write(trade(BTC, id), null);
      }
      await().until(() -> context.metricGroup().value("marketprism_nats_republished_total") >= 100);
      server.freeze(false);
      writer.flush(false);

      Connection reader = NatsSinkTestBed.connect(server);
      List<String> ids = IntStream.range(0, 50).mapToObj(Integer::toString).toList();
      assertThat(contents(reader, "TRADES", 50))
          .extracting(NatsSinkTestBed::text)
          .containsExactlyElementsOf(ids);
      reader.close();
    }
  }

  /** Somebody hears the messages, so there are responders, but nobody acks them. */
  @Test
  void withoutAnyAckTheWriterFailsAfterItsRepetitions() throws Exception {
    NatsSink<NatsMessage> sink =
        sinkTo(server).ackTimeout(Duration.ofMillis(100)).maxRepublishes(3).build();
    Connection listener = NatsSinkTestBed.connect(server);
    listener.subscribe(BTC);
    listener.flush(NatsSinkTestBed.PATIENCE);
    try (var writer = open(sink, context)) {
      writer.write(trade(BTC, 1), null);
      assertThatThrownBy(() -> writer.flush(false))
          .isInstanceOfSatisfying(
              NatsPublishException.class,
              e -> assertThat(e.error()).isEqualTo(PublishError.TIMEOUT))
          .hasMessageContaining(BTC)
          .hasMessageContaining("4 times");
      assertThat(
              context
                  .metricGroup()
                  .value(
                      "marketprism_nats_publish_errors_total{error_type=timeout, subject="
                          + BTC
                          + "}"))
          .isEqualTo(1);
    }
    listener.close();
  }

  @Test
  void aServerThatHangsIsAwayAndTheWriterWaitsForIt() throws Exception {
    NatsEndpoint impatient =
        NatsEndpoint.builder().servers(server.url()).connectTimeout(Duration.ofMillis(300)).build();
    NatsSink<NatsMessage> sink =
        sinkTo(server)
            .endpoint(impatient)
            .streams(TRADES)
            .ackTimeout(Duration.ofMillis(100))
            .maxRepublishes(1)
            .build();
    try (var writer = open(sink, context)) {
      server.freeze(true);
      for (int id = 0; id < 50; id++) {
        writer.write(trade(BTC, id), null);
      }
      await().until(() -> context.metricGroup().value("marketprism_nats_connected") == 0);
      for (int id = 50; id < 100; id++) {
        writer.write(trade(BTC, id), null);
      }
      server.freeze(false);
      writer.flush(false);

      Connection reader = NatsSinkTestBed.connect(server);
      List<String> ids = IntStream.range(0, 100).mapToObj(Integer::toString).toList();
      assertThat(contents(reader, "TRADES", 100))
          .extracting(NatsSinkTestBed::text)
          .containsExactlyElementsOf(ids);
      reader.close();
    } finally {
      server.freeze(false);
    }
  }

  @Test
  void aWriterAtItsLimitWaitsAndHoldsNoMoreThanTheLimit() throws Exception {
    NatsSink<NatsMessage> sink =
        sinkTo(server).streams(TRADES).maxInFlight(100).ackTimeout(Duration.ofMinutes(1)).build();
    try (var writer = open(sink, context)) {
      server.freeze(true);
      Thread task = writeForever(writer);
      await().until(() -> context.metricGroup().value("marketprism_nats_inflight") == 100);
      await().until(() -> task.getState() == Thread.State.TIMED_WAITING);
      assertThat(context.metricGroup().value("marketprism_nats_inflight")).isEqualTo(100);
      server.freeze(false);
      await()
          .until(
              () -> context.metricGroup().sum("marketprism_nats_messages_published_total") > 500);
      task.interrupt();
      task.join();
    }
  }

  /**
   * Slow is not away: nothing is repeated, nothing fails, and no more is under way than allowed.
   */
  @Test
  void aSlowServerIsWaitedForWithinTheLimits() throws Exception {
    int limit = 100;
    int messages = 2_000;
    Connection reader = NatsSinkTestBed.connect(server);
    try (SlowLink link = new SlowLink(server)) {
      link.allow(Integer.MAX_VALUE);
      NatsSink<NatsMessage> sink =
          sinkTo(server)
              .servers(link.url())
              .streams(TRADES)
              .maxInFlight(limit)
              .ackTimeout(NatsSinkTestBed.PATIENCE)
              .build();
      try (var writer = open(sink, context)) {
        link.hold();
        RecordedMetrics metrics = context.metricGroup();
        Thread task =
            TaskThread.start(
                () -> {
                  for (int id = 0; id < messages; id++) {
                    writer.write(trade(BTC, id), null);
                  }
                  writer.flush(false);
                });
        while (task.isAlive()) {
          long stored = stored(reader, "TRADES");
          assertThat(stored - metrics.sum("marketprism_nats_messages_published_total"))
              .isLessThanOrEqualTo(limit);
          assertThat(metrics.value("marketprism_nats_inflight")).isLessThanOrEqualTo(limit);
          link.allow(1);
          await().until(() -> link.allowed() == 0 || !task.isAlive());
        }
        assertThat(metrics.sum("marketprism_nats_messages_published_total")).isEqualTo(messages);
        assertThat(metrics.value("marketprism_nats_republished_total")).isZero();
        assertThat(metrics.sum("marketprism_nats_publish_errors_total")).isZero();
        assertThat(stored(reader, "TRADES")).isEqualTo(messages);
      }
    }
    reader.close();
  }

  @Test
  void aWriterAtItsByteLimitWaitsToo() throws Exception {
    NatsSink<NatsMessage> sink = sinkTo(server).maxInFlightBytes(10_000).build();
    try (var writer = open(sink, context)) {
      server.freeze(true);
      String text = "x".repeat(1_000);
      Thread task =
          TaskThread.start(
              () -> {
                while (true) {
                  writer.write(core("orderbook.binance.spot.BTC-USDT", text), null);
                }
              });
      await().until(() -> task.getState() == Thread.State.TIMED_WAITING);
      assertThat(context.metricGroup().value("marketprism_nats_inflight")).isEqualTo(9);
      task.interrupt();
      task.join();
      server.freeze(false);
    }
  }

  private static Thread writeForever(NatsSinkWriter<NatsMessage> writer) {
    return TaskThread.start(
        () -> {
          for (long id = 0; ; id++) {
            writer.write(trade(BTC, id), null);
          }
        });
  }

  @Test
  void aCancelledTaskGetsOutOfAWaitingWrite() throws Exception {
    NatsSink<NatsMessage> sink = sinkTo(server).streams(TRADES).maxInFlight(10).build();
    try (var writer = open(sink, context)) {
      server.kill();
      Thread task = writeForever(writer);
      await().until(() -> context.metricGroup().value("marketprism_nats_inflight") == 10);
      task.interrupt();
      task.join(NatsSinkTestBed.PATIENCE.toMillis());
      assertThat(task.isAlive()).isFalse();
    }
  }

  @Test
  void closeLeavesNoThreadBehindConnectedOrNot() throws Exception {
    List<Thread> before = new ArrayList<>(Thread.getAllStackTraces().keySet());
    try (var writer = open(sinkTo(server).streams(TRADES).build(), context)) {
      writer.write(trade(BTC, 1), null);
    }
    await().untilAsserted(() -> assertThat(startedSince(before)).isEmpty());

    try (var writer = open(sinkTo(server).streams(TRADES).build(), new WriterContext())) {
      server.kill();
      writer.write(trade(BTC, 2), null);
    }
    await().untilAsserted(() -> assertThat(startedSince(before)).isEmpty());
  }

  @Test
  void anInterruptedCloseLeavesNoThreadBehindEither() throws Exception {
    List<Thread> before = new ArrayList<>(Thread.getAllStackTraces().keySet());
    try (var writer = open(sinkTo(server).streams(TRADES).build(), context)) {
      writer.write(trade(BTC, 1), null);
      Thread.currentThread().interrupt();
    }
    assertThat(Thread.interrupted()).isTrue();
    await().untilAsserted(() -> assertThat(startedSince(before)).isEmpty());
  }

  /** The test's own helper threads excluded: the one that reaps killed processes, and pools. */
  private static List<String> startedSince(List<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> !name.startsWith("process reaper") && !name.startsWith("awaitility"))
        .filter(name -> !name.startsWith("ForkJoinPool"))
        .toList();
  }
}
