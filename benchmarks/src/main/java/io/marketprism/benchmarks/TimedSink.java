// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Notes how long another sink takes from its first record until it has flushed the last one, and so
 * leaves out what a job needs to start and to end. For one writer at a time, in this JVM.
 */
final class TimedSink implements Sink<Long> {

  private static final long serialVersionUID = 1L;
  private static final AtomicLong STARTED = new AtomicLong();
  private static final AtomicLong NANOS = new AtomicLong();

  private final Sink<Long> timed;

  TimedSink(Sink<Long> timed) {
    this.timed = timed;
  }

  /** What the last job took. */
  static long nanos() {
    return NANOS.get();
  }

  @Override
  public SinkWriter<Long> createWriter(WriterInitContext context) throws IOException {
    SinkWriter<Long> writer = timed.createWriter(context);
    return new SinkWriter<>() {
      private boolean started;

      @Override
      public void write(Long number, Context recordContext)
          throws IOException, InterruptedException {
        if (!started) {
          started = true;
          STARTED.set(System.nanoTime());
        }
        writer.write(number, recordContext);
      }

      @Override
      public void flush(boolean endOfInput) throws IOException, InterruptedException {
        writer.flush(endOfInput);
        if (endOfInput) {
          NANOS.set(System.nanoTime() - STARTED.get());
        }
      }

      @Override
      public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
        writer.writeWatermark(watermark);
      }

      @Override
      public void close() throws Exception {
        writer.close();
      }
    };
  }
}
