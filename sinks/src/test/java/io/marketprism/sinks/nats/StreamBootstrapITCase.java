// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.sinks.nats.StreamBootstrap.Outcome;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.Mirror;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamBootstrapITCase {

  private static final StreamSpec DATA =
      StreamSpec.builder("MARKET_DATA", "funding_rate.binance.>", "open_interest.binance.>")
          .maxMessages(5_000_000)
          .maxBytes(64 << 20)
          .maxAge(Duration.ofDays(2))
          .maxConsumers(50)
          .build();
  private static final StreamSpec TRADES =
      StreamSpec.builder("MARKET_TRADES", "trade.>").maxBytes(64 << 20).build();

  private NatsServerProcess server;
  private Connection connection;
  private JetStreamManagement streams;

  @BeforeEach
  void startServer() throws Exception {
    server = NatsServerProcess.withJetStream();
    connection = NatsSinkTestBed.connect(server);
    streams = connection.jetStreamManagement();
  }

  @AfterEach
  void stopServer() throws Exception {
    connection.close();
    server.close();
  }

  private static StreamBootstrap of(StreamSpec... specs) {
    return new StreamBootstrap(List.of(specs));
  }

  private StreamConfiguration present(String name) throws Exception {
    return streams.getStreamInfo(name).getConfiguration();
  }

  @Test
  void absentStreamsAreCreatedAsGiven() throws Exception {
    assertThat(of(DATA, TRADES).run(connection))
        .containsEntry("MARKET_DATA", Outcome.CREATED)
        .containsEntry("MARKET_TRADES", Outcome.CREATED);

    StreamConfiguration data = present("MARKET_DATA");
    assertThat(data.getSubjects()).containsExactlyElementsOf(DATA.subjects());
    assertThat(data.getStorageType()).isEqualTo(StorageType.File);
    assertThat(data.getRetentionPolicy()).isEqualTo(RetentionPolicy.Limits);
    assertThat(data.getDiscardPolicy()).isEqualTo(DiscardPolicy.Old);
    assertThat(data.getMaxMsgs()).isEqualTo(5_000_000);
    assertThat(data.getMaxBytes()).isEqualTo(64 << 20);
    assertThat(data.getMaxAge()).isEqualTo(Duration.ofDays(2));
    assertThat(data.getMaxConsumers()).isEqualTo(50);
    assertThat(data.getMaxMsgsPerSubject()).isEqualTo(-1);
    assertThat(data.getReplicas()).isEqualTo(1);
    assertThat(data.getDuplicateWindow()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void equalStreamsAreNotTouched() throws Exception {
    of(DATA, TRADES).run(connection);
    assertThat(of(DATA, TRADES).run(connection).values()).containsOnly(Outcome.UNCHANGED);
  }

  @Test
  void otherSettingsOfAPresentStreamStayAsTheyAre() throws Exception {
    streams.addStream(
        StreamConfiguration.builder()
            .name("MARKET_TRADES")
            .subjects("trade.>")
            .storageType(StorageType.File)
            .maxAge(Duration.ofHours(1))
            .duplicateWindow(Duration.ofMinutes(5))
            .build());
    assertThat(of(TRADES).run(connection)).containsEntry("MARKET_TRADES", Outcome.UNCHANGED);
    assertThat(present("MARKET_TRADES").getMaxAge()).isEqualTo(Duration.ofHours(1));
    assertThat(present("MARKET_TRADES").getDuplicateWindow()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void anOldStreamGivesUpTheSubjectThatTheNewOneNeedsAndKeepsItsMessages() throws Exception {
    streams.addStream(
        StreamConfiguration.builder()
            .name("MARKET_DATA")
            .subjects("funding_rate.>", "trade.>")
            .storageType(StorageType.File)
            .maxAge(Duration.ofHours(3))
            .build());
    connection.jetStream().publish("trade.binance.spot.BTC-USDT", new byte[0]);

    assertThat(of(TRADES, DATA).run(connection))
        .containsEntry("MARKET_DATA", Outcome.SUBJECTS_REPLACED)
        .containsEntry("MARKET_TRADES", Outcome.CREATED);
    assertThat(present("MARKET_DATA").getSubjects()).containsExactlyElementsOf(DATA.subjects());
    assertThat(present("MARKET_DATA").getMaxAge()).isEqualTo(Duration.ofHours(3));
    assertThat(NatsSinkTestBed.stored(connection, "MARKET_DATA")).isEqualTo(1);
  }

  @Test
  void aForeignStreamInTheWayIsNamed() throws Exception {
    streams.addStream(
        StreamConfiguration.builder().name("LEGACY").subjects("trade.binance.>").build());
    assertThatThrownBy(() -> of(TRADES).run(connection))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("MARKET_TRADES")
        .hasMessageContaining("LEGACY")
        .hasMessageContaining("trade.binance.>");
    assertThat(streams.getStreamNames()).containsExactly("LEGACY");
  }

  @Test
  void anotherStorageOrRetentionIsAnError() throws Exception {
    streams.addStream(
        StreamConfiguration.builder()
            .name("MARKET_TRADES")
            .subjects("trade.>")
            .storageType(StorageType.Memory)
            .build());
    assertThatThrownBy(() -> of(TRADES).run(connection))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("MARKET_TRADES")
        .hasMessageContaining("storage memory")
        .hasMessageContaining("file");

    streams.addStream(
        StreamConfiguration.builder()
            .name("MARKET_DATA")
            .subjects(DATA.subjects())
            .storageType(StorageType.File)
            .retentionPolicy(RetentionPolicy.WorkQueue)
            .build());
    assertThatThrownBy(() -> of(DATA).run(connection))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("retention workqueue");
  }

  @Test
  void aStreamThatAcknowledgesNothingOrTakesNothingIsAnError() throws Exception {
    streams.addStream(
        StreamConfiguration.builder()
            .name("MARKET_TRADES")
            .subjects("trade.>")
            .storageType(StorageType.File)
            .noAck(true)
            .build());
    assertThatThrownBy(() -> of(TRADES).run(connection))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("MARKET_TRADES")
        .hasMessageContaining("no_ack");

    streams.addStream(
        StreamConfiguration.builder()
            .name("MARKET_DATA")
            .storageType(StorageType.File)
            .mirror(Mirror.builder().name("MARKET_TRADES").build())
            .build());
    assertThatThrownBy(() -> of(DATA).run(connection))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("MARKET_DATA")
        .hasMessageContaining("mirror of MARKET_TRADES");
  }

  @Test
  void aSealedStreamIsAnError() throws Exception {
    streams.addStream(TRADES.toConfiguration());
    streams.updateStream(StreamConfiguration.builder(present("MARKET_TRADES")).seal().build());
    assertThatThrownBy(() -> of(TRADES).run(connection))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("MARKET_TRADES")
        .hasMessageContaining("sealed");
  }

  @Test
  void writersThatStartTogetherOnAnOldStreamAllFindTheStreams() throws Exception {
    streams.addStream(
        StreamConfiguration.builder()
            .name("MARKET_DATA")
            .subjects("funding_rate.>", "trade.>")
            .storageType(StorageType.File)
            .build());
    writersThatStartTogetherAllFindTheStreams();
    assertThat(present("MARKET_DATA").getSubjects()).containsExactlyElementsOf(DATA.subjects());
  }

  @Test
  void writersThatStartTogetherAllFindTheStreams() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(8);
    try {
      Callable<Object> start =
          () -> of(DATA, TRADES).run(NatsEndpoint.builder().servers(server.url()).build());
      List<Callable<Object>> starts = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        starts.add(start);
      }
      for (Future<Object> started : writers.invokeAll(starts)) {
        started.get();
      }
      assertThat(streams.getStreamNames())
          .containsExactlyInAnyOrder("MARKET_DATA", "MARKET_TRADES");
    } finally {
      writers.shutdownNow();
    }
  }

  /**
   * The server looks at a new stream's name and then at its subjects; another writer's stream may
   * come to be in between. It says then what it says here of a stream of another name.
   */
  @Test
  void aStreamThatAnotherWriterMadeAtTheSameMomentIsUsed() throws Exception {
    JetStreamManagement overtaken =
        intercepting(
            JetStreamManagement.class,
            streams,
            "addStream",
            arguments -> {
              StreamConfiguration wanted = (StreamConfiguration) arguments[0];
              streams.addStream(wanted);
              return streams.addStream(StreamConfiguration.builder(wanted).name("SECOND").build());
            });
    Connection writer =
        intercepting(Connection.class, connection, "jetStreamManagement", arguments -> overtaken);

    assertThat(of(TRADES).run(writer)).containsEntry("MARKET_TRADES", Outcome.UNCHANGED);
    assertThat(streams.getStreamNames()).containsExactly("MARKET_TRADES");
  }

  /** What is called instead of a method. */
  private interface Instead {
    Object call(Object[] arguments) throws Exception;
  }

  private static <T> T intercepting(Class<T> type, T real, String method, Instead instead) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) -> {
              if (called.getName().equals(method)) {
                return instead.call(arguments);
              }
              try {
                return called.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
