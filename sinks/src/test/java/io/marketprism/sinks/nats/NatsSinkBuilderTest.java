// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NatsSinkBuilderTest {

  private static NatsSinkBuilder<NatsMessage> complete() {
    return NatsSink.<NatsMessage>builder()
        .servers("nats://a:4222", "nats://b:4222")
        .serializer(message -> message);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("serializer", builder -> builder.serializer(null)),
        fault("servers", builder -> builder.servers(new String[0])),
        fault("http://x", builder -> builder.servers("http://x")),
        fault("connectionName", builder -> builder.connectionName(" ")),
        fault("maxInFlight", builder -> builder.maxInFlight(0)),
        fault("maxInFlight", builder -> builder.maxInFlight(1_000_001)),
        fault("maxInFlightBytes", builder -> builder.maxInFlightBytes(0)),
        fault("ackTimeout", builder -> builder.ackTimeout(Duration.ZERO)),
        fault("maxRepublishes", builder -> builder.maxRepublishes(-1)),
        fault("flushTimeout", builder -> builder.flushTimeout(Duration.ofSeconds(-1))),
        fault(
            "maxReconnectDelay",
            builder -> builder.reconnectDelay(Duration.ofSeconds(2), Duration.ofSeconds(1))),
        fault("maxSuspension", builder -> builder.maxSuspension(Duration.ZERO)),
        fault("maxSubjectSeries", builder -> builder.maxSubjectSeries(-1)),
        fault("subjectSeriesIdle", builder -> builder.subjectSeriesIdle(Duration.ZERO)),
        fault("a..b", builder -> builder.knownSubjects(List.of("a..b"))));
  }

  private static Arguments fault(String named, UnaryOperator<NatsSinkBuilder<NatsMessage>> change) {
    return Arguments.of(named, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void anOptionThatCannotBeIsNamed(
      String named, UnaryOperator<NatsSinkBuilder<NatsMessage>> change) {
    assertThatThrownBy(() -> change.apply(complete()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  @Test
  void streamsWithSubjectsInCommonAreRefused() {
    assertThatThrownBy(
            () ->
                complete()
                    .streams(
                        StreamSpec.builder("A", "trade.>").build(),
                        StreamSpec.builder("B", "trade.binance.>").build())
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A")
        .hasMessageContaining("B")
        .hasMessageContaining("trade.binance.>");
  }

  @Test
  void waysToAuthenticateExcludeEachOther() {
    assertThatThrownBy(
            () ->
                NatsEndpoint.builder()
                    .servers("nats://a:4222")
                    .userPassword("u", "p")
                    .token("t")
                    .build())
        .hasMessageContaining("exclude each other");
  }

  @Test
  void certificatesAreNotForConnectionsInTheClear() {
    assertThatThrownBy(
            () ->
                NatsEndpoint.builder()
                    .servers("tls://a:4222", "nats://b:4222")
                    .trustedCertificates("/run/ca.pem")
                    .build())
        .hasMessageContaining("tls://");
    assertThatThrownBy(() -> NatsEndpoint.builder().servers("opentls://a:4222").build())
        .as("a scheme that trusts everybody")
        .hasMessageContaining("opentls://a:4222");
  }

  @Test
  void anErrorAboutAUrlDoesNotShowItsPassword() {
    assertThatThrownBy(() -> NatsEndpoint.builder().servers("http://u:s3cret@a").build())
        .hasMessageContaining("http://***@a")
        .hasMessageNotContaining("s3cret");
    NatsEndpoint endpoint =
        NatsEndpoint.builder().servers("nats://u:s3cret@a:4222, tls://token@b:4222").build();
    assertThat(endpoint).hasToString("NATS at nats://***@a:4222, tls://***@b:4222");
  }

  @Test
  void theSinkTravelsToTheTaskManagers() throws Exception {
    NatsSink<NatsMessage> sink =
        complete().streams(StreamSpec.builder("TRADES", "trade.>").build()).build();
    byte[] wire = InstantiationUtil.serializeObject(sink);
    Object arrived = InstantiationUtil.deserializeObject(wire, getClass().getClassLoader());
    assertThat(arrived).isInstanceOf(NatsSink.class);
  }
}
