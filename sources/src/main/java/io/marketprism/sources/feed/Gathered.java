// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.Instrument;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Instruments for which the venue is to be asked the same, gathered for a moment: where many books
 * of a connection lose their chain at once, a message for each would wait longer for the venue's
 * limits than an answer may take. On the feed's thread.
 */
final class Gathered {
  /** As long as the interval of the venues' book channels, in which all of them notice. */
  private static final long GATHERED_MILLIS = 100;

  private final FeedContext feed;
  private final Consumer<List<Instrument>> ask;
  private final Set<Instrument> waiting = new LinkedHashSet<>();

  Gathered(FeedContext feed, Consumer<List<Instrument>> ask) {
    this.feed = feed;
    this.ask = ask;
  }

  void add(Instrument instrument) {
    waiting.add(instrument);
    if (waiting.size() == 1) {
      feed.schedule(GATHERED_MILLIS, this::askForAll);
    }
  }

  private void askForAll() {
    List<Instrument> all = List.copyOf(waiting);
    waiting.clear();
    if (!all.isEmpty()) {
      ask.accept(all);
    }
  }

  /** The connection is gone; nothing of it is to be asked any more. */
  void clear() {
    waiting.clear();
  }
}
