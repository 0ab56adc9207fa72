// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;
import io.marketprism.model.Liquidation;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/**
 * One instrument's events that stand for themselves, such as liquidations: nothing chains, so
 * nothing can be missed by its ids. It is live as soon as its subscription stands.
 *
 * <p>What comes twice, from two connections in a hand-over or because the venue repeats itself, is
 * dropped by its id, as far as the last {@value #REMEMBERED} ids tell. What comes while the process
 * is under such pressure that these events are left out is dropped and counted.
 */
final class EventStream extends InstrumentStream {
  private static final int REMEMBERED = 64;

  private final Set<String> ids = new HashSet<>();
  private final ArrayDeque<String> oldestFirst = new ArrayDeque<>();

  EventStream(Instrument instrument, FeedContext feed) {
    super(instrument, feed);
  }

  void onEvent(DerivativesEvent event) {
    arrived(event.receiveTime());
    if (feed.isLeftOut()) {
      feed.metrics.leftOut(instrument.exchange());
      return;
    }
    if (!(event instanceof Liquidation liquidation) || isNew(liquidation.id())) {
      feed.emit(event);
    }
  }

  private boolean isNew(String id) {
    if (!ids.add(id)) {
      return false;
    }
    oldestFirst.addLast(id);
    if (oldestFirst.size() > REMEMBERED) {
      ids.remove(oldestFirst.removeFirst());
    }
    return true;
  }

  @Override
  void subscribed() {
    boolean wasConnected = isConnected();
    super.subscribed();
    metrics().live(true);
    if (!wasConnected) {
      feed.emit(feed.status(instrument, FeedStatus.Event.LIVE));
    }
  }

  @Override
  Standby standby() {
    return null;
  }

  @Override
  void broken(String reason) {
    // What was lost is in the dead letters; there is nothing to fetch it from.
  }
}
