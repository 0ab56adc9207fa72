// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.reader;

import io.marketprism.model.FeedStatus;
import io.marketprism.model.MarketEvent;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.core.io.InputStatus;

/** The source's part in a subtask: emits what the feeds hand over and keeps their cursors. */
public final class FeedReader
    extends SingleThreadMultiplexSourceReaderBase<
        MarketEvent, MarketEvent, FeedSplit, FeedSplitState> {
  private final AtomicReference<FeedSplitReader> splitReader;
  private final Map<String, FeedSplitState> states = new HashMap<>();
  private final Queue<FeedStatus> notices = new ArrayDeque<>();
  private final LevelNotices levelNotices;
  private final Restraint restraint;

  private FeedReader(
      AtomicReference<FeedSplitReader> splitReader,
      Function<AtomicReference<FeedSplitReader>, FeedSplitReader> factory,
      LevelNotices levelNotices,
      Restraint restraint,
      SourceReaderContext context) {
    super(() -> factory.apply(splitReader), new FeedEmitter(), context.getConfiguration(), context);
    this.splitReader = splitReader;
    this.levelNotices = levelNotices;
    this.restraint = restraint;
    // Told by another thread, while the task may wait for events.
    levelNotices.onArrival(() -> splitFetcherManager.getQueue().notifyAvailable());
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
        new AtomicReference<>(),
        reference -> {
          FeedSplitReader reader =
              new FeedSplitReader(
                  byKey, queue, restraint, maxPauseMillis, journaled, metrics, name);
          reference.set(reader);
          return reader;
        },
        levelNotices,
        restraint,
        context);
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
  public void handleSourceEvents(SourceEvent event) {
    FeedSplitReader reader = splitReader.get();
    if (event instanceof ResyncRequest request && reader != null) {
      reader.resync(request);
    } else if (event instanceof InstrumentsChanged change) {
      FeedSplitState state = states.get(change.splitId());
      // A split that this reader does not have was given away meanwhile, with its new instruments.
      if (state != null && reader != null) {
        state.instruments(change.instruments());
        reader.instruments(change.splitId(), change.instruments());
      }
    } else if (event instanceof FeedNotice notice) {
      notices.add(notice.at(System.currentTimeMillis()));
      // The task asks for events only when there are some, and this one comes on no feed.
      splitFetcherManager.getQueue().notifyAvailable();
    }
  }

  @Override
  public InputStatus pollNext(ReaderOutput<MarketEvent> output) throws Exception {
    for (FeedStatus next = notices.poll(); next != null; next = notices.poll()) {
      output.collect(next);
    }
    for (FeedStatus next = levelNotices.poll(); next != null; next = levelNotices.poll()) {
      output.collect(next);
    }
    return super.pollNext(output);
  }

  @Override
  public void close() throws Exception {
    try {
      super.close();
    } finally {
      restraint.close();
    }
  }

  @Override
  protected void onSplitFinished(Map<String, FeedSplitState> finished) {
    throw new IllegalStateException("feeds have no end: " + finished.keySet());
  }

  @Override
  protected FeedSplitState initializedState(FeedSplit split) {
    FeedSplitState state = new FeedSplitState(split);
    states.put(split.splitId(), state);
    return state;
  }

  @Override
  protected FeedSplit toSplitType(String splitId, FeedSplitState state) {
    return state.toSplit();
  }
}
