// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static io.marketprism.sinks.nats.NatsSinkTestBed.await;
import static io.marketprism.sinks.nats.NatsSinkTestBed.contents;
import static io.marketprism.sinks.nats.NatsSinkTestBed.open;
import static io.marketprism.sinks.nats.NatsSinkTestBed.sinkTo;
import static io.marketprism.sinks.nats.NatsSinkTestBed.trade;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that come again when the stream has forgotten their ids. */
class NatsSinkForgottenITCase {

  private static final String BTC = "trade.binance.spot.BTC-USDT";
  private static final Duration WINDOW = Duration.ofMillis(300);
  private static final StreamSpec TRADES =
      StreamSpec.builder("TRADES", "trade.>").duplicateWindow(WINDOW).build();

  private static final StreamSpec SLOWER =
      StreamSpec.builder("TRADES", "trade.>").duplicateWindow(Duration.ofSeconds(3)).build();

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
  void aRestoredWriterPublishesOnlyWhatTheStreamDoesNotHave() throws Exception {
    NatsSink<NatsMessage> sink = sinkTo(server).streams(TRADES).build();
    List<WriterState> checkpoint;
    try (var writer = open(sink, new WriterContext())) {
      write(writer, 0, 10);
      checkpoint = writer.snapshotState(1);
      write(writer, 10, 100);
    }
    awaitThatIdsAreForgotten();

    try (var writer = restore(sink, checkpoint)) {
      write(writer, 10, 150);
    }

    assertThatStreamHolds(150);
    assertThat(context.metricGroup().sum("marketprism_nats_duplicates_total")).isEqualTo(90);
  }

  /**
   * The ids are still known when the job is restored, but not any more when it publishes: trades
   * before them had to be fetched first.
   */
  @Test
  void aRestoredWriterThatIsLateLooksWhatTheStreamHas() throws Exception {
    NatsSink<NatsMessage> sink = sinkTo(server).streams(SLOWER).build();
    List<WriterState> checkpoint;
    try (var writer = open(sink, new WriterContext())) {
      write(writer, 0, 10);
      checkpoint = writer.snapshotState(1);
      write(writer, 10, 100);
    }

    try (var writer = restore(sink, checkpoint)) {
      write(writer, 10, 20);
      awaitThatIdsAreForgotten(SLOWER.duplicateWindow());
      write(writer, 20, 150);
    }

    assertThatStreamHolds(150);
    assertThat(context.metricGroup().sum("marketprism_nats_duplicates_total")).isEqualTo(90);
  }

  /** What has to wait longer than a checkpoint takes is looked for after the next failure, too. */
  @Test
  void aRestoredWriterPassesOnFromWhenItsMessagesMayComeAgain() throws Exception {
    NatsSink<NatsMessage> sink = sinkTo(server).streams(TRADES).build();
    long before = System.currentTimeMillis();
    List<WriterState> checkpoint;
    try (var writer = open(sink, new WriterContext())) {
      checkpoint = writer.snapshotState(1);
    }
    assertThat(checkpoint.get(0).confirmedAt()).isGreaterThanOrEqualTo(before);

    try (var writer = restore(sink, checkpoint)) {
      awaitClock(checkpoint.get(0).confirmedAt());
      assertThat(writer.snapshotState(2)).isEqualTo(checkpoint);
    }
  }

  /** What waits when the connection is lost was stored by the job before it was restored. */
  @Test
  void afterALongOutageARestoredWriterLooksAtWhatWasStoredBeforeItsRestore() throws Exception {
    NatsSink<NatsMessage> sink = sinkTo(server).streams(SLOWER).build();
    List<WriterState> checkpoint;
    try (var writer = open(sink, new WriterContext())) {
      checkpoint = writer.snapshotState(1);
      write(writer, 0, 10);
    }

    try (var writer = restore(sink, checkpoint)) {
      server.freeze(true);
      for (int id = 0; id < 15; id++) {
        writer.write(trade(BTC, id), null);
      }
      long written = System.nanoTime();
      await().until(() -> System.nanoTime() - written > SLOWER.duplicateWindow().toNanos());
      server.kill();
      server.start();
      writer.flush(false);
    }

    reader.close();
    reader = NatsSinkTestBed.connect(server);
    assertThatStreamHolds(15);
  }

  @Test
  void whereTheCheckpointDoesNotSayWhenItWasMadeTheLastMinutesAreLookedAt() throws Exception {
    NatsSink<NatsMessage> sink = sinkTo(server).streams(TRADES).build();
    try (var writer = open(sink, new WriterContext())) {
      write(writer, 0, 100);
    }
    awaitThatIdsAreForgotten();

    try (var writer = restore(sink, List.of())) {
      write(writer, 50, 150);
    }

    assertThatStreamHolds(150);
  }

  @Test
  void afterALongOutageOnlyWhatWasNotStoredIsPublishedAgain() throws Exception {
    NatsSink<NatsMessage> sink = sinkTo(server).streams(TRADES).build();
    try (var stored = open(sink, new WriterContext())) {
      write(stored, 0, 5);
    }
    awaitThatIdsAreForgotten();

    try (var writer = open(sink, context)) {
      server.freeze(true);
      for (int id = 0; id < 10; id++) {
        writer.write(trade(BTC, id), null);
      }
      long written = System.nanoTime();
      await().until(() -> System.nanoTime() - written > WINDOW.toNanos());
      server.kill();
      server.start();
      writer.flush(false);
    }

    reader.close();
    reader = NatsSinkTestBed.connect(server);
    assertThatStreamHolds(10);
  }

  private NatsSinkWriter<NatsMessage> restore(
      NatsSink<NatsMessage> sink, List<WriterState> checkpoint) throws Exception {
    WriterState.Serializer serializer = new WriterState.Serializer();
    List<WriterState> read = new ArrayList<>();
    for (WriterState state : checkpoint) {
      read.add(serializer.deserialize(serializer.getVersion(), serializer.serialize(state)));
    }
    return (NatsSinkWriter<NatsMessage>) sink.restoreWriter(context, read);
  }

  private static void write(NatsSinkWriter<NatsMessage> writer, int from, int to) throws Exception {
    for (int id = from; id < to; id++) {
      writer.write(trade(BTC, id), null);
    }
    writer.flush(false);
  }

  private static void awaitClock(long millis) {
    await().until(() -> System.currentTimeMillis() > millis);
  }

  private void awaitThatIdsAreForgotten() {
    awaitThatIdsAreForgotten(WINDOW);
  }

  private void awaitThatIdsAreForgotten(Duration window) {
    await()
        .until(
            () -> {
              ZonedDateTime newest =
                  reader
                      .jetStreamManagement()
                      .getStreamInfo("TRADES")
                      .getStreamState()
                      .getLastTime();
              return newest.plus(window.multipliedBy(2)).isBefore(ZonedDateTime.now());
            });
  }

  private void assertThatStreamHolds(int ids) throws Exception {
    assertThat(contents(reader, "TRADES", ids))
        .extracting(NatsSinkTestBed::text)
        .containsExactlyElementsOf(IntStream.range(0, ids).mapToObj(Integer::toString).toList());
  }
}
