// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static io.marketprism.sinks.nats.NatsSinkTestBed.HEADERS;
import static io.marketprism.sinks.nats.NatsSinkTestBed.TRADES;
import static io.marketprism.sinks.nats.NatsSinkTestBed.await;
import static io.marketprism.sinks.nats.NatsSinkTestBed.core;
import static io.marketprism.sinks.nats.NatsSinkTestBed.open;
import static io.marketprism.sinks.nats.NatsSinkTestBed.sinkTo;
import static io.marketprism.sinks.nats.NatsSinkTestBed.trade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.api.DiscardPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** What a server, a stream or a rule of NATS refuses ends the writer with a reason. */
class NatsSinkRefusalsITCase {

  private static final String BTC = "trade.binance.spot.BTC-USDT";
  private static final String USERS =
      """
      authorization {
        users = [
          { user: "collector", password: "s3cret-word", permissions: { publish: ["trade.>", "$JS.API.>"] } }
        ]
      }
      """;

  private static final List<String> FORGING_SYMBOLS =
      List.of(
          "*",
          ">",
          "BTC*",
          "BTC->",
          "",
          ".",
          "BTC..USDT",
          ".BTC",
          "BTC.",
          "BTC USDT",
          "BTC\tUSDT",
          "BTC\u00a0USDT",
          "X 0\r\n\r\nPUB trade.okx.spot.BTC-USDT 1\r\n1",
          "币安人生",
          "ＢＴＣ",
          "BTC\u200b",
          "X".repeat(300));

  private final WriterContext context = new WriterContext();

  private static AbstractThrowableAssert<?, ?> assertRefused(
      NatsSinkWriter<NatsMessage> writer, NatsMessage message, PublishError error) {
    return assertThatThrownBy(
            () -> {
              writer.write(message, null);
              writer.flush(false);
            })
        .isInstanceOfSatisfying(
            NatsPublishException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  @Test
  void aFullStreamThatDiscardsTheNewIsNamedWithItsReason() throws Exception {
    StreamSpec small =
        StreamSpec.builder("TRADES", "trade.>").maxMessages(10).discard(DiscardPolicy.New).build();
    try (NatsServerProcess server = NatsServerProcess.withJetStream();
        var writer = open(sinkTo(server).streams(small).build(), context)) {
      for (int id = 0; id < 10; id++) {
        writer.write(trade(BTC, id), null);
      }
      writer.flush(false);
      assertRefused(writer, trade(BTC, 10), PublishError.REJECTED)
          .hasMessageContaining("TRADES")
          .hasMessageContaining(BTC)
          .hasMessageContaining("maximum messages exceeded");
      assertThat(context.metricGroup().sum("marketprism_nats_messages_published_total"))
          .isEqualTo(10);
      assertThat(context.metricGroup().sum("marketprism_nats_publish_errors_total")).isEqualTo(1);
    }
  }

  @Test
  void aStreamAtItsMaxBytesThatDiscardsTheNewIsNamedWithItsReason() throws Exception {
    StreamSpec small =
        StreamSpec.builder("TRADES", "trade.>").maxBytes(2_000).discard(DiscardPolicy.New).build();
    try (NatsServerProcess server = NatsServerProcess.withJetStream();
        var writer = open(sinkTo(server).streams(small).build(), context)) {
      NatsMessage large =
          new NatsMessage(BTC, "trade:1", HEADERS, new byte[1_900], Delivery.JETSTREAM);
      writer.write(trade(BTC, 0), null);
      writer.flush(false);
      assertRefused(writer, large, PublishError.REJECTED)
          .hasMessageContaining("TRADES")
          .hasMessageContaining(BTC)
          .hasMessageContaining("maximum bytes exceeded");
      assertThatThrownBy(() -> writer.write(trade(BTC, 2), null))
          .as("nothing more is taken in")
          .isInstanceOf(NatsPublishException.class);
      assertThat(context.metricGroup().value("marketprism_nats_inflight")).isEqualTo(1);
    }
  }

  @Test
  void withoutJetStreamTheStreamsCannotBeHad() throws Exception {
    try (NatsServerProcess server = NatsServerProcess.coreOnly()) {
      assertThatThrownBy(() -> open(sinkTo(server).streams(TRADES).build(), context))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("JetStream is not available")
          .hasMessageContaining("-js");
    }
  }

  @Test
  void withoutJetStreamATradeFailsInsteadOfGoingByCore() throws Exception {
    try (NatsServerProcess server = NatsServerProcess.coreOnly();
        var writer = open(sinkTo(server).build(), context)) {
      assertRefused(writer, trade(BTC, 1), PublishError.NO_STREAM).hasMessageContaining("503");
    }
  }

  @Test
  void wrongCredentialsAreSaidWithoutShowingThem() throws Exception {
    try (NatsServerProcess server = NatsServerProcess.withJetStream(USERS)) {
      NatsSink<NatsMessage> sink =
          sinkTo(server).servers(server.url("collector", "wr0ng-word")).build();
      assertThatThrownBy(() -> open(sink, context))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("refused the credentials")
          .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("wr0ng-word"));
    }
  }

  private static String stackTrace(Throwable e) {
    var text = new java.io.StringWriter();
    e.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }

  @Test
  void anUnreachableServerIsNamedWithoutItsPassword() {
    int port = NatsServerProcess.freePort();
    NatsSink<NatsMessage> sink =
        NatsSink.<NatsMessage>builder()
            .servers("nats://collector:s3cret-word@127.0.0.1:" + port)
            .serializer(message -> message)
            .build();
    assertThatThrownBy(() -> open(sink, context))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + port)
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("s3cret-word"));
  }

  @Test
  void credentialsWorkInTheUrlAndAsOptions() throws Exception {
    try (NatsServerProcess server = NatsServerProcess.withJetStream(USERS)) {
      NatsEndpoint byOptions =
          NatsEndpoint.builder()
              .servers(server.url())
              .userPassword("collector", "s3cret-word")
              .build();
      NatsEndpoint byUrl =
          NatsEndpoint.builder().servers(server.url("collector", "s3cret-word")).build();
      for (NatsEndpoint endpoint : new NatsEndpoint[] {byOptions, byUrl}) {
        NatsSink<NatsMessage> sink = sinkTo(server).endpoint(endpoint).streams(TRADES).build();
        try (var writer = open(sink, new WriterContext())) {
          writer.write(trade(BTC, 1), null);
          writer.flush(false);
        }
      }
    }
  }

  @Test
  void aTokenLetsIn() throws Exception {
    String configuration = "authorization { token: \"s3cret-token\" }";
    try (NatsServerProcess server = NatsServerProcess.withJetStream(configuration)) {
      NatsEndpoint endpoint =
          NatsEndpoint.builder().servers(server.url()).token("s3cret-token").build();
      try (var writer = open(sinkTo(server).endpoint(endpoint).build(), context)) {
        writer.write(core("quote.binance.spot.BTC-USDT", "1"), null);
        writer.flush(false);
      }
      assertThat(endpoint.toString()).doesNotContain("s3cret-token");
    }
  }

  @Test
  void aCoreMessageThatTheAccountMayNotPublishFailsTheWriter() throws Exception {
    try (NatsServerProcess server = NatsServerProcess.withJetStream(USERS)) {
      NatsSink<NatsMessage> sink =
          sinkTo(server).servers(server.url("collector", "s3cret-word")).build();
      try (var writer = open(sink, context)) {
        assertRefused(writer, core("orderbook.binance.spot.BTC-USDT", "1"), PublishError.REJECTED)
            .hasMessageContaining("orderbook.binance.spot.BTC-USDT")
            .hasMessageContaining("Permissions Violation");
      }
    }
  }

  @Test
  void aMessageLargerThanTheServerTakesIsRefusedWithBothSizes() throws Exception {
    try (NatsServerProcess server = NatsServerProcess.withJetStream("max_payload: 1000");
        var writer = open(sinkTo(server).build(), context)) {
      NatsMessage large = new NatsMessage(BTC, null, HEADERS, new byte[990], Delivery.CORE);
      assertRefused(writer, large, PublishError.PAYLOAD_TOO_LARGE)
          .hasMessageContaining(BTC)
          .hasMessageContaining("1,000");
      writer.write(new NatsMessage(BTC, null, HEADERS, new byte[900], Delivery.CORE), null);
      writer.flush(false);
    }
  }

  /** A reader of everything sees the one message whose subject is one. */
  @Test
  void aSubjectThatASymbolForgesNeverReachesTheServer() throws Exception {
    try (NatsServerProcess server = NatsServerProcess.coreOnly();
        var writer = open(sinkTo(server).build(), context)) {
      Connection reader = NatsSinkTestBed.connect(server);
      Subscription everything = reader.subscribe(">");
      reader.flush(NatsSinkTestBed.PATIENCE);
      for (String symbol : FORGING_SYMBOLS) {
        for (Delivery delivery : Delivery.values()) {
          String subject = "trade.binance.spot." + symbol;
          NatsMessage forged = new NatsMessage(subject, null, HEADERS, new byte[1], delivery);
          assertThatThrownBy(() -> writer.write(forged, null))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("Refused to publish");
        }
      }
      writer.write(core(BTC, "1"), null);
      writer.flush(false);

      // What had been sent before it would be here first.
      Message first = everything.nextMessage(NatsSinkTestBed.PATIENCE);
      assertThat(first.getSubject()).isEqualTo(BTC);
      assertThat(context.metricGroup().value("marketprism_nats_inflight")).isZero();
      reader.close();
    }
  }

  /**
   * Each pause between two ticks is longer than this limit, as a suspension is than a usual one.
   */
  @Test
  void aWriterWhoseProcessWasSuspendedPublishesNothingMore() throws Exception {
    try (NatsServerProcess server = NatsServerProcess.withJetStream();
        var writer =
            open(
                sinkTo(server).streams(TRADES).maxSuspension(Duration.ofMillis(1)).build(),
                context)) {
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> writer.write(core(BTC, "1"), null))
                      .isInstanceOf(NatsPublishException.class)
                      .hasMessageContaining("suspended for")
                      .extracting(e -> ((NatsPublishException) e).error())
                      .isEqualTo(PublishError.SUSPENDED));
      assertThatThrownBy(() -> writer.flush(false)).isInstanceOf(NatsPublishException.class);
    }
  }

  @Test
  void credentialsWithdrawnWhileItRunsEndTheWriter() throws Exception {
    NatsServerProcess welcoming = NatsServerProcess.withJetStream();
    int port = welcoming.port();
    try (var writer = open(sinkTo(welcoming).build(), context)) {
      welcoming.close();
      try (NatsServerProcess guarded = NatsServerProcess.withJetStream(USERS, port)) {
        assertThat(guarded.isRunning()).isTrue();
        writer.write(core(BTC, "1"), null);
        assertThatThrownBy(() -> writer.flush(false))
            .isInstanceOf(NatsPublishException.class)
            .hasMessageContaining("refused the credentials");
      }
    }
  }
}
