// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots that the venue sends at the beginning of a subscription (venue rules O6, D1): a book
 * that needs one subscribes its instrument again, and nothing else of the connection. Where none
 * comes, it subscribes again; after {@value #TRIES} tries in vain the connection is given up. Where
 * updates come but no snapshot, the venue has stopped sending them and they are asked for over REST
 * (rule O8).
 */
final class StreamSnapshots implements SnapshotSource {
  private static final Logger LOG = LoggerFactory.getLogger(StreamSnapshots.class);

  private static final int TRIES = 3;
  private static final long REST_AFTER_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long GIVE_UP_AFTER_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final BookStream book;
  private final FeedContext feed;
  private final RetryDelay delay;
  private RestSnapshots rest;
  private boolean awaiting;
  private boolean scheduled;
  private boolean subscribed;
  private long awaitingSince;
  private int failures;

  StreamSnapshots(BookStream book, FeedContext feed) {
    this.book = book;
    this.feed = feed;
    this.delay = RetryDelay.firstAtOnce(feed.random());
  }

  @Override
  public void wanted() {
    if (rest != null) {
      rest.wanted();
    } else if (!awaiting && subscribed) {
      awaiting = true;
      awaitingSince = feed.nanos();
      resubscribeLater();
    }
  }

  private void resubscribeLater() {
    long wait = delay.next();
    if (wait == 0) {
      resubscribe();
      return;
    }
    scheduled = true;
    feed.schedule(
        wait,
        () -> {
          scheduled = false;
          resubscribe();
        });
  }

  private void resubscribe() {
    if (awaiting && subscribed) {
      awaitingSince = feed.nanos();
      subscribed = false;
      feed.connection().resubscribe(book.instrument);
    }
  }

  @Override
  public void subscribed() {
    subscribed = true;
    if (!book.isSynced()) {
      awaiting = true;
      awaitingSince = feed.nanos();
    }
  }

  @Override
  public void synced() {
    awaiting = false;
    failures = 0;
  }

  /**
   * The venue sent a book without one of its sides, and that is no fault of the connection: the
   * book begins when a change comes that may have filled it.
   */
  void emptyInStream() {
    failures = 0;
    awaiting = book.wantsSnapshot();
    if (awaiting && !scheduled) {
      resubscribeLater();
    }
  }

  /** A snapshot came in the stream: the venue sends them. */
  void arrivedInStream() {
    rest = null;
    if (awaiting) {
      book.bookMetrics().snapshotCame(feed.nanos() - awaitingSince);
    } else {
      book.bookMetrics().snapshotCameUnasked();
    }
  }

  @Override
  public void disconnected() {
    awaiting = false;
    scheduled = false;
    subscribed = false;
    failures = 0;
    rest = null;
  }

  @Override
  public void tick() {
    if (book.isSettled()) {
      delay.reset();
    }
    if (!awaiting || scheduled) {
      return;
    }
    long waited = feed.nanos() - awaitingSince;
    if (rest == null && subscribed && waited > REST_AFTER_NANOS && book.hasBuffered()) {
      LOG.warn("{}: {} gets updates but no snapshot, asking REST", feed.splitId, book.instrument);
      rest = new RestSnapshots(book, feed);
      rest.wanted();
    } else if (rest == null && subscribed && waited > GIVE_UP_AFTER_NANOS) {
      book.bookMetrics().snapshotTimedOut();
      failures++;
      if (failures >= TRIES) {
        book.bookMetrics().reconnected();
        feed.connection().reconnect("snapshot_timeout");
      } else {
        resubscribe();
      }
    }
  }
}
