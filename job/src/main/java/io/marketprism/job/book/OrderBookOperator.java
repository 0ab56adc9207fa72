// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import io.marketprism.job.book.TrackedBook.Status;
import io.marketprism.job.latency.PipelineMetrics;
import io.marketprism.model.BookDelta;
import io.marketprism.model.BookEvent;
import io.marketprism.model.BookReset;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.book.OrderBook;
import io.marketprism.model.serde.ModelTypes;
import io.marketprism.model.wire.WireMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.function.LongSupplier;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.IOUtils;
import org.apache.flink.util.OutputTag;

/**
 * Keeps every instrument's book and publishes it. Input: {@link BookEvent}s, keyed by {@link
 * Instrument#key()}. Output: {@code orderbook} messages, and {@code orderbook_delta} and {@code
 * quote} messages where switched on; on the side {@link #NOTICES}.
 *
 * <p>A book is published only while it is live: from a snapshot on, or, after a restore, from the
 * first delta on that continues the restored book. Every delta is checked although the feed has
 * done so: one that does not continue the book, crosses it or does not fit it ends the book with a
 * notice, and the feed is asked for a new snapshot.
 *
 * <p>Where books live is {@link BookShelf}'s affair, when they are published {@link
 * PublishSchedule}'s. Under pressure less is published of them ({@link Thinning}), and nothing is
 * ever dropped of what is kept. All clocks are the task's processing time; it decides when to
 * publish and when a silent book is dropped, never whether a book is valid. In a replay the times
 * at which events were received decide when to publish, so that each replay publishes the same.
 */
public final class OrderBookOperator extends AbstractStreamOperator<WireMessage>
    implements OneInputStreamOperator<MarketEvent, WireMessage>,
        Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1L;

  /** What consumers must know beside the books: breaks of a book that only this operator sees. */
  public static final OutputTag<MarketEvent> NOTICES =
      new OutputTag<>("order-book-notices", ModelTypes.MARKET_EVENT);

  /** Least time between two requests for the same book, ms. */
  static final long REQUEST_INTERVAL_MS = 60_000;

  private final BookOptions options;
  private final transient ResyncRequests resyncRequests;
  private final ProcessStrain.Provider strains;
  private final transient Map<String, TrackedBook> books = new HashMap<>();
  private final transient PublishSchedule schedule;

  private transient BookShelf shelf;
  private transient BookMetrics bookMetrics;
  private transient BookPublisher publisher;
  private transient InternalTimerService<VoidNamespace> expiryTimers;
  private transient ScheduledFuture<?> publishTimer;
  private transient long publishTimerAt;
  private transient ProcessStrain strain;
  private transient HeapShare heapShare;
  private transient int level;

  public OrderBookOperator(
      StreamOperatorParameters<WireMessage> parameters,
      BookOptions options,
      ResyncRequests resyncRequests,
      ProcessStrain.Provider strains) {
    super(parameters);
    this.options = options;
    this.resyncRequests = resyncRequests;
    this.strains = strains;
    this.schedule = new PublishSchedule(options.publishIntervalMs());
  }

  @Override
  public void open() throws Exception {
    super.open();
    if (!"rocksdb".equals(getKeyedStateBackend().getBackendTypeIdentifier())) {
      // A state backend on the heap would keep, and write in the background, the very book that
      // this operator goes on changing.
      throw new IllegalStateException(
          "order books need a state backend that stores copies, but this one is "
              + getKeyedStateBackend().getBackendTypeIdentifier()
              + "; set state.backend.type: rocksdb");
    }
    BookCache cache = new BookCache(cacheBytes());
    bookMetrics = new BookMetrics(getMetricGroup(), options.perSymbolSeries(), cache);
    shelf =
        new BookShelf(
            getKeyedStateStore().getState(OrderBookState.book(options.expiryMs())),
            this::setCurrentKey,
            cache,
            bookMetrics);
    publisher =
        new BookPublisher(
            options,
            new PipelineMetrics(getMetricGroup(), options.kinds()),
            message -> output.collect(new StreamRecord<>(message)));
    strain = strains.open();
    expiryTimers =
        getInternalTimerService(
            OrderBookState.EXPIRY_TIMERS, VoidNamespaceSerializer.INSTANCE, this);
  }

  private LongSupplier cacheBytes() {
    if (options.cacheBytes() != BookOptions.HEAP_SHARE) {
      return options::cacheBytes;
    }
    heapShare = HeapShare.open();
    return heapShare::bytes;
  }

  /** Does nothing: {@link BookShelf} names the key of each access, and most events make none. */
  @Override
  @SuppressWarnings("rawtypes") // as declared above
  public void setKeyContextElement1(StreamRecord element) {
    // The keys of events are not looked at.
  }

  @Override
  public void processElement(StreamRecord<MarketEvent> element) throws Exception {
    if (!(element.getValue() instanceof BookEvent event)) {
      throw new IllegalArgumentException(
          "the order books take book events only, but got " + element.getValue());
    }
    thin();
    long began = System.nanoTime();
    long wall = now();
    TrackedBook tracked = track(event.instrument(), wall);
    long now = wall;
    if (options.replayed()) {
      now = event.receiveTime();
      if (schedule.isOver(tracked, now)) {
        publishLatest(tracked, now);
      }
    }
    if (event.replica() != 0) {
      onReplicated(tracked, event, now);
    } else if (event instanceof BookDelta delta) {
      onDelta(tracked, delta, now);
    } else if (event instanceof BookSnapshot snapshot) {
      onSnapshot(tracked, snapshot, now);
    } else if (event instanceof BookReset) {
      silence(tracked);
    }
    shelf.makeRoom();
    tracked.series.took(System.nanoTime() - began);
  }

  /** Follows the level of degradation. */
  private void thin() {
    int current = strain.level();
    if (current != level) {
      level = current;
      Thinning thinning = Thinning.of(options, level);
      publisher.thin(thinning);
      schedule.interval(thinning.intervalMs());
    }
  }

  private TrackedBook track(Instrument instrument, long now) {
    TrackedBook tracked = books.get(instrument.key());
    if (tracked == null) {
      tracked = new TrackedBook(instrument, bookMetrics.series(instrument.key()));
      books.put(tracked.key, tracked);
      armExpiry(tracked, now + options.expiryMs());
    }
    tracked.instrument = instrument;
    tracked.lastActivity = now;
    return tracked;
  }

  private void onDelta(TrackedBook tracked, BookDelta delta, long now) throws Exception {
    if (tracked.status == Status.SILENT && tracked.resyncRequestedAt != TrackedBook.NEVER) {
      // What was under way when the book broke; it is only news if no answer comes.
      requestResync(tracked, Violation.SEQUENCE_GAP, now);
      return;
    }
    OrderBook book = tracked.status == Status.SILENT ? null : shelf.open(tracked);
    tracked.lastGood(book);
    if (book == null) {
      violated(tracked, Violation.SEQUENCE_GAP, "there is no book to continue", now);
      return;
    }
    if (delta.previousId() != book.lastId()) {
      String detail = "the delta continues " + delta.previousId();
      violated(tracked, Violation.SEQUENCE_GAP, detail, now);
      return;
    }
    take(tracked, delta, now);
  }

  private void take(TrackedBook tracked, BookDelta delta, long now) {
    try {
      tracked.book.apply(delta, options.keepDepth());
    } catch (MalformedDecimalException e) {
      violated(tracked, Violation.BAD_NUMBER, e.getMessage(), now);
      return;
    }
    if (delta.lastId() < delta.previousId()) {
      // The venue began to count anew within the chain: lower ids are no older books.
      tracked.shownId = FeedStatus.NONE;
      tracked.firstAfterSync = true;
      tracked.deltaSnapshotDue = true;
    }
    applied(tracked, delta, now);
  }

  private void onSnapshot(TrackedBook tracked, BookSnapshot snapshot, long now) {
    if (tracked.status != Status.LIVE) {
      tracked.forgetShown();
    }
    tracked.lastGood(tracked.book);
    if (tracked.book == null) {
      tracked.book = new OrderBook();
    }
    try {
      tracked.book.apply(snapshot, options.keepDepth());
    } catch (MalformedDecimalException e) {
      violated(tracked, Violation.BAD_NUMBER, e.getMessage(), now);
      return;
    }
    tracked.firstAfterSync = true;
    tracked.deltaSnapshotDue = true;
    tracked.refreshPending = false;
    tracked.resyncRequestedAt = TrackedBook.NEVER;
    applied(tracked, null, now);
  }

  /** An event of one of two connections that carry the book. */
  private void onReplicated(TrackedBook tracked, BookEvent event, long now) throws Exception {
    OrderBook book = tracked.status == Status.SILENT ? null : shelf.open(tracked);
    tracked.lastGood(book);
    Replicas replicas = tracked.replicas();
    boolean live = tracked.status == Status.LIVE;
    if (event instanceof BookDelta delta) {
      switch (replicas.onDelta(delta, book, live)) {
        case TAKE -> {
          take(tracked, delta.after(book.lastId()), now);
          becameLive(tracked, live, live ? null : BookNotices.RESTORE, now);
        }
        case LOST -> {
          endReplicated(tracked, delta.firstId(), now);
          requestResync(tracked, Violation.SEQUENCE_GAP, now);
        }
        default -> {
          // The book has it, or the other chain brings it.
        }
      }
    } else if (event instanceof BookSnapshot snapshot) {
      switch (replicas.onSnapshot(snapshot, book, live, tracked.refreshPending)) {
        case TAKE -> {
          onSnapshot(tracked, snapshot, now);
          becameLive(tracked, live, null, now);
        }
        case TAKE_OVER_GAP -> {
          endReplicated(tracked, snapshot.updateId(), now);
          onSnapshot(tracked, snapshot, now);
          becameLive(tracked, false, null, now);
        }
        default -> {
          // The book has it, or the other chain brings it.
        }
      }
    } else if (event instanceof BookReset reset
        && replicas.onReset(reset, book, live) == Replicas.Verdict.LOST) {
      endReplicated(tracked, FeedStatus.NONE, now);
      if (replicas.isAnyWhole()) {
        requestResync(tracked, Violation.SEQUENCE_GAP, now);
      }
    }
  }

  /** No connection continues the book, which only this operator can tell; nothing if none is. */
  private void endReplicated(TrackedBook tracked, long breakingId, long now) {
    if (tracked.book != null) {
      boolean live = tracked.status == Status.LIVE;
      announceLoss(
          tracked, live ? BookNotices.REPLICAS_LOST : BookNotices.RESTORE, breakingId, now);
      silence(tracked);
    }
  }

  private void announceLoss(TrackedBook tracked, String reason, long breakingId, long now) {
    output.collect(NOTICES, new StreamRecord<>(BookNotices.lost(tracked, reason, breakingId, now)));
  }

  private void becameLive(TrackedBook tracked, boolean wasLive, String reason, long now) {
    if (!wasLive && tracked.status == Status.LIVE) {
      output.collect(NOTICES, new StreamRecord<>(BookNotices.live(tracked, reason, now)));
    }
  }

  /**
   * The book took an event over.
   *
   * @param delta the event if it is a delta, else null
   */
  private void applied(TrackedBook tracked, BookDelta delta, long now) {
    if (tracked.book.isCrossed()) {
      violated(tracked, Violation.CROSSED, null, now);
      return;
    }
    tracked.status(Status.LIVE);
    shelf.changed(tracked);
    tracked.series.updated(tracked.book, now);
    if (!tracked.isBehind()) {
      publisher.stream(tracked, delta, now);
      if (!options.replayed()) {
        schedule.release(now);
      }
      boolean waits = tracked.changed;
      if (schedule.changed(tracked)) {
        publish(tracked, now);
      } else if (!waits) {
        setPublishTimer();
      }
    }
    refreshKnownRange(tracked, now);
  }

  private void publish(TrackedBook tracked, long now) {
    if (publisher.publish(tracked, now)) {
      shelf.published(tracked);
      strain.published(now - tracked.book.receiveTime());
      schedule.published(tracked, now);
    }
  }

  private void setPublishTimer() {
    long next = schedule.nextTime();
    if (next == PublishSchedule.NONE || options.replayed()) {
      return;
    }
    if (publishTimer != null) {
      if (publishTimerAt <= next) {
        return;
      }
      publishTimer.cancel(false);
    }
    publishTimerAt = next;
    publishTimer = getProcessingTimeService().registerTimer(next, time -> publishDue());
  }

  private void publishDue() throws Exception {
    thin();
    long now = now();
    for (TrackedBook due = schedule.pollDue(now); due != null; due = schedule.pollDue(now)) {
      publishLatest(due, now);
    }
    publishTimer = null;
    setPublishTimer();
  }

  /** Publishes a book that changed some time ago and may have been evicted or broken since. */
  private void publishLatest(TrackedBook tracked, long now) throws Exception {
    if (tracked.status == Status.LIVE && shelf.open(tracked) != null && !tracked.isBehind()) {
      publish(tracked, now);
      shelf.makeRoom();
    }
  }

  /** Asks for a snapshot in the background when a side runs out of known levels (rule B8). */
  private void refreshKnownRange(TrackedBook tracked, long now) {
    OrderBook book = tracked.book;
    int wanted = options.wantedLevels();
    boolean enough =
        (book.knowsAllBids() || book.knownBidCount() >= wanted)
            && (book.knowsAllAsks() || book.knownAskCount() >= wanted);
    if (!enough
        && !tracked.refreshPending
        && TrackedBook.passed(tracked.refreshRequestedAt, now, REQUEST_INTERVAL_MS)) {
      tracked.refreshPending = true;
      tracked.refreshRequestedAt = now;
      resyncRequests.request(tracked.instrument, ResyncRequests.KNOWN_RANGE);
    }
  }

  private void violated(TrackedBook tracked, Violation violation, String detail, long now) {
    tracked.series.violated(violation);
    LOG.warn(
        "{}: the book at {} is dropped, {}: {}",
        tracked.key,
        tracked.lastGoodId,
        violation.token(),
        detail);
    if (tracked.isReplicated() && tracked.lastGoodId != FeedStatus.NONE) {
      announceLoss(tracked, violation.token(), FeedStatus.NONE, now);
    }
    silence(tracked);
    requestResync(tracked, violation, now);
  }

  private void requestResync(TrackedBook tracked, Violation violation, long now) {
    if (TrackedBook.passed(tracked.resyncRequestedAt, now, REQUEST_INTERVAL_MS)) {
      tracked.resyncRequestedAt = now;
      resyncRequests.request(tracked.instrument, violation.token());
    }
  }

  /** The book is over until the next snapshot. */
  private void silence(TrackedBook tracked) {
    shelf.drop(tracked);
    tracked.status(Status.SILENT);
    schedule.forget(tracked);
    tracked.refreshPending = false;
    tracked.resyncRequestedAt = TrackedBook.NEVER;
    tracked.forgetShown();
  }

  private void armExpiry(TrackedBook tracked, long time) {
    tracked.expiryTimer = time;
    setCurrentKey(tracked.key);
    expiryTimers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, time);
  }

  /**
   * Drops a book without activity. RocksDB removes expired entries only when it compacts, and this
   * heap never would. The timer is not moved with every update; it looks when it fires.
   */
  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    long now = now();
    TrackedBook tracked = books.get(timer.getKey());
    if (tracked == null) {
      expireUntouched(timer.getKey(), now);
    } else if (timer.getTimestamp() == tracked.expiryTimer) {
      long due = tracked.lastActivity + options.expiryMs();
      if (due > now) {
        armExpiry(tracked, due);
      } else {
        expire(tracked, now);
      }
    }
    // Else the timer is of an earlier run, and the book got one of its own in this run.
  }

  private void expire(TrackedBook tracked, long now) throws Exception {
    OrderBook book = tracked.book != null ? tracked.book : shelf.stored(tracked.key);
    if (book != null || tracked.status == Status.LIVE) {
      announceExpiry(tracked.key, tracked.instrument.nativeId(), book, now);
    }
    silence(tracked);
    books.remove(tracked.key);
    bookMetrics.dropped(tracked.key, now);
  }

  /** A restored book of which this run has seen no event: only its own age is known. */
  private void expireUntouched(String key, long now) throws Exception {
    OrderBook book = shelf.stored(key);
    long due = book == null ? now : book.receiveTime() + options.expiryMs();
    if (due > now) {
      expiryTimers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, due);
      return;
    }
    if (book != null) {
      announceExpiry(key, null, book, now);
    }
    shelf.clear(key);
    bookMetrics.dropped(key, now);
  }

  private void announceExpiry(String key, String nativeId, OrderBook book, long now) {
    bookMetrics.series(key).expired();
    output.collect(NOTICES, new StreamRecord<>(BookNotices.expired(key, nativeId, book, now)));
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("order books set no event-time timers");
  }

  /** State is written after this call and before the next event, so it is of the barrier's time. */
  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    shelf.flush();
    bookMetrics.endDropped(now());
    super.snapshotState(context);
  }

  /** The feeds are at their end: what waits for its interval is published now. */
  @Override
  public void finish() throws Exception {
    long now = now();
    for (TrackedBook next = schedule.pollAny(); next != null; next = schedule.pollAny()) {
      publishLatest(next, now);
    }
    super.finish();
  }

  @Override
  public void close() throws Exception {
    IOUtils.closeAll(super::close, strain, heapShare);
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }
}
