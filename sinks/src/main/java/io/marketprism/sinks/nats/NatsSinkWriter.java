// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.io.IOException;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/** One subtask's writer. All methods belong to the task thread. */
final class NatsSinkWriter<T> implements SinkWriter<T> {

  private final NatsRecordSerializer<T> serializer;
  private final Publisher publisher;
  private final NatsSinkMetrics metrics;
  private final HeaderBlock.Encoder headers = new HeaderBlock.Encoder();
  private final Counter recordsSend;
  private final Counter bytesSend;
  private final Counter sendErrors;

  NatsSinkWriter(
      NatsRecordSerializer<T> serializer,
      Publisher publisher,
      NatsSinkMetrics metrics,
      SinkWriterMetricGroup group) {
    this.serializer = serializer;
    this.publisher = publisher;
    this.metrics = metrics;
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
    PendingMessage pending =
        new PendingMessage(
            message.subject(),
            headers.encode(message.headers(), message.messageId()),
            message.payload(),
            metrics.series(message.subject()));
    try {
      publisher.publish(pending, message.delivery());
    } catch (NatsPublishException e) {
      sendErrors.inc();
      throw e;
    }
    recordsSend.inc();
    bytesSend.inc(pending.bytes);
  }

  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    publisher.flush();
    metrics.endIdle(System.nanoTime());
  }

  @Override
  public void close() {
    publisher.close();
  }
}
