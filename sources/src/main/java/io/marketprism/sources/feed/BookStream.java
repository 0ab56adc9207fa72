// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;
import io.marketprism.sources.ResyncRequest;
import io.marketprism.sources.book.BookSuccession;
import io.marketprism.sources.book.BookSynchronizer;
import io.marketprism.sources.split.Cursor;
import java.util.concurrent.TimeUnit;

/**
 * One instrument's book: its synchronizer, where its snapshots come from, and what consumers are
 * told. A loss is announced once and is closed by one {@code live}.
 */
final class BookStream extends InstrumentStream implements BookSynchronizer.Output {
  private static final long SETTLED_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final BookSynchronizer synchronizer;
  private final SnapshotSource snapshots;
  private final BookFeedMetrics bookMetrics;
  private boolean lossAnnounced;
  private long syncedAtNanos;

  BookStream(Instrument instrument, Cursor cursor, FeedContext feed) {
    super(instrument, feed);
    this.bookMetrics = feed.metrics.book(instrument, staleMillis);
    this.synchronizer =
        new BookSynchronizer(
            feed.venue.books().chain(),
            this,
            feed.settings.books().bufferEvents(),
            feed.settings.books().bufferBytes(),
            feed.settings.books().expiryMillis());
    this.snapshots =
        feed.venue.books().snapshotsInStream()
            ? new StreamSnapshots(this, feed)
            : new RestSnapshots(this, feed);
    if (cursor != null) {
      synchronizer.restore(cursor.lastId(), cursor.receiveTime());
    }
  }

  void onDelta(BookDelta delta) {
    arrived(delta.receiveTime());
    synchronizer.onDelta(delta);
  }

  /** A snapshot in the stream. */
  void onStreamSnapshot(BookSnapshot snapshot) {
    arrived(snapshot.receiveTime());
    if (snapshots instanceof StreamSnapshots inStream) {
      inStream.arrivedInStream();
    }
    if (snapshot.bids().size() == 0 || snapshot.asks().size() == 0) {
      // A book without a side is no book yet (lessons LC8).
      synchronizer.resync("empty_snapshot");
      if (snapshots instanceof StreamSnapshots inStream) {
        inStream.emptyInStream();
      }
      return;
    }
    synchronizer.onStreamSnapshot(snapshot);
    snapshots.synced();
  }

  void onUnchanged(long receiveTime) {
    arrived(receiveTime);
    synchronizer.onUnchanged(receiveTime);
  }

  /** A snapshot that was asked for. */
  void snapshotArrived(BookSnapshot snapshot) {
    synchronizer.onSnapshot(snapshot);
    if (isSynced()) {
      snapshots.synced();
    }
  }

  @Override
  void subscribed() {
    super.subscribed();
    snapshots.subscribed();
  }

  @Override
  void disconnected() {
    super.disconnected();
    if (feed.isReplicated() && isSynced()) {
      feed.emitReset(instrument, true);
    }
    synchronizer.disconnected();
    snapshots.disconnected();
    tellState();
  }

  @Override
  Standby standby() {
    return new BookStandby(
        this,
        synchronizer,
        new BookSuccession(
            synchronizer,
            feed.venue.books().chain(),
            feed.settings.books().bufferEvents(),
            feed.settings.books().bufferBytes()));
  }

  @Override
  void broken(String reason) {
    synchronizer.resync(reason);
  }

  @Override
  void second() {
    snapshots.tick();
    tellState();
  }

  private void tellState() {
    bookMetrics.state(isConnected() && !isSynced(), synchronizer.bufferedEvents());
  }

  @Override
  void backlogGivenUp() {
    bookMetrics.backlogGivenUp();
  }

  @Override
  void forgotten() {
    bookMetrics.ended();
  }

  /** Figures of the book's synchronisation. */
  BookFeedMetrics bookMetrics() {
    return bookMetrics;
  }

  /** Somebody downstream needs a new snapshot. */
  void resync(ResyncRequest request) {
    if (ResyncRequest.KNOWN_RANGE.equals(request.reason())) {
      synchronizer.refresh();
    } else {
      synchronizer.resync(request.reason());
    }
  }

  /** The subscription has stood for a while without a message: a quiet book is its snapshot. */
  void requestIfQuiet() {
    synchronizer.requestIfQuiet();
  }

  boolean wantsSnapshot() {
    return synchronizer.wantsSnapshot();
  }

  boolean isSynced() {
    return synchronizer.state() == BookSynchronizer.State.SYNCED;
  }

  boolean hasBuffered() {
    return synchronizer.bufferedEvents() > 0;
  }

  /** The book has been whole for a minute: what it needs next, it may ask for at once. */
  boolean isSettled() {
    return isSynced() && feed.nanos() - syncedAtNanos > SETTLED_NANOS;
  }

  @Override
  public void snapshot(BookSnapshot snapshot) {
    feed.emit(snapshot);
  }

  @Override
  public void delta(BookDelta delta) {
    feed.emit(delta);
  }

  @Override
  public void lost(String reason, long lastGoodId, long breakingId, long lastGoodTime) {
    bookMetrics.resync(reason);
    if (BookSynchronizer.BUFFER_OVERFLOW.equals(reason)) {
      bookMetrics.dropped(synchronizer.takeDropped());
    }
    metrics().live(false);
    if (!lossAnnounced && synchronizer.everSynced()) {
      lossAnnounced = true;
      feed.emit(
          feed.status(instrument, loss(breakingId))
              .reason(reason)
              .sequences(lastGoodId, breakingId)
              .gap(lastGoodTime, FeedStatus.NONE));
    }
    feed.emitReset(instrument, false);
  }

  /** What a lost chain is called: it ends the book only where no other connection carries it. */
  private FeedStatus.Event loss(long breakingId) {
    if (feed.isReplicated()) {
      return FeedStatus.Event.DEGRADED;
    }
    return breakingId == BookSynchronizer.NO_ID ? FeedStatus.Event.RESYNC : FeedStatus.Event.GAP;
  }

  @Override
  public void live(String reason, long id, long eventTime) {
    lossAnnounced = false;
    syncedAtNanos = feed.nanos();
    metrics().live(true);
    boolean replicated = feed.isReplicated();
    feed.emit(
        feed.status(instrument, replicated ? FeedStatus.Event.RECOVERED : FeedStatus.Event.LIVE)
            .reason(replicated && reason == null ? "synchronised" : reason)
            .sequences(FeedStatus.NONE, id)
            .gap(FeedStatus.NONE, eventTime));
  }

  @Override
  public void requestSnapshot(String reason) {
    snapshots.wanted();
  }
}
