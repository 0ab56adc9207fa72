// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import io.marketprism.job.book.RecordedMetrics;
import io.marketprism.model.MarketEvent;
import io.marketprism.sources.MarketDataSource;
import io.marketprism.sources.split.FeedSplit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.runtime.metrics.groups.InternalSourceReaderMetricGroup;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;

/** A source's reader on a thread of its own, which stands for the task of a Flink job. */
final class RigReader implements SourceReaderContext, ReaderOutput<MarketEvent>, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RecordedMetrics metrics = new RecordedMetrics();
  private final SourceReaderMetricGroup metricGroup =
      InternalSourceReaderMetricGroup.mock(metrics.task());
  private final Consumer<MarketEvent> sink;
  private final SourceReader<MarketEvent, FeedSplit> reader;
  private final ConcurrentLinkedQueue<Runnable> actions = new ConcurrentLinkedQueue<>();
  private final Semaphore signal = new Semaphore(0);
  private final Thread task = new Thread(this::run, "task");
  private volatile boolean closed;
  private volatile Throwable failure;

  RigReader(MarketDataSource source, Consumer<MarketEvent> sink) {
    this.sink = sink;
    this.reader = source.createReader(this);
    task.start();
  }

  private void run() {
    try {
      reader.start();
      while (!closed) {
        for (Runnable next = actions.poll(); next != null; next = actions.poll()) {
          next.run();
        }
        if (reader.pollNext(this) == InputStatus.NOTHING_AVAILABLE) {
          reader.isAvailable().thenRun(signal::release);
          signal.acquire();
          signal.drainPermits();
        }
      }
      reader.close();
    } catch (Exception | AssertionError e) {
      failure = e;
    }
  }

  RecordedMetrics metrics() {
    return metrics;
  }

  private void execute(Runnable action) {
    actions.add(action);
    signal.release();
  }

  void addSplits(List<FeedSplit> splits) {
    execute(() -> reader.addSplits(splits));
  }

  void handle(SourceEvent event) {
    execute(() -> reader.handleSourceEvents(event));
  }

  /** The splits with their cursors, as a checkpoint has them. */
  List<FeedSplit> snapshot() throws Exception {
    CompletableFuture<List<FeedSplit>> splits = new CompletableFuture<>();
    execute(() -> splits.complete(reader.snapshotState(1)));
    return splits.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void collect(MarketEvent event) {
    sink.accept(event);
  }

  @Override
  public void collect(MarketEvent event, long timestamp) {
    sink.accept(event);
  }

  @Override
  public SourceOutput<MarketEvent> createOutputForSplit(String splitId) {
    return this;
  }

  @Override
  public void releaseOutputForSplit(String splitId) {
    // One output is there for all splits.
  }

  @Override
  public void emitWatermark(Watermark watermark) {
    throw new IllegalStateException("feeds have no watermarks");
  }

  @Override
  public void markIdle() {
    // Nobody waits for watermarks.
  }

  @Override
  public void markActive() {
    // Nobody waits for watermarks.
  }

  @Override
  public SourceReaderMetricGroup metricGroup() {
    return metricGroup;
  }

  @Override
  public Configuration getConfiguration() {
    return new Configuration();
  }

  @Override
  public String getLocalHostName() {
    return "localhost";
  }

  @Override
  public int getIndexOfSubtask() {
    return 0;
  }

  @Override
  public void sendSplitRequest() {
    throw new IllegalStateException("splits are handed out, not asked for");
  }

  @Override
  public void sendSourceEventToCoordinator(SourceEvent event) {
    throw new IllegalStateException("a reader tells its coordinator nothing: " + event);
  }

  @Override
  public UserCodeClassLoader getUserCodeClassLoader() {
    return SimpleUserCodeClassLoader.create(getClass().getClassLoader());
  }

  @Override
  public void close() throws Exception {
    closed = true;
    signal.release();
    task.join(PATIENCE.toMillis());
    if (failure != null) {
      throw new AssertionError("the reader failed", failure);
    }
  }
}
