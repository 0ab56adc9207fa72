// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/** One subtask's writer. All methods belong to the task thread. */
final class NatsSinkWriter<T> implements StatefulSinkWriter<T, WriterState> {

  private final NatsRecordSerializer<T> serializer;
  private final Publisher publisher;
  private final NatsSinkMetrics metrics;
  private final HeaderBlock.Encoder headers = new HeaderBlock.Encoder();
  private final Counter recordsSend;
  private final Counter bytesSend;
  private final Counter sendErrors;

  /** Null where the job was not restored. */
  @Nullable private final CatchUp catchUp;

  /** What may come again although the streams have it; null when nothing can. */
  @Nullable private StoredIds stored;

  NatsSinkWriter(
      NatsRecordSerializer<T> serializer,
      Publisher publisher,
      NatsSinkMetrics metrics,
      SinkWriterMetricGroup group,
      @Nullable CatchUp catchUp,
      @Nullable StoredIds stored) {
    this.catchUp = catchUp;
    this.serializer = serializer;
    this.publisher = publisher;
    this.metrics = metrics;
    this.stored = stored;
    recordsSend = group.getNumRecordsSendCounter();
    bytesSend = group.getNumBytesSendCounter();
    sendErrors = group.getNumRecordsSendErrorsCounter();
    group.setCurrentSendTimeGauge(publisher::lastSendMillis);
  }

  /**
   * @throws NatsPublishException when this or an earlier record could not be published
   * @throws IllegalArgumentException when the serializer gave a subject or header that NATS does
   *     not take
   */
  @Override
  public void write(T record, Context context) throws IOException, InterruptedException {
    NatsMessage message = serializer.serialize(record);
    if (message == null) {
      return;
    }
    SubjectSeries series = metrics.series(message.subject());
    if (stored != null && isStored(stored, message)) {
      series.coarse().duplicates().inc();
      return;
    }
    PendingMessage pending =
        new PendingMessage(
            message.subject(),
            message.messageId(),
            headers.encode(message.headers(), message.messageId()),
            message.payload(),
            series);
    try {
      publisher.publish(pending, message.delivery());
    } catch (NatsPublishException e) {
      sendErrors.inc();
      throw e;
    }
    recordsSend.inc();
    bytesSend.inc(pending.bytes);
  }

  private static boolean isStored(StoredIds stored, NatsMessage message)
      throws InterruptedException {
    return message.delivery() == Delivery.JETSTREAM
        && message.messageId() != null
        && stored.have(message.subject(), message.messageId());
  }

  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    publisher.flush();
    metrics.endIdle(System.nanoTime());
    if (catchUp != null && catchUp.isOver(Instant.now())) {
      stored = null;
    }
  }

  @Override
  public List<WriterState> snapshotState(long checkpointId) {
    Instant now = Instant.now();
    Instant confirmedAt = catchUp == null ? now : catchUp.confirmedAt(now);
    return List.of(new WriterState(confirmedAt.toEpochMilli()));
  }

  @Override
  public void close() {
    publisher.close();
  }
}
