// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;

/**
 * One instrument's events that stand for themselves, such as liquidations: nothing chains, so
 * nothing can be missed by its ids. It is live as soon as its subscription stands.
 */
final class EventStream extends InstrumentStream {

  EventStream(Instrument instrument, FeedContext feed) {
    super(instrument, feed);
  }

  void onEvent(DerivativesEvent event) {
    arrived(event.receiveTime());
    feed.emit(event);
  }

  @Override
  void subscribed() {
    super.subscribed();
    metrics().live(true);
    feed.emit(feed.status(instrument, FeedStatus.Event.LIVE));
  }

  @Override
  void broken(String reason) {
    // What was lost is in the dead letters; there is nothing to fetch it from.
  }
}
