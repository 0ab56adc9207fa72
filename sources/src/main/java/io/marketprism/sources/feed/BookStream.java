// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookReset;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;
import io.marketprism.sources.ResyncRequest;
import io.marketprism.sources.book.BookSynchronizer;
import io.marketprism.sources.net.RequestBudget;
import io.marketprism.sources.split.Cursor;
import io.marketprism.sources.venue.FrameException;

/**
 * One instrument's book: its synchronizer, the snapshots it asks for, one at a time, and what
 * consumers are told. A loss is announced once and is closed by one {@code live}.
 */
final class BookStream extends InstrumentStream implements BookSynchronizer.Output {
  private final BookSynchronizer synchronizer;
  private final RetryDelay delay = new RetryDelay();
  private boolean requestPending;
  private boolean lossAnnounced;

  BookStream(Instrument instrument, Cursor cursor, FeedContext feed) {
    super(instrument, feed);
    this.synchronizer =
        new BookSynchronizer(
            feed.venue.chainRule(),
            this,
            feed.settings.bufferEvents(),
            feed.settings.bufferBytes(),
            feed.settings.bookExpiryMillis());
    if (cursor != null) {
      synchronizer.restore(cursor.lastId(), cursor.receiveTime());
    }
  }

  void onDelta(BookDelta delta) {
    arrived(delta.receiveTime());
    synchronizer.onDelta(delta);
  }

  /** The subscription has stood for a while without a message: a quiet book is its snapshot. */
  void requestIfQuiet() {
    synchronizer.requestIfQuiet();
  }

  @Override
  void disconnected() {
    super.disconnected();
    synchronizer.disconnected();
  }

  @Override
  void broken(String reason) {
    synchronizer.resync(reason);
  }

  /** Somebody downstream needs a new snapshot. */
  void resync(ResyncRequest request) {
    if (ResyncRequest.KNOWN_RANGE.equals(request.reason())) {
      synchronizer.refresh();
    } else {
      synchronizer.resync(request.reason());
    }
  }

  @Override
  public void snapshot(BookSnapshot snapshot) {
    feed.emit(snapshot, 240 + 16 * (snapshot.bids().size() + snapshot.asks().size()));
  }

  @Override
  public void delta(BookDelta delta) {
    feed.emit(delta);
  }

  @Override
  public void lost(String reason, long lastGoodId, long breakingId, long lastGoodTime) {
    metrics().resync(reason);
    metrics().live(false);
    if (!lossAnnounced && synchronizer.everSynced()) {
      lossAnnounced = true;
      boolean byIds = breakingId != BookSynchronizer.NO_ID;
      feed.emit(
          feed.status(instrument, byIds ? FeedStatus.Event.GAP : FeedStatus.Event.RESYNC)
              .reason(reason)
              .sequences(lastGoodId, breakingId)
              .gap(lastGoodTime, FeedStatus.NONE));
    }
    feed.emit(new BookReset(instrument, feed.now()));
  }

  @Override
  public void live(String reason, long id, long eventTime) {
    lossAnnounced = false;
    metrics().live(true);
    feed.emit(
        feed.status(instrument, FeedStatus.Event.LIVE)
            .reason(reason)
            .sequences(FeedStatus.NONE, id)
            .gap(FeedStatus.NONE, eventTime));
  }

  @Override
  public void requestSnapshot(String reason) {
    if (requestPending) {
      return;
    }
    requestPending = true;
    if (reason == null) {
      request();
    } else {
      feed.schedule(delay.next(), this::request);
    }
  }

  private void request() {
    if (!synchronizer.wantsSnapshot()) {
      requestPending = false;
      return;
    }
    feed.request(
        feed.venue.snapshotCall(instrument, feed.settings.snapshotLimit()),
        RequestBudget.Kind.SNAPSHOT,
        this::answered);
  }

  private void answered(byte[] body, Throwable failure) {
    requestPending = false;
    if (failure != null) {
      metrics().snapshotRequest("error");
      retry("rest_error");
      return;
    }
    long now = feed.now();
    BookSnapshot snapshot;
    try {
      snapshot = feed.venue.snapshot(instrument, body, feed.settings.snapshotLimit(), now);
    } catch (FrameException e) {
      metrics().snapshotRequest("error");
      feed.deadLetter(e, body, body.length, now);
      retry("rest_error");
      return;
    }
    if (snapshot.bids().size() == 0 || snapshot.asks().size() == 0) {
      // A book without a side is no book yet (lessons LC8).
      metrics().snapshotRequest("error");
      retry("empty_snapshot");
      return;
    }
    metrics().snapshotRequest("success");
    synchronizer.onSnapshot(snapshot);
    if (synchronizer.state() == BookSynchronizer.State.SYNCED) {
      delay.reset();
    }
  }

  private void retry(String reason) {
    if (synchronizer.wantsSnapshot()) {
      requestSnapshot(reason);
    }
  }
}
