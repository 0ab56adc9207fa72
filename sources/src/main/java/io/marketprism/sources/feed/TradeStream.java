// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;
import io.marketprism.model.Trade;
import io.marketprism.sources.split.Cursor;
import io.marketprism.sources.trade.TradeSequencer;
import io.marketprism.sources.venue.TradeRules;
import java.util.List;

/**
 * One instrument's trades: in order, each once, gaps filled from the venue's history. A gap is
 * announced once and is closed by one {@code recovered} that says how many were fetched and how
 * many could not be had.
 */
final class TradeStream extends InstrumentStream
    implements TradeSequencer.Output, TradeHistory.Reader {
  private static final int MAX_BUFFERED = 10_000;

  private final TradeSequencer sequencer;
  private final BackfillDeferral deferral = new BackfillDeferral();
  private boolean liveAnnounced;

  TradeStream(Instrument instrument, Cursor cursor, FeedContext feed) {
    super(instrument, feed);
    this.sequencer =
        new TradeSequencer(
            this, counting(feed), feed.settings.maxBackfill(), MAX_BUFFERED, feed.waitingTrades);
    if (cursor != null) {
      sequencer.restore(cursor.lastId());
    }
  }

  private static TradeSequencer.Counting counting(FeedContext feed) {
    TradeRules rules = feed.venue.trades(feed.settings);
    return new TradeSequencer.Counting() {
      @Override
      public long firstId(Trade trade) {
        return rules.firstId(trade);
      }

      @Override
      public boolean holesAreLosses() {
        return rules.holesAreLosses();
      }
    };
  }

  void onTrade(Trade trade) {
    arrived(trade.receiveTime());
    if (!liveAnnounced) {
      liveAnnounced = true;
      feed.emit(
          feed.status(instrument, FeedStatus.Event.LIVE)
              .sequences(FeedStatus.NONE, trade.sequence()));
    }
    sequencer.onTrade(trade);
  }

  /** Trades may be rare: the feed is live before the first one. */
  @Override
  void subscribed() {
    super.subscribed();
    metrics().live(true);
  }

  @Override
  void disconnected() {
    super.disconnected();
    liveAnnounced = false;
  }

  @Override
  void forgotten() {
    sequencer.close();
  }

  @Override
  Standby standby() {
    return new TradeStandby(this, sequencer);
  }

  @Override
  void broken(String reason) {
    // The next trade's id tells what is missing, and the history has it.
  }

  @Override
  public void trade(Trade trade) {
    feed.emit(trade);
  }

  @Override
  public void duplicate(Trade trade) {
    // Counted where duplicates are decided for good, in the job.
  }

  @Override
  public void gap(long lastGoodId, long lastGoodTime, Trade next, long lost) {
    metrics().gap();
    feed.emit(
        feed.status(
                instrument, feed.isReplicated() ? FeedStatus.Event.DEGRADED : FeedStatus.Event.GAP)
            .reason("sequence_gap")
            .sequences(lastGoodId, next.sequence())
            .gap(lastGoodTime, next.eventTime())
            .lost(lost));
  }

  @Override
  public void closed(long lastGoodId, Trade next, long backfilled, long lost) {
    metrics().backfilled(backfilled);
    if (lost > 0) {
      metrics().tradesLost(lost);
    }
    feed.emit(
        feed.status(instrument, FeedStatus.Event.RECOVERED)
            .reason("backfill")
            .sequences(lastGoodId, next.sequence())
            .lost(lost)
            .backfilled(backfilled)
            .detail(unrecovered(lost)));
  }

  private static String unrecovered(long lost) {
    if (lost == 0) {
      return null;
    }
    return lost == TradeSequencer.NO_ID
        ? "the venue's history could not be read to its end"
        : lost + " trades could not be had from the venue's history";
  }

  @Override
  public void requestHistory(long fromId, long toId) {
    new TradeHistory(instrument, feed, fromId, toId, deferral, this).request();
  }

  @Override
  public void found(List<Trade> trades) {
    sequencer.onHistory(trades);
  }

  @Override
  public void failed() {
    sequencer.onHistoryFailed();
  }

  @Override
  public void deferred() {
    metrics().backfillDeferred();
    sequencer.onHistoryDeferred();
  }
}
