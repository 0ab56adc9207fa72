// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import io.marketprism.model.DataType;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;
import io.marketprism.model.book.OrderBook;
import io.marketprism.model.wire.BookTexts;
import io.marketprism.sources.venue.Venues;

/**
 * What a subtask knows about one instrument's book since it started; all of it may be lost with the
 * process. Small beside a book, and dropped with it when the instrument falls silent, so there are
 * never more than there are instruments.
 */
final class TrackedBook {
  /** Whether the book may be shown. */
  enum Status {
    /** State may hold a book of an earlier run; nobody knows yet whether the feed continues it. */
    RESTORED,
    /** The book is what the venue has; it may be published. */
    LIVE,
    /** There is no book; only a snapshot makes one. */
    SILENT
  }

  /** No such time yet. */
  static final long NEVER = FeedStatus.NONE;

  final String key;
  final BookMetrics.Series series;
  final TopOfBook quoted = new TopOfBook();
  Instrument instrument;
  Status status = Status.RESTORED;

  /** The book if it is on the heap. */
  OrderBook book;

  /** What was last published of the book on the heap, or null. */
  BookTexts texts;

  /** Whether the heap holds changes that state does not. */
  boolean dirty;

  long lastActivity;
  long expiryTimer;

  long resyncRequestedAt = NEVER;
  long refreshRequestedAt = NEVER;
  boolean refreshPending;

  /** The newest id shown since the book became live, or {@link FeedStatus#NONE}. */
  long shownId = FeedStatus.NONE;

  /** Id of the book before the present event, or {@link FeedStatus#NONE}. */
  long lastGoodId = FeedStatus.NONE;

  /** The venue's time of that book, ms since the epoch, or 0. */
  long lastGoodTime;

  /** The chains of the connections that carry the book, or null where one connection does. */
  private Replicas replicas;

  boolean firstAfterSync;
  boolean deltaSnapshotDue = true;
  long deltaSnapshotAt;

  // Of the cache: links towards the more and the less recently used, and the bytes accounted.
  TrackedBook newer;
  TrackedBook older;
  long bytes;

  // Of the publish schedule.
  boolean cooling;
  boolean changed;
  long coolUntil;

  TrackedBook(Instrument instrument, BookMetrics.Series series) {
    this.key = instrument.key();
    this.instrument = instrument;
    this.series = series;
  }

  /** Whether enough time has passed since an earlier moment, or there was none. */
  static boolean passed(long since, long now, long millis) {
    return since == NEVER || now - since >= millis;
  }

  /**
   * Whether the book is older than what was shown of it: a snapshot in the background may be a few
   * updates behind, and what was shown must not be taken back while the feed catches up.
   */
  boolean isBehind() {
    return shownId != FeedStatus.NONE && book.lastId() < shownId;
  }

  /** Notes the state before an event that may turn out to break the book; null is none. */
  void lastGood(OrderBook before) {
    lastGoodId = before == null ? FeedStatus.NONE : before.lastId();
    lastGoodTime = before == null ? 0 : before.eventTime();
  }

  /** The chains of the connections that carry the book. */
  Replicas replicas() {
    if (replicas == null) {
      replicas = new Replicas(Venues.of(instrument, DataType.ORDERBOOK).books().chain());
    }
    return replicas;
  }

  /** Whether several connections carry the book. */
  boolean isReplicated() {
    return replicas != null;
  }

  /** Notes that the book in its present state was shown. */
  void shown() {
    shownId = book.lastId();
  }

  /** Forgets what consumers have seen: a new synchronised period owes them everything anew. */
  void forgetShown() {
    shownId = FeedStatus.NONE;
    forgetStreamed();
  }

  /** Forgets what readers of deltas and quotes have seen: they have missed something. */
  void forgetStreamed() {
    quoted.forget();
    deltaSnapshotDue = true;
  }

  void status(Status next) {
    status = next;
    series.synced(next == Status.LIVE);
  }
}
