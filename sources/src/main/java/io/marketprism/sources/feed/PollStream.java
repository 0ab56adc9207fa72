// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.BookReset;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;
import io.marketprism.model.Integrity;
import io.marketprism.sources.venue.PollCodec;

/**
 * One instrument that is polled. Announces when its feed becomes live and when the venue refuses
 * the instrument. A venue may answer from an older cache than before: what lies behind what was
 * emitted is dropped, a few times in a row; then the venue has begun anew and is believed.
 */
final class PollStream extends InstrumentStream implements PollCodec.Target {
  private static final int OLDER_ANSWERS = 10;

  private final PollSchedule schedule;
  private final Freshness freshness = new Freshness();
  private boolean live;
  private boolean refused;
  private boolean inFlight;
  private long lastBookId = Long.MIN_VALUE;
  private int older;

  PollStream(Instrument instrument, PollSchedule schedule, FeedContext feed) {
    super(instrument, feed);
    this.schedule = schedule;
  }

  PollSchedule schedule() {
    return schedule;
  }

  /** Whether a request is under way; there is never a second one. */
  boolean isInFlight() {
    return inFlight;
  }

  void inFlight(boolean isInFlight) {
    inFlight = isInFlight;
  }

  /** The venue answered. */
  void answered(long receiveTime) {
    refused = false;
    if (!live) {
      live = true;
      metrics().live(true);
      feed.emit(feed.status(instrument, FeedStatus.Event.LIVE));
    }
    if (freshness.isFresh(receiveTime)) {
      arrived(receiveTime);
    }
  }

  /** The venue does not know the instrument or the request. */
  void refused(String error) {
    live = false;
    metrics().live(false);
    if (!refused) {
      refused = true;
      feed.emit(
          feed.status(instrument, FeedStatus.Event.REJECTED).reason("rest_error").detail(error));
    }
  }

  @Override
  public void onBookSnapshot(BookSnapshot snapshot) {
    if (snapshot.bids().size() == 0 || snapshot.asks().size() == 0) {
      return;
    }
    if (snapshot.updateId() < lastBookId) {
      if (++older < OLDER_ANSWERS) {
        return;
      }
      feed.emit(new BookReset(instrument, feed.now()));
    }
    older = 0;
    lastBookId = snapshot.updateId();
    feed.emit(snapshot.provedBy(Integrity.SNAPSHOT));
  }

  @Override
  public void onDerivatives(DerivativesEvent event) {
    freshness.arrived(event);
    feed.emit(event);
  }

  @Override
  Standby standby() {
    return null;
  }

  @Override
  void broken(String reason) {
    // The next answer is whole again.
  }
}
