// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.truth;

import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.Trade;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The truth of one symbol. Builds books by going forward from the book asked for last, so ascending
 * questions cost one event each; going back starts at the nearest of a bounded number of kept
 * books.
 */
final class SymbolTruth {
  private static final int MAX_CHECKPOINTS = 32;
  private static final int FIRST_SPACING = 100;
  private static final long NEVER_SHOWN = -1;

  private record RestRow(long after, long offset, int length) {}

  /** From the id {@code from} on the venue shows ids that are lower by {@code by}. */
  private record Lowered(long from, long by) {}

  private final TruthFile file;
  private final RowIndex events = new RowIndex();
  private final RowIndex trades = new RowIndex();
  private final Map<Long, RestRow> rests = new HashMap<>();
  private final NavigableMap<Integer, Book> checkpoints = new TreeMap<>();
  private final List<Lowered> lowered = new ArrayList<>();
  private int spacing = FIRST_SPACING;
  private long chainEnd = -1;
  private int position = -1;
  private long positionTime;
  private Book book = new Book();

  SymbolTruth(TruthFile file) {
    this.file = file;
  }

  void index(TruthRow heading, long offset, int length) {
    switch (heading.kind()) {
      case "snap" -> {
        if (events.add(heading.id(), offset, length)) {
          chainEnd = heading.id();
        }
      }
      case "diff" -> {
        boolean chains = chainEnd >= 0 && heading.previousId() <= chainEnd;
        if (chains && events.add(heading.id(), offset, length)) {
          chainEnd = heading.id();
        } else if (!chains) {
          chainEnd = -1;
        }
      }
      case "rest" -> rests.put(heading.id(), new RestRow(heading.previousId(), offset, length));
      case "trade" -> trades.add(heading.id(), offset, length);
      default -> throw new IllegalArgumentException("unknown row " + heading.kind());
    }
  }

  /**
   * The venue counts its updates anew, as OKX after maintenance: the one that this log has as
   * {@code own} is shown as {@code shown}.
   */
  void countsAnew(long own, long shown) {
    lowered.add(new Lowered(own, own - shown));
  }

  /**
   * The id in this log of an update that the venue showed under another after counting anew; one
   * that was shown twice is the later one. Gives {@link #NEVER_SHOWN} where there is none.
   */
  private long ownId(long shown) {
    if (lowered.isEmpty()) {
      return shown;
    }
    long end = Long.MAX_VALUE;
    for (int i = lowered.size() - 1; i >= 0; i--) {
      Lowered period = lowered.get(i);
      long own = shown + period.by();
      if (own >= period.from() && own < end && isKnown(own)) {
        return own;
      }
      end = period.from();
    }
    return shown < end && isKnown(shown) ? shown : NEVER_SHOWN;
  }

  /** The id under which the venue showed an update of this log. */
  long shownId(long own) {
    long shown = own;
    for (Lowered period : lowered) {
      if (own >= period.from()) {
        shown = own - period.by();
      }
    }
    return shown;
  }

  private boolean isKnown(long own) {
    return events.position(own) >= 0 || rests.containsKey(own);
  }

  /** The book at an update id; valid until the next question, not to be changed. */
  Optional<Book> book(long shownId) {
    long updateId = ownId(shownId);
    int at = events.position(updateId);
    if (at >= 0) {
      return Optional.of(go(at));
    }
    RestRow rest = rests.get(updateId);
    int base = rest == null ? -1 : events.position(rest.after());
    if (base < 0) {
      return Optional.empty();
    }
    Book answered = go(base).copy();
    TruthRow row = file.row(rest.offset(), rest.length());
    answered.apply(row.bids(), row.asks());
    return Optional.of(answered);
  }

  /** The venue's time of the event that ended, or the snapshot that was taken, at an update id. */
  OptionalLong eventTime(long shownId) {
    long updateId = ownId(shownId);
    int at = events.position(updateId);
    if (at < 0) {
      RestRow rest = rests.get(updateId);
      long time = rest == null ? 0 : file.row(rest.offset(), rest.length()).eventTime();
      return time == 0 ? OptionalLong.empty() : OptionalLong.of(time);
    }
    long time =
        at == position ? positionTime : file.row(events.offset(at), events.length(at)).eventTime();
    return time == 0 ? OptionalLong.empty() : OptionalLong.of(time);
  }

  /** All times that the venue told with an update id: of its event, and of a snapshot answered. */
  List<Long> times(long shownId) {
    long updateId = ownId(shownId);
    List<Long> times = new ArrayList<>(2);
    int at = events.position(updateId);
    if (at >= 0) {
      times.add(at == position ? positionTime : timeAt(at));
    }
    RestRow rest = rests.get(updateId);
    if (rest != null) {
      times.add(file.row(rest.offset(), rest.length()).eventTime());
    }
    times.removeIf(time -> time == 0);
    return times;
  }

  /** See {@link TruthBooks#updateSpan}. */
  long updateSpan(long afterId, long toId, long toTime) {
    if (ownId(afterId) == NEVER_SHOWN) {
      return 0;
    }
    int first = events.floor(eventBefore(ownId(afterId))) + 1;
    int last = events.floor(toId == Long.MAX_VALUE ? toId : eventBefore(ownId(toId)));
    if (first > last) {
      return 0;
    }
    int low = first;
    while (low < last) {
      int middle = (low + last + 1) / 2;
      if (timeAt(middle) <= toTime) {
        low = middle;
      } else {
        last = middle - 1;
      }
    }
    return Math.max(0, timeAt(low) - timeAt(first));
  }

  /** An update id itself, or that of the event on which a snapshot answered with it builds. */
  private long eventBefore(long updateId) {
    RestRow rest = rests.get(updateId);
    return rest == null || events.position(updateId) >= 0 ? updateId : rest.after();
  }

  private long timeAt(int position) {
    return file.row(events.offset(position), events.length(position)).eventTime();
  }

  private Book go(int target) {
    if (target < position) {
      var nearest = checkpoints.floorEntry(target);
      position = nearest == null ? -1 : nearest.getKey();
      book = nearest == null ? new Book() : nearest.getValue().copy();
      positionTime =
          position < 0 ? 0 : file.row(events.offset(position), events.length(position)).eventTime();
    }
    while (position < target) {
      position++;
      TruthRow row = file.row(events.offset(position), events.length(position));
      positionTime = row.eventTime();
      if (row.kind().equals("snap")) {
        book = Book.of(row.bids(), row.asks());
      } else {
        book.apply(row.bids(), row.asks());
      }
      keep();
    }
    return book;
  }

  private void keep() {
    if (position % spacing != 0) {
      return;
    }
    checkpoints.put(position, book.copy());
    if (checkpoints.size() > MAX_CHECKPOINTS) {
      spacing *= 2;
      checkpoints.keySet().removeIf(kept -> kept % spacing != 0);
    }
  }

  Optional<Trade> trade(String symbol, long id) {
    int at = trades.position(id);
    if (at < 0) {
      return Optional.empty();
    }
    TruthRow row = file.row(trades.offset(at), trades.length(at));
    return Optional.of(
        new Trade(
            symbol,
            id,
            row.price(),
            row.quantity(),
            row.tradeTime(),
            row.eventTime(),
            row.buyerIsMaker(),
            row.firstMatch(),
            row.lastMatch()));
  }

  /** The trade that holds a match, where trades are named by their last match. */
  Optional<Trade> tradeOfMatch(String symbol, long match) {
    int at = trades.ceiling(match);
    return at < 0
        ? Optional.empty()
        : trade(symbol, trades.id(at))
            .filter(trade -> trade.lastMatch() == trade.id() && trade.firstMatch() <= match);
  }

  RowIndex events() {
    return events;
  }

  RowIndex trades() {
    return trades;
  }
}
