// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * Collects the options of a {@link NatsSink}; {@link #build()} checks them. For one thread.
 *
 * @param <T> the records of the stream
 */
public final class NatsSinkBuilder<T> {

  private final NatsEndpoint.Builder ownEndpoint = NatsEndpoint.builder();
  @Nullable private NatsEndpoint givenEndpoint;

  @Nullable NatsRecordSerializer<T> serializer;
  List<StreamSpec> streams = List.of();
  SubjectLabels subjectLabels = subject -> Map.of();
  int maxSubjectSeries = 1_000;
  Duration subjectSeriesIdle = Duration.ofHours(1);
  List<String> knownSubjects = List.of();

  private int maxInFlight = 10_000;
  private long maxInFlightBytes = 64L << 20;
  private Duration ackTimeout = Duration.ofSeconds(5);
  private int maxRepublishes = 3;
  private Duration flushTimeout = Duration.ofSeconds(30);
  private Duration reconnectDelay = Duration.ofMillis(100);
  private Duration maxReconnectDelay = Duration.ofSeconds(5);
  private Duration maxSuspension = Duration.ofSeconds(5);

  NatsSinkBuilder() {}

  /** See {@link NatsEndpoint.Builder#servers(String...)}. Required, unless an endpoint is given. */
  public NatsSinkBuilder<T> servers(String... urls) {
    ownEndpoint.servers(urls);
    return this;
  }

  /** Where and how to connect, when more is to be said than the servers. */
  public NatsSinkBuilder<T> endpoint(NatsEndpoint endpoint) {
    givenEndpoint = endpoint;
    return this;
  }

  /** The name under which the server lists the connection. Default {@code nats-sink}. */
  public NatsSinkBuilder<T> connectionName(String name) {
    ownEndpoint.connectionName(name);
    return this;
  }

  /** Turns records into messages. Required. */
  public NatsSinkBuilder<T> serializer(NatsRecordSerializer<T> newSerializer) {
    serializer = newSerializer;
    return this;
  }

  /** Streams to bring in place before the first message; none by default. */
  public NatsSinkBuilder<T> streams(StreamSpec... specs) {
    return streams(List.of(specs));
  }

  /** As {@link #streams(StreamSpec...)}. */
  public NatsSinkBuilder<T> streams(List<StreamSpec> specs) {
    streams = List.copyOf(specs);
    return this;
  }

  /** Unconfirmed messages of a writer before it waits, 1 to 1,000,000. Default 10,000. */
  public NatsSinkBuilder<T> maxInFlight(int messages) {
    maxInFlight = messages;
    return this;
  }

  /** Unconfirmed bytes of a writer before it waits. Default 64 MiB. */
  public NatsSinkBuilder<T> maxInFlightBytes(long bytes) {
    maxInFlightBytes = bytes;
    return this;
  }

  /** How long an ack may take before the message is published again. Default 5 s. */
  public NatsSinkBuilder<T> ackTimeout(Duration timeout) {
    ackTimeout = timeout;
    return this;
  }

  /** How often a message is published again for lack of an ack, before the writer fails. 3. */
  public NatsSinkBuilder<T> maxRepublishes(int times) {
    maxRepublishes = times;
    return this;
  }

  /** How long a checkpoint waits for everything to be confirmed. Default 30 s. */
  public NatsSinkBuilder<T> flushTimeout(Duration timeout) {
    flushTimeout = timeout;
    return this;
  }

  /** Wait after the first failed reconnect, and where it stops doubling. 100 ms, 5 s. */
  public NatsSinkBuilder<T> reconnectDelay(Duration first, Duration longest) {
    reconnectDelay = first;
    maxReconnectDelay = longest;
    return this;
  }

  /**
   * Longest time that the process may have been suspended and go on. After a longer one the writer
   * fails, because the cluster may have started a successor. Below Flink's {@code
   * heartbeat.timeout} by more than a {@code heartbeat.interval}. Default 5 s.
   */
  public NatsSinkBuilder<T> maxSuspension(Duration longest) {
    maxSuspension = longest;
    return this;
  }

  /** Labels to count publishes by; none by default. */
  public NatsSinkBuilder<T> subjectLabels(SubjectLabels labels) {
    subjectLabels = requireNonNull(labels, "subjectLabels");
    return this;
  }

  /** Distinct subjects with metrics of their own; further ones share "other". Default 1,000. */
  public NatsSinkBuilder<T> maxSubjectSeries(int subjects) {
    maxSubjectSeries = subjects;
    return this;
  }

  /**
   * How long a subject may be without a message before its metrics may end, at the latest after
   * twice that; those of known subjects stay. Default 1 h.
   */
  public NatsSinkBuilder<T> subjectSeriesIdle(Duration time) {
    subjectSeriesIdle = time;
    return this;
  }

  /** Subjects that will be published, so that their metrics are there from the start, at 0. */
  public NatsSinkBuilder<T> knownSubjects(List<String> subjects) {
    knownSubjects = List.copyOf(subjects);
    return this;
  }

  /**
   * Checks and builds.
   *
   * @throws IllegalArgumentException naming the option, its value and what it takes
   */
  public NatsSink<T> build() {
    Arguments.check(serializer != null, "serializer: is required");
    Arguments.check(
        maxSubjectSeries >= 0, "maxSubjectSeries: must not be negative, is %d", maxSubjectSeries);
    Arguments.check(
        subjectSeriesIdle.compareTo(Duration.ZERO) > 0,
        "subjectSeriesIdle: must be positive, is %s",
        subjectSeriesIdle);
    knownSubjects.forEach(SubjectRules::check);
    SendLimits limits =
        new SendLimits(
            maxInFlight,
            maxInFlightBytes,
            ackTimeout,
            maxRepublishes,
            flushTimeout,
            reconnectDelay,
            maxReconnectDelay,
            maxSuspension);
    return new NatsSink<>(
        this, givenEndpoint == null ? ownEndpoint.build() : givenEndpoint, limits);
  }
}
