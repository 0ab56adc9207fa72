// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import io.marketprism.job.latency.PipelineMetrics;
import io.marketprism.model.BookDelta;
import io.marketprism.model.book.OrderBook;
import io.marketprism.model.wire.DeltaEncoder;
import io.marketprism.model.wire.OrderBookEncoder;
import io.marketprism.model.wire.QuoteEncoder;
import io.marketprism.model.wire.WireMessage;
import java.util.function.Consumer;

/**
 * Turns live books into messages. Callers see to it that the book is live and not behind what was
 * shown of it. Not thread-safe.
 */
final class BookPublisher {
  /** How often a reader of the deltas gets a chance to begin, ms. */
  static final long DELTA_SNAPSHOT_INTERVAL_MS = 60_000;

  private final BookOptions options;
  private final PipelineMetrics latency;
  private final Consumer<WireMessage> out;
  private final OrderBookEncoder books;
  private final DeltaEncoder deltas;
  private final QuoteEncoder quotes;
  private Thinning thinning;

  BookPublisher(BookOptions options, PipelineMetrics latency, Consumer<WireMessage> out) {
    this.options = options;
    this.latency = latency;
    this.out = out;
    this.books = new OrderBookEncoder(options.wire());
    this.deltas = new DeltaEncoder(options.wire());
    this.quotes = new QuoteEncoder(options.wire());
    this.thinning = Thinning.of(options, 0);
  }

  /** How much is published from now on. */
  void thin(Thinning newThinning) {
    thinning = newThinning;
  }

  /**
   * Publishes the book; returns false, without a message, while a side has nothing to publish: an
   * empty side is not a book.
   */
  boolean publish(TrackedBook tracked, long now) {
    OrderBook book = tracked.book;
    int bids = thinning.full() ? book.bidCount() : shown(book.knownBidCount());
    int asks = thinning.full() ? book.askCount() : shown(book.knownAskCount());
    if (bids == 0 || asks == 0) {
      return false;
    }
    if (tracked.texts == null) {
      tracked.texts = books.texts();
    }
    out.accept(
        books.encode(
            tracked.instrument, book, tracked.texts, bids, asks, tracked.firstAfterSync, now));
    latency.published(WireMessage.Kind.ORDERBOOK, now, book.receiveTime());
    tracked.firstAfterSync = false;
    tracked.shown();
    return true;
  }

  private int shown(int known) {
    return Math.min(thinning.depth(), known);
  }

  /**
   * Publishes what goes out with every update, unless that is thinned out; when it comes back, the
   * deltas begin with a snapshot, and the quotes with the present top.
   *
   * @param delta the update, or null if the book was replaced
   */
  void stream(TrackedBook tracked, BookDelta delta, long now) {
    if (!thinning.streams()) {
      tracked.forgetStreamed();
      return;
    }
    if (options.deltas()) {
      streamDelta(tracked, delta, now);
      tracked.shown();
    }
    OrderBook book = tracked.book;
    if (options.quotes()
        && book.knownBidCount() > 0
        && book.knownAskCount() > 0
        && tracked.quoted.update(book)) {
      out.accept(quotes.encode(tracked.instrument, book, now));
      latency.published(WireMessage.Kind.QUOTE, now, book.receiveTime());
      tracked.shown();
    }
  }

  private void streamDelta(TrackedBook tracked, BookDelta delta, long now) {
    boolean snapshot =
        delta == null
            || tracked.deltaSnapshotDue
            || now - tracked.deltaSnapshotAt >= DELTA_SNAPSHOT_INTERVAL_MS;
    if (snapshot) {
      tracked.deltaSnapshotDue = false;
      tracked.deltaSnapshotAt = now;
      out.accept(deltas.encode(tracked.instrument, tracked.book, now));
    } else {
      out.accept(deltas.encode(delta, tracked.book.syncId(), now));
    }
    latency.published(WireMessage.Kind.ORDERBOOK_DELTA, now, tracked.book.receiveTime());
  }
}
