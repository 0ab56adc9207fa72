// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.publish;

import io.marketprism.job.config.CollectorConfig;
import io.marketprism.job.config.NatsConfig;
import io.marketprism.job.config.PublishConfig;
import io.marketprism.model.DataType;
import io.marketprism.model.wire.WireMessage;
import io.marketprism.sinks.nats.NatsEndpoint;
import io.marketprism.sinks.nats.NatsSink;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The NATS sinks of a configuration. */
public final class MarketSink {
  /** The prefix of subjects that are what the wire contract says. */
  public static final String UNCHANGED = "";

  private MarketSink() {}

  /**
   * A sink for encoded messages.
   *
   * @param knownSubjects subjects that have metrics from the start
   * @param prefix what subjects begin with, and ids of messages and, in capitals, names of streams
   *     too: {@link #UNCHANGED}, or tokens with a dot behind each
   */
  public static NatsSink<WireMessage> of(
      CollectorConfig config, List<String> knownSubjects, String prefix) {
    PublishConfig publish = config.publish();
    return NatsSink.<WireMessage>builder()
        .endpoint(endpoint(config.nats()))
        .serializer(new MarketMessages(jetStreamKinds(publish), prefix))
        .streams(MarketStreams.of(config, prefix))
        .maxInFlight(publish.maxInFlight())
        .maxInFlightBytes(publish.maxInFlightBytes())
        .ackTimeout(publish.ackTimeout())
        .flushTimeout(publish.flushTimeout())
        .subjectLabels(new MarketSubjects())
        .subjectSeriesIdle(config.state().ttl())
        .knownSubjects(knownSubjects.stream().map(prefix::concat).toList())
        .build();
  }

  private static Set<WireMessage.Kind> jetStreamKinds(PublishConfig publish) {
    Set<WireMessage.Kind> kinds = EnumSet.noneOf(WireMessage.Kind.class);
    for (DataType type : DataType.values()) {
      if (publish.transportOf(type) == PublishConfig.Transport.JETSTREAM) {
        kinds.add(WireMessage.Kind.valueOf(type.name()));
      }
    }
    return kinds;
  }

  /**
   * Where NATS is; secrets are read from their files where a connection is opened, never before.
   */
  public static NatsEndpoint endpoint(NatsConfig nats) {
    NatsEndpoint.Builder endpoint =
        NatsEndpoint.builder().servers(nats.servers()).connectionName(nats.name());
    if (nats.auth() instanceof NatsConfig.UserPassword login) {
      endpoint.userPassword(login.user(), login.password());
    } else if (nats.auth() instanceof NatsConfig.Token token) {
      endpoint.token(token.token());
    } else if (nats.auth() instanceof NatsConfig.NKey nkey) {
      endpoint.nkey(nkey.seed());
    } else if (nats.auth() instanceof NatsConfig.Credentials credentials) {
      endpoint.credentialsFile(credentials.credentialsFile());
    }
    if (nats.tls().caFile() != null) {
      endpoint.trustedCertificates(nats.tls().caFile());
    }
    if (nats.tls().certificateFile() != null) {
      endpoint.clientCertificate(nats.tls().certificateFile(), nats.tls().keyFile());
    }
    return endpoint.build();
  }
}
