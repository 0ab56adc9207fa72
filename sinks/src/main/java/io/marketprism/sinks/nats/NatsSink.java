// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Publishes a stream on NATS, core and JetStream, record by record as the serializer says.
 *
 * <pre>{@code
 * NatsSink<Trade> sink =
 *     NatsSink.<Trade>builder()
 *         .servers("nats://localhost:4222")
 *         .serializer(
 *             trade ->
 *                 new NatsMessage(
 *                     "trade." + trade.symbol(),
 *                     "trade:" + trade.symbol() + ":" + trade.id(),
 *                     Map.of(),
 *                     trade.toJson(),
 *                     Delivery.JETSTREAM))
 *         .streams(StreamSpec.builder("TRADES", "trade.>").build())
 *         .build();
 * stream.sinkTo(sink).uid("nats");
 * }</pre>
 *
 * <p>At a checkpoint every JetStream message is acked and every core message followed by a PONG, or
 * the checkpoint fails. That is at least once for JetStream, and once in the stream for messages
 * with an id: what is repeated within the duplicate window is dropped by the stream, and what was
 * published longer ago than that, because no checkpoint was made in between, is looked up in the
 * streams given to the builder and not published again. Core subscribers get each message at most
 * once per attempt of the job. The order per subject is the order of the records of one writer.
 *
 * @param <T> the records of the stream
 */
public final class NatsSink<T> implements Sink<T>, SupportsWriterState<T, WriterState> {

  private static final long serialVersionUID = 1L;

  /**
   * How far back streams are read where a checkpoint does not say when it was made: of a version
   * that did not write it down, or for a writer that a higher parallelism has added.
   */
  private static final Duration LOOK_BACK = CatchUp.LASTS;

  private final NatsEndpoint endpoint;
  private final NatsRecordSerializer<T> serializer;
  private final SendLimits limits;
  @Nullable private final StreamBootstrap bootstrap;
  private final SubjectLabels subjectLabels;
  private final int maxSubjectSeries;
  private final Duration subjectSeriesIdle;
  private final List<String> knownSubjects;

  NatsSink(NatsSinkBuilder<T> builder, NatsEndpoint endpoint, SendLimits limits) {
    this.endpoint = endpoint;
    this.limits = limits;
    serializer = builder.serializer;
    bootstrap = builder.streams.isEmpty() ? null : new StreamBootstrap(builder.streams);
    subjectLabels = builder.subjectLabels;
    maxSubjectSeries = builder.maxSubjectSeries;
    subjectSeriesIdle = builder.subjectSeriesIdle;
    knownSubjects = List.copyOf(builder.knownSubjects);
  }

  public static <T> NatsSinkBuilder<T> builder() {
    return new NatsSinkBuilder<>();
  }

  /**
   * Connects and brings the streams in place.
   *
   * @throws IOException when NATS cannot be reached or does not let us in, or a stream cannot be
   *     had as configured
   */
  @Override
  public StatefulSinkWriter<T, WriterState> createWriter(WriterInitContext context)
      throws IOException {
    return open(context, null);
  }

  /**
   * As {@link #createWriter}, for a job that was restored: messages will come again that were
   * published after the checkpoint.
   */
  @Override
  public StatefulSinkWriter<T, WriterState> restoreWriter(
      WriterInitContext context, Collection<WriterState> states) throws IOException {
    Instant now = Instant.now();
    Instant confirmedAt =
        states.stream()
            .map(state -> Instant.ofEpochMilli(state.confirmedAt()))
            .min(Instant::compareTo)
            .orElse(now.minus(LOOK_BACK));
    return open(context, new CatchUp(confirmedAt, now));
  }

  @Override
  public SimpleVersionedSerializer<WriterState> getWriterStateSerializer() {
    return new WriterState.Serializer();
  }

  private NatsSinkWriter<T> open(WriterInitContext context, @Nullable CatchUp catchUp)
      throws IOException {
    NatsSinkMetrics metrics =
        new NatsSinkMetrics(
            context.metricGroup(), subjectLabels, maxSubjectSeries, subjectSeriesIdle);
    metrics.register(knownSubjects);
    try {
      serializer.open(context.asSerializationSchemaInitializationContext());
    } catch (Exception e) {
      throw new IOException("The NATS record serializer could not be opened.", e);
    }
    try {
      Publisher publisher = Publisher.open(endpoint, limits, metrics, bootstrap, catchUp);
      StoredIds stored =
          bootstrap == null || catchUp == null
              ? null
              : StoredIds.between(endpoint, bootstrap.specs(), catchUp);
      return new NatsSinkWriter<>(
          serializer, publisher, metrics, context.metricGroup(), catchUp, stored);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while connecting to " + endpoint, e);
    }
  }
}
