// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookEvent;
import io.marketprism.model.BookReset;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.model.Levels;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A venue's book and two connections to it that break, resume, refresh and lag at random; what each
 * connection would emit waits in a queue of its own. For tests.
 */
final class TwoChains {
  private static final Instrument BTC = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");
  private static final long START = 1_700_000_000_000L;
  private static final int PRICES = 12;

  private enum Link {
    WHOLE,
    AWAY,
    BROKEN
  }

  private final Random random;
  private final boolean portionsDiffer;
  private final TreeMap<Long, Long> bids = new TreeMap<>(Comparator.reverseOrder());
  private final TreeMap<Long, Long> asks = new TreeMap<>();
  private final List<BookDelta> updates = new ArrayList<>();
  private final Map<Long, BookSnapshot> states = new HashMap<>();
  private final Link[] links = {Link.BROKEN, Link.BROKEN};
  private final int[] emitted = new int[2];
  private final List<ArrayDeque<BookEvent>> queues =
      List.of(new ArrayDeque<>(), new ArrayDeque<>());
  private long id = 1_000;
  private long time = START;

  /**
   * @param portionsDiffer whether the second connection gathers updates in other portions
   */
  TwoChains(Random random, boolean portionsDiffer) {
    this.random = random;
    this.portionsDiffer = portionsDiffer;
    for (long price = 1; price <= PRICES; price++) {
      bids.put(price, price);
      asks.put(price + 100, price);
    }
    states.put(id, state());
  }

  private BookSnapshot state() {
    return new BookSnapshot(BTC, id, time, time, 0, 0, levels(bids), levels(asks), true, true);
  }

  private static Levels levels(Map<Long, Long> side) {
    return new Levels(
        side.keySet().stream().mapToLong(Long::longValue).toArray(),
        side.values().stream().mapToLong(Long::longValue).toArray(),
        side.size());
  }

  /** The book that the venue had at an id; null if it had none. */
  BookSnapshot at(long wanted) {
    return states.get(wanted);
  }

  /** The venue's book moves on, and whole connections tell. */
  void update() {
    long previous = id;
    id += 1 + random.nextInt(3);
    time += 1 + random.nextInt(20);
    TreeMap<Long, Long> changedBids = change(bids, 0);
    TreeMap<Long, Long> changedAsks = change(asks, 100);
    updates.add(
        new BookDelta(
            BTC,
            previous,
            previous + 1,
            id,
            time,
            time,
            0,
            0,
            levels(changedBids),
            levels(changedAsks)));
    states.put(id, state());
    for (int link = 0; link < 2; link++) {
      if (links[link] == Link.WHOLE) {
        tell(link);
      }
    }
  }

  private TreeMap<Long, Long> change(TreeMap<Long, Long> side, long base) {
    TreeMap<Long, Long> changed = new TreeMap<>(side.comparator());
    for (int i = random.nextInt(3); i >= 0; i--) {
      long price = base + 1 + random.nextInt(PRICES);
      long quantity = side.size() > 2 && random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(9);
      changed.put(price, quantity);
      if (quantity == 0) {
        side.remove(price);
      } else {
        side.put(price, quantity);
      }
    }
    return changed;
  }

  /** A whole connection tells what is new, or waits to gather it with what comes. */
  private void tell(int link) {
    int fresh = updates.size() - emitted[link];
    if (fresh == 0 || portionsDiffer && link == 1 && fresh < 3 && random.nextBoolean()) {
      return;
    }
    if (portionsDiffer && link == 1) {
      emit(link, gathered(updates.subList(emitted[link], updates.size())));
    } else {
      updates.subList(emitted[link], updates.size()).forEach(update -> emit(link, update));
    }
    emitted[link] = updates.size();
  }

  private static BookDelta gathered(List<BookDelta> portion) {
    TreeMap<Long, Long> bids = new TreeMap<>();
    TreeMap<Long, Long> asks = new TreeMap<>();
    for (BookDelta update : portion) {
      for (int i = 0; i < update.bids().size(); i++) {
        bids.put(update.bids().price(i), update.bids().quantity(i));
      }
      for (int i = 0; i < update.asks().size(); i++) {
        asks.put(update.asks().price(i), update.asks().quantity(i));
      }
    }
    BookDelta first = portion.get(0);
    BookDelta last = portion.get(portion.size() - 1);
    return new BookDelta(
        BTC,
        first.previousId(),
        first.firstId(),
        last.lastId(),
        last.eventTime(),
        last.receiveTime(),
        0,
        0,
        levels(bids),
        levels(asks));
  }

  private void emit(int link, BookEvent event) {
    int replica = link + 1;
    queues
        .get(link)
        .add(
            event instanceof BookDelta delta
                ? delta.ofReplica(replica)
                : ((BookSnapshot) event).ofReplica(replica));
  }

  /** Something happens to a connection. */
  void mishap(int link) {
    switch (links[link]) {
      case WHOLE -> {
        boolean away = random.nextBoolean();
        links[link] = away ? Link.AWAY : Link.BROKEN;
        reset(link, away);
      }
      case AWAY -> resume(link);
      case BROKEN -> synchronise(link);
    }
  }

  private void resume(int link) {
    if (emitted[link] == updates.size()) {
      links[link] = Link.WHOLE;
    } else {
      reset(link, false);
      links[link] = Link.BROKEN;
    }
  }

  private void reset(int link, boolean away) {
    queues.get(link).add(new BookReset(BTC, time, link + 1, away));
  }

  /** A snapshot, somewhat old, and the updates since. */
  private void synchronise(int link) {
    links[link] = Link.WHOLE;
    snapshot(link, updates.size());
  }

  /** What a whole connection does when levels beyond the known range are wanted. */
  void refresh(int link) {
    if (links[link] == Link.WHOLE) {
      snapshot(link, emitted[link]);
    }
  }

  private void snapshot(int link, int now) {
    int from = Math.max(0, now - random.nextInt(4));
    emit(link, from == 0 ? states.get(1_000L) : states.get(updates.get(from - 1).lastId()));
    updates.subList(from, now).forEach(update -> emit(link, update));
    emitted[link] = now;
  }

  /** What a whole connection does when the book asks for a new beginning. */
  void resync() {
    for (int link = 0; link < 2; link++) {
      if (links[link] == Link.WHOLE) {
        reset(link, false);
        synchronise(link);
      }
    }
  }

  /** Ends with a connection whole, and with nothing that a whole one has not told yet. */
  void settle(int survivor) {
    while (links[survivor] != Link.WHOLE) {
      mishap(survivor);
    }
    update();
    for (int link = 0; link < 2; link++) {
      if (links[link] == Link.WHOLE && emitted[link] < updates.size()) {
        emit(link, gathered(updates.subList(emitted[link], updates.size())));
        emitted[link] = updates.size();
      }
    }
  }

  /** The id of the venue's book. */
  long id() {
    return id;
  }

  /** The next event of a connection; null if it has none. */
  BookEvent poll(int link) {
    return queues.get(link).poll();
  }
}
