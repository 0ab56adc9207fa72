// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.load;

import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.Course;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Side;
import io.marketprism.simulator.market.Trade;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.stream.Stream;

/**
 * The frames of one instrument's depth and trades, which can be sent over and over: a last change
 * of the book leads it back to where the first begins, and ids go on rising without a hole. Events
 * are counted from 0 on, through all rounds. Immutable; any thread.
 */
final class FrameCycle {
  private static final long FIRST_UPDATE_ID = 50_000_000_000L;
  private static final long FIRST_TRADE_ID = 30_000_000_000L;
  private static final int EVENTS_PER_KEYFRAME = 100;

  private final List<DepthEvent> events;
  private final List<Trade> trades;
  private final Frame[] depthFrames;
  private final Frame[] tradeFrames;
  private final long[] idsBefore;
  private final List<Book> keyframes = new ArrayList<>();
  private final int closingLevels;

  FrameCycle(Course course) {
    trades = course.trades();
    tradeFrames = trades.stream().map(Frame::of).toArray(Frame[]::new);
    Book book = Book.of(course.start().bids(), course.start().asks());
    Book first = book.copy();
    List<DepthEvent> chain = new ArrayList<>();
    for (DepthEvent event : course.depth()) {
      keep(chain.size(), book);
      book.apply(event.bids(), event.asks());
      if (book.crossed()) {
        throw new IllegalArgumentException("the book is crossed after " + event.lastId());
      }
      chain.add(event);
    }
    keep(chain.size(), book);
    DepthEvent closing = back(book, first);
    closingLevels = closing.bids().size() + closing.asks().size();
    chain.add(closing);
    events = List.copyOf(chain);
    depthFrames = events.stream().map(Frame::of).toArray(Frame[]::new);
    idsBefore = new long[events.size() + 1];
    for (int i = 0; i < events.size(); i++) {
      DepthEvent event = events.get(i);
      idsBefore[i + 1] = idsBefore[i] + event.lastId() - event.firstId() + 1;
    }
  }

  private void keep(int at, Book book) {
    if (at % EVENTS_PER_KEYFRAME == 0) {
      keyframes.add(book.copy());
    }
  }

  /** What leads from one book to another. */
  private static DepthEvent back(Book from, Book to) {
    List<Level> bids = difference(from.levels(Side.BID), to.levels(Side.BID));
    List<Level> asks = difference(from.levels(Side.ASK), to.levels(Side.ASK));
    return new DepthEvent("", 1, Math.max(1, bids.size() + asks.size()), 0, bids, asks);
  }

  private static List<Level> difference(
      NavigableMap<BigDecimal, Level> from, NavigableMap<BigDecimal, Level> to) {
    List<Level> changes = new ArrayList<>();
    to.forEach(
        (price, level) -> {
          if (!level.equals(from.get(price))) {
            changes.add(level);
          }
        });
    from.forEach(
        (price, level) -> {
          if (!to.containsKey(price)) {
            BigDecimal none = BigDecimal.ZERO.setScale(level.quantity().scale());
            changes.add(new Level(level.price(), none));
          }
        });
    return changes;
  }

  /** Changes of the book in a round, the closing one included. */
  int depthEvents() {
    return depthFrames.length;
  }

  /** Trades in a round. */
  int trades() {
    return tradeFrames.length;
  }

  /** Of all frames, the part that are changes of the book. */
  double depthShare() {
    return (double) depthFrames.length / (depthFrames.length + tradeFrames.length);
  }

  /** Frames and their mean sizes, for people. */
  String description() {
    return String.format(
        "%d depth frames of %.0f bytes and %.1f levels (one of %d levels closes the cycle),"
            + " %d trade frames of %.0f bytes",
        depthFrames.length,
        mean(depthFrames),
        events.stream()
            .mapToInt(event -> event.bids().size() + event.asks().size())
            .average()
            .orElseThrow(),
        closingLevels,
        tradeFrames.length,
        mean(tradeFrames));
  }

  private static double mean(Frame[] frames) {
    long bytes = 0;
    for (Frame frame : frames) {
      bytes += frame.length();
    }
    return (double) bytes / frames.length;
  }

  /** The longest frame, in bytes. */
  int longest() {
    return Stream.concat(Stream.of(depthFrames), Stream.of(tradeFrames))
        .mapToInt(Frame::length)
        .max()
        .orElseThrow();
  }

  /** The last update id after so many events. */
  long updateId(long count) {
    int length = depthFrames.length;
    return FIRST_UPDATE_ID + count / length * idsBefore[length] + idsBefore[(int) (count % length)];
  }

  /** The id of the trade of this count. */
  static long tradeId(long count) {
    return FIRST_TRADE_ID + count;
  }

  /** The count of the trade of this id. */
  static long tradeCount(long id) {
    return id - FIRST_TRADE_ID;
  }

  /** Writes the change of this count; see {@link Frame#write}. */
  int writeDepth(long count, byte[] target, int at, byte[] symbol, byte[] time) {
    Frame frame = depthFrames[(int) (count % depthFrames.length)];
    return frame.write(target, at, symbol, time, updateId(count) + 1, updateId(count + 1));
  }

  /** Writes the trade of this count; see {@link Frame#write}. */
  int writeTrade(long count, byte[] target, int at, byte[] symbol, byte[] time) {
    long id = tradeId(count);
    Frame frame = tradeFrames[(int) (count % tradeFrames.length)];
    return frame.write(target, at, symbol, time, id, id);
  }

  /** The book after so many events, at most {@code limit} levels a side. */
  BookSnapshot book(String symbol, long count, int limit) {
    int at = (int) (count % depthFrames.length);
    Book book = keyframes.get(at / EVENTS_PER_KEYFRAME).copy();
    for (int i = at - at % EVENTS_PER_KEYFRAME; i < at; i++) {
      book.apply(events.get(i).bids(), events.get(i).asks());
    }
    return BookSnapshot.of(symbol, updateId(count), book, limit);
  }

  /** The trade of this count, as of a time in epoch milliseconds. */
  Trade trade(String symbol, long count, long time) {
    Trade trade = trades.get((int) (count % trades.size()));
    return new Trade(
        symbol, tradeId(count), trade.price(), trade.quantity(), time, time, trade.buyerIsMaker());
  }
}
