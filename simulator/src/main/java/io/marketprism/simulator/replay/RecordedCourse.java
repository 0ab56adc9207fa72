// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.replay;

import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.Course;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.replay.VenueDecoder.StreamKind;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The beginning of a recording of one symbol, in memory. */
public final class RecordedCourse {
  private RecordedCourse() {}

  /**
   * Reads a recording of one symbol.
   *
   * @param depthEvents changes of the book at most
   * @throws IllegalArgumentException where there is no snapshot, or no trade or unbroken chain of
   *     changes that belongs to it
   */
  public static Course read(Path file, VenueDecoder decoder, int depthEvents) {
    BookSnapshot snapshot = null;
    Deque<DepthEvent> depth = new ArrayDeque<>();
    List<Trade> trades = new ArrayList<>();
    try (RecordingReader reader = new RecordingReader(file)) {
      for (RecordedRow row = reader.next();
          row != null && (snapshot == null || depth.size() < depthEvents);
          row = reader.next()) {
        if (row.kind() == RecordedRow.Kind.SNAPSHOT && snapshot == null) {
          snapshot = decoder.snapshot("", row.text());
        } else if (row.kind() == RecordedRow.Kind.FRAME) {
          StreamKind kind = decoder.kind(row.name());
          if (kind == StreamKind.DEPTH) {
            depth.add(decoder.depth(row.text()));
          } else if (kind == StreamKind.TRADE) {
            trades.add(decoder.trade(row.text()));
          }
        }
      }
    }
    if (snapshot == null || trades.isEmpty()) {
      throw new IllegalArgumentException(file + " holds no snapshot of a book, or no trades");
    }
    BookSnapshot start = aligned(snapshot, depth);
    long last = start.lastUpdateId();
    for (DepthEvent event : depth) {
      if (event.firstId() != last + 1) {
        throw new IllegalArgumentException(file + " has a gap in front of " + event.firstId());
      }
      last = event.lastId();
    }
    if (last == start.lastUpdateId()) {
      throw new IllegalArgumentException(file + " has no changes behind its snapshot");
    }
    return new Course(start, List.copyOf(depth), trades);
  }

  /** Drops what the snapshot holds already; an event that it holds in part is brought into it. */
  private static BookSnapshot aligned(BookSnapshot snapshot, Deque<DepthEvent> depth) {
    while (!depth.isEmpty() && depth.peek().lastId() <= snapshot.lastUpdateId()) {
      depth.remove();
    }
    DepthEvent first = depth.peek();
    if (first == null || first.firstId() > snapshot.lastUpdateId()) {
      return snapshot;
    }
    depth.remove();
    Book book = Book.of(snapshot.bids(), snapshot.asks());
    book.apply(first.bids(), first.asks());
    return BookSnapshot.of(snapshot.symbol(), first.lastId(), book, Integer.MAX_VALUE);
  }
}
