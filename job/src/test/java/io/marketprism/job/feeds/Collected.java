// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import io.marketprism.model.BookEvent;
import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter;
import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.Trade;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What a source emitted. One thread writes, any thread reads. */
final class Collected implements Consumer<MarketEvent> {
  private static final int KEPT = 5_000;

  private final int statesOfBook;
  private final Map<String, RigBook> books = new ConcurrentHashMap<>();
  private final List<Trade> trades = new CopyOnWriteArrayList<>();
  private final List<DerivativesEvent> figures = new CopyOnWriteArrayList<>();
  private final List<FeedStatus> statuses = new CopyOnWriteArrayList<>();
  private final List<DeadLetter> letters = new CopyOnWriteArrayList<>();

  /**
   * @param statesOfBook states that are remembered of each book
   */
  Collected(int statesOfBook) {
    this.statesOfBook = statesOfBook;
  }

  @Override
  public void accept(MarketEvent event) {
    if (event instanceof BookEvent change) {
      books
          .computeIfAbsent(
              change.instrument().nativeId(), id -> new RigBook(change.instrument(), statesOfBook))
          .apply(change);
    } else if (event instanceof Trade trade) {
      keep(trades, trade);
    } else if (event instanceof DerivativesEvent figure) {
      keep(figures, figure);
    } else if (event instanceof FeedStatus status) {
      statuses.add(status);
    } else if (event instanceof DeadLetter letter) {
      keep(letters, letter);
    }
  }

  private static <T> void keep(List<T> list, T event) {
    if (list.size() < KEPT) {
      list.add(event);
    }
  }

  /** The books that there were events of. */
  Collection<RigBook> books() {
    return books.values();
  }

  /** An instrument's book, by the venue's name. */
  RigBook book(String nativeId) {
    RigBook book = books.get(nativeId);
    if (book == null) {
      throw new AssertionError("no book of " + nativeId + ", only of " + books.keySet());
    }
    return book;
  }

  /** Whether a book is whole. */
  boolean isWhole(String nativeId) {
    RigBook book = books.get(nativeId);
    return book != null && book.isWhole();
  }

  List<Trade> trades() {
    return trades;
  }

  /** The kept trades of an instrument, by the venue's name. */
  List<Trade> trades(String nativeId) {
    return trades.stream().filter(trade -> trade.instrument().nativeId().equals(nativeId)).toList();
  }

  List<DerivativesEvent> figures(DataType type) {
    return figures.stream().filter(figure -> figure.dataType() == type).toList();
  }

  List<DeadLetter> letters() {
    return letters;
  }

  List<FeedStatus> statuses() {
    return statuses;
  }

  /** Events of one kind of an instrument, or of {@link FeedStatus#ALL} for those of sockets. */
  List<FeedStatus> statuses(FeedStatus.Event event, String nativeId) {
    return statuses.stream()
        .filter(status -> status.event() == event)
        .filter(
            status ->
                FeedStatus.ALL.equals(nativeId)
                    ? status.instrumentId() == null
                    : nativeId.equals(status.instrumentId()))
        .toList();
  }

  /** Whether an event of a kind and a reason was told of an instrument. */
  boolean told(FeedStatus.Event event, String nativeId, String reason) {
    return statuses(event, nativeId).stream().anyMatch(status -> reason.equals(status.reason()));
  }

  /** Whether the feed of a data type of an instrument has become live. */
  boolean wasLive(DataType type, String nativeId) {
    return statuses(FeedStatus.Event.LIVE, nativeId).stream()
        .anyMatch(status -> type.token().equals(status.feed()));
  }
}
