// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.reader;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookReset;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.Trade;
import io.marketprism.sources.FeedNotice;
import io.marketprism.sources.InstrumentsChanged;
import io.marketprism.sources.ResyncRequest;
import io.marketprism.sources.feed.FeedMetrics;
import io.marketprism.sources.pressure.LevelChange;
import io.marketprism.sources.pressure.ReaderLoad;
import io.marketprism.sources.pressure.Restraint;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.split.FeedSplitState;
import io.marketprism.sources.venue.VenueSettings;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The source's part in a subtask: emits what the feeds hand over and keeps their cursors. Nothing
 * stands between the feeds' thread and the task but the {@link HandoverQueue}. On the task's
 * thread.
 */
public final class FeedReader implements SourceReader<MarketEvent, FeedSplit> {
  private static final Logger LOG = LoggerFactory.getLogger(FeedReader.class);

  private final HandoverQueue queue;
  private final SubtaskFeeds feeds;
  private final Map<String, FeedSplitState> states = new HashMap<>();
  private final Queue<HandoverQueue.Entry> batch = new ArrayDeque<>();
  private final Queue<FeedStatus> notices = new ArrayDeque<>();
  private final LevelNotices levelNotices;
  private final Restraint restraint;
  private final Counter emitted;

  private FeedReader(
      HandoverQueue queue,
      SubtaskFeeds feeds,
      LevelNotices levelNotices,
      Restraint restraint,
      Counter emitted) {
    this.queue = queue;
    this.feeds = feeds;
    this.levelNotices = levelNotices;
    this.restraint = restraint;
    this.emitted = emitted;
    levelNotices.onArrival(queue::wakeUp);
  }

  /**
   * @param venues the configured venues
   * @param handoverBytes capacity between sockets and task, in bytes
   * @param maxPauseMillis how long a feed waits for a slow job before it gives up its backlog
   * @param journaled whether what reaches the feeds is handed over as well
   * @param perInstrumentMetrics whether there is a series per instrument
   * @param restraints tell what the feeds do without under pressure
   */
  public static FeedReader create(
      List<VenueSettings> venues,
      long handoverBytes,
      long maxPauseMillis,
      boolean journaled,
      boolean perInstrumentMetrics,
      Restraint.Provider restraints,
      SourceReaderContext context) {
    Map<String, VenueSettings> byKey =
        venues.stream().collect(Collectors.toMap(VenueSettings::venue, Function.identity()));
    HandoverQueue queue = new HandoverQueue(handoverBytes);
    FeedMetrics metrics = new FeedMetrics(context.metricGroup(), queue, perInstrumentMetrics);
    LevelNotices levelNotices = new LevelNotices(venues);
    Restraint restraint = restraints.open(loadOf(queue, levelNotices), context.metricGroup());
    String name = "market-feeds-" + context.getIndexOfSubtask();
    return new FeedReader(
        queue,
        new SubtaskFeeds(byKey, queue, restraint, maxPauseMillis, journaled, metrics, name),
        levelNotices,
        restraint,
        context.metricGroup().getIOMetricGroup().getNumRecordsInCounter());
  }

  private static ReaderLoad loadOf(HandoverQueue queue, LevelNotices notices) {
    return new ReaderLoad() {
      @Override
      public long blockedNanos() {
        return queue.blockedNanos();
      }

      @Override
      public void announce(LevelChange change) {
        notices.add(change, System.currentTimeMillis());
      }
    };
  }

  @Override
  public void start() {
    // Splits are handed out as they are planned; until then there is nothing to do.
  }

  @Override
  public void addSplits(List<FeedSplit> splits) {
    LOG.info("feeds to open: {}", splits);
    for (FeedSplit split : splits) {
      states.put(split.splitId(), new FeedSplitState(split));
      feeds.open(split);
    }
  }

  @Override
  public void notifyNoMoreSplits() {
    throw new IllegalStateException("markets have no end, and more feeds may come at any time");
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    if (event instanceof ResyncRequest request) {
      feeds.resync(request);
    } else if (event instanceof InstrumentsChanged change) {
      FeedSplitState state = states.get(change.splitId());
      // A split that this reader does not have was given away meanwhile, with its new instruments.
      if (state != null) {
        state.instruments(change.instruments());
        feeds.instruments(change.splitId(), change.instruments());
      }
    } else if (event instanceof FeedNotice notice) {
      notices.add(notice.at(System.currentTimeMillis()));
      queue.wakeUp();
    }
  }

  @Override
  public InputStatus pollNext(ReaderOutput<MarketEvent> output) {
    for (FeedStatus next = notices.poll(); next != null; next = notices.poll()) {
      output.collect(next);
    }
    for (FeedStatus next = levelNotices.poll(); next != null; next = levelNotices.poll()) {
      output.collect(next);
    }
    if (batch.isEmpty()) {
      queue.take(batch);
    }
    HandoverQueue.Entry next = batch.poll();
    if (next == null) {
      return InputStatus.NOTHING_AVAILABLE;
    }
    emit(next.event(), states.get(next.splitId()), output);
    return InputStatus.MORE_AVAILABLE;
  }

  /** Emits an event and moves its instrument's cursor, in one step of the task's thread. */
  private void emit(MarketEvent event, FeedSplitState state, ReaderOutput<MarketEvent> output) {
    emitted.inc();
    output.collect(event);
    if (event instanceof BookDelta delta) {
      state.advance(delta.instrument(), delta.lastId(), delta.receiveTime());
    } else if (event instanceof Trade trade) {
      state.advance(trade.instrument(), trade.sequence(), trade.receiveTime());
    } else if (event instanceof BookSnapshot snapshot) {
      state.advance(snapshot.instrument(), snapshot.updateId(), snapshot.receiveTime());
    } else if (event instanceof BookReset reset && !reset.away()) {
      state.forget(reset.instrument());
    }
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    // While a batch is not used up, the queue has not been found empty since, and this is done.
    return queue.available();
  }

  @Override
  public List<FeedSplit> snapshotState(long checkpointId) {
    return states.values().stream().map(FeedSplitState::toSplit).toList();
  }

  @Override
  public void close() throws Exception {
    try {
      feeds.close();
    } finally {
      restraint.close();
    }
  }
}
