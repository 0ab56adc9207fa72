// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.Instrument;
import io.marketprism.model.Trade;
import io.marketprism.sources.net.RequestBudget;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.TradeRules;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look into a venue's trade history. Where the venue gives the newest first, its pages are
 * gathered until the beginning of what is wanted is reached, and handed over in one piece. Bounded
 * by what was asked for, which the sequencer bounds. Under pressure it begins later.
 */
final class TradeHistory {
  private static final Logger LOG = LoggerFactory.getLogger(TradeHistory.class);

  private static final int MAX_FAILURES = 8;
  private static final long LOOK_AGAIN_MILLIS = 1_000;

  /** Takes what is found. On the feed's event loop. */
  interface Reader {
    /** Trades, ascending; empty where the venue has none. */
    void found(List<Trade> trades);

    /** The history cannot be had. */
    void failed();

    /** The history is read later, because the process is under pressure. Told once. */
    void deferred();
  }

  private final Instrument instrument;
  private final FeedContext feed;
  private final TradeRules rules;
  private final long fromId;
  private final BackfillDeferral deferral;
  private final Reader reader;
  private final RetryDelay delay;
  private final List<Trade> gathered = new ArrayList<>();
  private long toId;
  private boolean deferred;

  /**
   * @param fromId lowest id wanted
   * @param toId highest id wanted
   * @param deferral of the instrument
   */
  TradeHistory(
      Instrument instrument,
      FeedContext feed,
      long fromId,
      long toId,
      BackfillDeferral deferral,
      Reader reader) {
    this.instrument = instrument;
    this.feed = feed;
    this.rules = feed.venue.trades(feed.settings);
    this.fromId = fromId;
    this.toId = toId;
    this.deferral = deferral;
    this.reader = reader;
    this.delay = new RetryDelay(feed.random());
  }

  void request() {
    if (deferral.waits(feed.defersBackfill(), feed.nanos())) {
      if (!deferred) {
        deferred = true;
        reader.deferred();
      }
      feed.schedule(LOOK_AGAIN_MILLIS, this::request);
      return;
    }
    feed.request(
        rules.historyCall(instrument, fromId, toId), RequestBudget.Kind.BACKFILL, this::answered);
  }

  private void answered(byte[] body, Throwable failure) {
    if (failure instanceof IllegalArgumentException) {
      // No later try of a call that the budget can never grant is better.
      giveUp(failure);
      return;
    }
    if (failure != null) {
      retry(failure);
      return;
    }
    long now = feed.now();
    List<Trade> page;
    try {
      page = rules.history(instrument, body, now);
    } catch (FrameException e) {
      feed.unusable(e, body, now);
      retry(e);
      return;
    }
    delay.reset();
    if (rules.direction() == TradeRules.Direction.ASCENDING) {
      reader.found(page);
    } else {
      gather(page);
    }
  }

  private void gather(List<Trade> page) {
    List<Trade> wanted =
        page.stream()
            .filter(trade -> trade.sequence() >= fromId && trade.sequence() <= toId)
            .toList();
    gathered.addAll(0, wanted);
    long first = page.isEmpty() ? fromId : page.get(0).sequence();
    if (first <= fromId || wanted.isEmpty()) {
      reader.found(gathered);
    } else {
      toId = first - 1;
      request();
    }
  }

  private void giveUp(Throwable failure) {
    LOG.warn(
        "{}: no trades {} to {} of {}: {}",
        feed.splitId,
        fromId,
        toId,
        instrument,
        failure.getMessage());
    reader.failed();
  }

  private void retry(Throwable failure) {
    if (delay.failures() >= MAX_FAILURES) {
      giveUp(failure);
    } else {
      feed.schedule(delay.next(), this::request);
    }
  }
}
