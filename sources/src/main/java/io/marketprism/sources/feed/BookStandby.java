// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.sources.book.BookSuccession;
import io.marketprism.sources.book.BookSynchronizer;

/** The book's messages of a second connection. */
final class BookStandby extends Standby {
  private final BookStream book;
  private final BookSynchronizer synchronizer;
  private final BookSuccession succession;

  BookStandby(BookStream book, BookSynchronizer synchronizer, BookSuccession succession) {
    super(book);
    this.book = book;
    this.synchronizer = synchronizer;
    this.succession = succession;
  }

  @Override
  boolean onDelta(BookDelta delta) {
    succession.onDelta(delta);
    return true;
  }

  @Override
  boolean onSnapshot(BookSnapshot snapshot) {
    succession.onSnapshot(snapshot);
    return true;
  }

  @Override
  void broken() {
    succession.clear();
  }

  @Override
  boolean isQuiet() {
    return succession.isEmpty();
  }

  @Override
  boolean continues() {
    return succession.continues();
  }

  @Override
  void release() {
    synchronizer.handOver();
    BookSuccession.Held held = succession.release();
    if (held.snapshot() != null) {
      book.onStreamSnapshot(held.snapshot());
    }
    held.deltas().forEach(book::onDelta);
  }
}
