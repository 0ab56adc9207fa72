// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.BookSnapshot;
import io.marketprism.sources.net.RequestBudget;
import io.marketprism.sources.venue.FrameException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for a book's snapshots over REST, one at a time: the first at once, others after a back-off,
 * also where a book was whole in between, until it has been so for a minute. A book that is lost
 * again and again does not use up what its host allows. A quiet book asks by itself a while after
 * its subscription stands: it is its snapshot.
 */
final class RestSnapshots implements SnapshotSource {
  private static final Logger LOG = LoggerFactory.getLogger(RestSnapshots.class);

  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final BookStream book;
  private final FeedContext feed;
  private final RetryDelay delay;
  private boolean pending;
  private boolean quietChecked = true;
  private long subscribedAt;
  private long requestedAt;

  RestSnapshots(BookStream book, FeedContext feed) {
    this.book = book;
    this.feed = feed;
    this.delay = RetryDelay.firstAtOnce(feed.random());
  }

  @Override
  public void wanted() {
    if (pending) {
      return;
    }
    pending = true;
    long wait = delay.next();
    if (wait == 0) {
      request();
    } else {
      feed.schedule(wait, this::request);
    }
  }

  @Override
  public void subscribed() {
    subscribedAt = feed.nanos();
    quietChecked = false;
  }

  @Override
  public void disconnected() {
    quietChecked = true;
  }

  @Override
  public void tick() {
    if (book.isSettled()) {
      delay.reset();
    }
    if (!quietChecked && feed.nanos() - subscribedAt > QUIET_NANOS) {
      quietChecked = true;
      book.requestIfQuiet();
    }
  }

  private void request() {
    if (!book.wantsSnapshot()) {
      pending = false;
      return;
    }
    requestedAt = feed.nanos();
    int levels = feed.settings.books().snapshotLimit();
    feed.request(
        feed.venue.books().snapshotCall(book.instrument, levels),
        RequestBudget.Kind.SNAPSHOT,
        this::answered);
  }

  private void answered(byte[] body, Throwable failure) {
    pending = false;
    if (failure != null) {
      LOG.debug("{}: no snapshot of {}", feed.splitId, book.instrument, failure);
      book.bookMetrics().snapshotFailed(failure);
      tryAgain();
      return;
    }
    long now = feed.now();
    BookSnapshot snapshot;
    try {
      snapshot =
          feed.venue
              .books()
              .snapshot(book.instrument, body, feed.settings.books().snapshotLimit(), now);
    } catch (FrameException e) {
      LOG.debug("{}: no snapshot of {}", feed.splitId, book.instrument, e);
      feed.unusable(e, body, now);
      book.bookMetrics().snapshotUnusable();
      tryAgain();
      return;
    }
    if (snapshot.bids().size() == 0 || snapshot.asks().size() == 0) {
      // A book without a side is no book yet (lessons LC8).
      book.bookMetrics().snapshotUnusable();
      tryAgain();
      return;
    }
    book.bookMetrics().snapshotCame(feed.nanos() - requestedAt);
    book.snapshotArrived(snapshot);
  }

  private void tryAgain() {
    if (book.wantsSnapshot()) {
      wanted();
    }
  }
}
