// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.model.Levels;
import io.marketprism.sources.book.BookSynchronizer;
import io.marketprism.sources.book.ChainRule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * A market whose updates set one price level each, cut into events as a venue cuts them, on a line
 * that loses, repeats and reorders them. Whatever the line does, what leaves the synchronizer is
 * the venue's book, and the book is whole again once the line is.
 */
public final class ChainCheck {
  private static final int PRICES = 12;
  private static final long START = 1_700_000_000_000L;

  private final Random random;
  private final Instrument instrument;
  private final boolean idsAreContiguous;
  private final BookSynchronizer synchronizer;

  /** The quantity at each price after each update, by update id. */
  private final List<long[]> history = new ArrayList<>();

  private final List<Long> ids = new ArrayList<>();
  private final long[] shown = new long[PRICES];
  private boolean isShown;
  private int compared;
  private boolean wanted;
  private int sent;
  private long lastSentId;

  /**
   * @param idsAreContiguous whether every id is an update of this book; else ids are shared with
   *     other books and jump
   */
  public ChainCheck(Instrument instrument, ChainRule rule, boolean idsAreContiguous, long seed) {
    this.instrument = instrument;
    this.idsAreContiguous = idsAreContiguous;
    this.random = new Random(seed);
    this.synchronizer = new BookSynchronizer(rule, new Checking(), 60, 1 << 20, 3_600_000);
    history.add(new long[PRICES]);
    ids.add(1_000L);
    lastSentId = 1_000;
  }

  private final class Checking implements BookSynchronizer.Output {
    @Override
    public void snapshot(BookSnapshot snapshot) {
      Arrays.fill(shown, 0);
      set(snapshot.bids());
      isShown = true;
      compare(snapshot.updateId());
    }

    @Override
    public void delta(BookDelta delta) {
      assertThat(isShown).isTrue();
      set(delta.bids());
      compare(delta.lastId());
    }

    @Override
    public void lost(String reason, long lastGoodId, long breakingId, long lastGoodTime) {
      isShown = false;
    }

    @Override
    public void live(String reason, long id, long eventTime) {
      assertThat(isShown).isTrue();
    }

    @Override
    public void requestSnapshot(String reason) {
      wanted = true;
    }

    private void set(Levels levels) {
      for (int i = 0; i < levels.size(); i++) {
        shown[(int) levels.price(i)] = levels.quantity(i);
      }
    }

    private void compare(long id) {
      assertThat(shown).as("book at %s", id).isEqualTo(history.get(indexOf(id)));
      compared++;
    }
  }

  /** The last update at or before an id. */
  private int indexOf(long id) {
    int index = Collections.binarySearch(ids, id);
    return index >= 0 ? index : -index - 2;
  }

  private void update() {
    long[] next = history.get(history.size() - 1).clone();
    next[random.nextInt(PRICES)] = random.nextInt(4);
    history.add(next);
    long step = idsAreContiguous ? 1 : 1 + random.nextInt(5);
    ids.add(ids.get(ids.size() - 1) + step);
  }

  /** All updates since the event before, as one event. */
  private BookDelta event() {
    int first = sent + 1;
    TreeMap<Long, Long> changes = new TreeMap<>();
    for (int i = first; i < history.size(); i++) {
      for (int price = 0; price < PRICES; price++) {
        if (history.get(i)[price] != history.get(i - 1)[price]) {
          changes.put((long) price, history.get(i)[price]);
        }
      }
    }
    long firstId = ids.get(first);
    long lastId = ids.get(ids.size() - 1);
    sent = ids.size() - 1;
    BookDelta event =
        new BookDelta(
            instrument,
            lastSentId,
            firstId,
            lastId,
            START + lastId,
            START + lastId,
            0,
            0,
            levels(changes),
            Levels.NONE);
    lastSentId = lastId;
    return event;
  }

  private static Levels levels(TreeMap<Long, Long> byPrice) {
    return new Levels(
        byPrice.keySet().stream().mapToLong(Long::longValue).toArray(),
        byPrice.values().stream().mapToLong(Long::longValue).toArray(),
        byPrice.size());
  }

  /** The book as it was so many updates ago, or is ahead of what was sent. */
  private BookSnapshot snapshot(int ago) {
    int index = Math.max(0, history.size() - 1 - ago);
    TreeMap<Long, Long> levels = new TreeMap<>();
    for (int price = 0; price < PRICES; price++) {
      if (history.get(index)[price] != 0) {
        levels.put((long) price, history.get(index)[price]);
      }
    }
    long id = ids.get(index);
    return new BookSnapshot(
        instrument, id, 0, START + id, 0, 0, levels(levels), Levels.NONE, true, true);
  }

  /** Runs the market over the bad line, then over a good one. */
  public void run(int rounds) {
    ArrayDeque<BookDelta> late = new ArrayDeque<>();
    for (int i = 0; i < rounds; i++) {
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        update();
      }
      if (wanted && random.nextInt(4) == 0) {
        // Ahead of the stream: what it shows has not been sent yet.
        wanted = false;
        synchronizer.onSnapshot(snapshot(random.nextInt(12)));
      }
      BookDelta event = event();
      switch (random.nextInt(60)) {
        case 0 -> synchronizer.disconnected();
        case 1 -> late.add(event);
        case 2 -> {
          // Lost.
        }
        case 3 -> {
          synchronizer.onDelta(event);
          synchronizer.onDelta(event);
        }
        case 4 -> {
          synchronizer.refresh();
          synchronizer.onDelta(event);
        }
        case 5 -> {
          synchronizer.resync("crossed");
          synchronizer.onDelta(event);
        }
        default -> synchronizer.onDelta(event);
      }
      if (!late.isEmpty() && random.nextInt(5) == 0) {
        synchronizer.onDelta(late.remove());
      }
    }
    assertThat(compared).isGreaterThan(rounds / 3);
    for (int i = 0; i < 10; i++) {
      update();
      synchronizer.onDelta(event());
      if (wanted) {
        wanted = false;
        synchronizer.onSnapshot(snapshot(0));
      }
    }
    assertThat(synchronizer.state()).isEqualTo(BookSynchronizer.State.SYNCED);
    assertThat(shown).isEqualTo(history.get(history.size() - 1));
  }
}
