// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.enumerator;

import io.marketprism.sources.split.FeedSplit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** What an enumerator asks of Flink, written down; the coordinator's thread is the test's. */
final class ScriptedContext implements SplitEnumeratorContext<FeedSplit> {
  private final int parallelism;
  private final Map<Integer, ReaderInfo> registered = new HashMap<>();
  private final Map<Integer, List<FeedSplit>> assigned = new HashMap<>();
  private final Map<Integer, List<SourceEvent>> events = new HashMap<>();
  private final ConcurrentLinkedQueue<Runnable> pending = new ConcurrentLinkedQueue<>();

  ScriptedContext(int parallelism) {
    this.parallelism = parallelism;
  }

  /** A reader registers and reports what it had. */
  void register(FeedEnumerator enumerator, int subtask, FeedSplit... reported) {
    registered.put(subtask, ReaderInfo.createReaderInfo(subtask, "localhost", List.of(reported)));
    enumerator.addReader(subtask);
  }

  void unregister(int subtask) {
    registered.remove(subtask);
  }

  /** The splits that a reader was given, all of its life. */
  List<FeedSplit> assigned(int subtask) {
    return assigned.getOrDefault(subtask, List.of());
  }

  List<FeedSplit> assigned() {
    return assigned.values().stream().flatMap(List::stream).toList();
  }

  void forgetAssigned() {
    assigned.clear();
  }

  List<SourceEvent> events(int subtask) {
    return events.getOrDefault(subtask, List.of());
  }

  /** Runs what other threads asked the coordinator to do. */
  void runPending() {
    for (Runnable next = pending.poll(); next != null; next = pending.poll()) {
      next.run();
    }
  }

  @Override
  public void runInCoordinatorThread(Runnable action) {
    pending.add(action);
  }

  @Override
  public void assignSplits(SplitsAssignment<FeedSplit> assignment) {
    assignment
        .assignment()
        .forEach(
            (subtask, splits) ->
                assigned.computeIfAbsent(subtask, key -> new ArrayList<>()).addAll(splits));
  }

  @Override
  public void sendEventToSourceReader(int subtask, SourceEvent event) {
    events.computeIfAbsent(subtask, key -> new ArrayList<>()).add(event);
  }

  @Override
  public int currentParallelism() {
    return parallelism;
  }

  @Override
  public Map<Integer, ReaderInfo> registeredReaders() {
    return Map.copyOf(registered);
  }

  @Override
  public void signalNoMoreSplits(int subtask) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> void callAsync(
      Callable<T> callable, BiConsumer<T, Throwable> handler, long initialDelay, long period) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SplitEnumeratorMetricGroup metricGroup() {
    return UnregisteredMetricsGroup.createSplitEnumeratorMetricGroup();
  }
}
