// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import io.marketprism.sources.MarketDataSource;
import io.marketprism.sources.enumerator.EnumeratorState;
import io.marketprism.sources.split.FeedSplit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** A source's enumerator on a thread of its own, and the one reader that it knows. */
final class RigCoordinator implements SplitEnumeratorContext<FeedSplit>, AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(run -> new Thread(run, "coordinator"));
  private final Map<Integer, ReaderInfo> registered = new ConcurrentHashMap<>();
  private final SplitEnumerator<FeedSplit, EnumeratorState> enumerator;
  private volatile RigReader reader;
  private volatile Throwable failure;

  RigCoordinator(MarketDataSource source, EnumeratorState restored) throws Exception {
    enumerator =
        restored == null ? source.createEnumerator(this) : source.restoreEnumerator(this, restored);
    call(
        () -> {
          enumerator.start();
          return null;
        });
  }

  /** The reader is there, and reports what it had. */
  void register(RigReader newReader, List<FeedSplit> reported) throws Exception {
    reader = newReader;
    call(
        () -> {
          registered.put(0, ReaderInfo.createReaderInfo(0, "localhost", reported));
          enumerator.addReader(0);
          return null;
        });
  }

  /** The reader failed; what it was given since the last checkpoint comes back. */
  void lose(List<FeedSplit> returned) throws Exception {
    call(
        () -> {
          registered.clear();
          enumerator.addSplitsBack(returned, 0);
          return null;
        });
  }

  /** An event of the job, such as a request for a snapshot. */
  void handle(SourceEvent event) throws Exception {
    call(
        () -> {
          enumerator.handleSourceEvent(0, event);
          return null;
        });
  }

  EnumeratorState snapshot() throws Exception {
    return call(() -> enumerator.snapshotState(1));
  }

  private <T> T call(Callable<T> action) throws Exception {
    return thread.submit(action).get(30, TimeUnit.SECONDS);
  }

  @Override
  public void sendEventToSourceReader(int subtaskId, SourceEvent event) {
    reader.handle(event);
  }

  @Override
  public int currentParallelism() {
    return 1;
  }

  @Override
  public Map<Integer, ReaderInfo> registeredReaders() {
    return registered;
  }

  @Override
  public void assignSplits(SplitsAssignment<FeedSplit> assignment) {
    assignment.assignment().forEach((subtask, splits) -> reader.addSplits(splits));
  }

  @Override
  public void signalNoMoreSplits(int subtask) {
    throw new IllegalStateException("feeds have no end");
  }

  @Override
  public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
    throw new IllegalStateException("the lists are fetched by the enumerator's own client");
  }

  @Override
  public <T> void callAsync(
      Callable<T> callable, BiConsumer<T, Throwable> handler, long initialDelay, long period) {
    throw new IllegalStateException("the lists are fetched by the enumerator's own client");
  }

  @Override
  public void runInCoordinatorThread(Runnable action) {
    try {
      thread.execute(
          () -> {
            try {
              action.run();
            } catch (RuntimeException e) {
              // Flink would fail the job.
              failure = e;
            }
          });
    } catch (RejectedExecutionException e) {
      // An answer that came when all was over.
      return;
    }
  }

  @Override
  public SplitEnumeratorMetricGroup metricGroup() {
    return UnregisteredMetricsGroup.createSplitEnumeratorMetricGroup();
  }

  @Override
  public void close() throws Exception {
    enumerator.close();
    thread.shutdown();
    thread.awaitTermination(10, TimeUnit.SECONDS);
    if (failure != null) {
      throw new AssertionError("the enumerator failed", failure);
    }
  }
}
