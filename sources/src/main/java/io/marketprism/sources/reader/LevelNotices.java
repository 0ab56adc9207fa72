// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.reader;

import io.marketprism.model.FeedStatus;
import io.marketprism.sources.pressure.LevelChange;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueSettings;
import io.marketprism.sources.venue.Venues;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Changes of the level of degradation on their way to consumers: one event for each market. A task
 * that is blocked takes none, so they are bounded; the oldest make room, because the newest tells
 * what holds. Any thread.
 */
final class LevelNotices {
  /** Some dozens of changes of all markets. */
  static final int CAPACITY = 256;

  private final List<VenueSettings> venues;
  private final ArrayDeque<FeedStatus> waiting = new ArrayDeque<>();
  private volatile Runnable arrival = () -> {};

  /**
   * @param venues whose markets are told of
   */
  LevelNotices(List<VenueSettings> venues) {
    this.venues = List.copyOf(venues);
  }

  /** Runs an action whenever something has come. */
  void onArrival(Runnable action) {
    arrival = action;
  }

  void add(LevelChange change, long nowMillis) {
    for (VenueSettings settings : venues) {
      Venue venue = Venues.of(settings.venue());
      settings.dataTypes().stream()
          .map(venue::marketType)
          .distinct()
          .map(
              market ->
                  FeedStatus.ofSocket(venue.exchange(), market, FeedStatus.Event.DEGRADED)
                      .reason(change.reason())
                      .sequences(change.before(), change.now())
                      .detail(change.detail())
                      .at(nowMillis))
          .forEach(this::put);
    }
    arrival.run();
  }

  private synchronized void put(FeedStatus status) {
    if (waiting.size() == CAPACITY) {
      waiting.removeFirst();
    }
    waiting.addLast(status);
  }

  /** The next one, or null. */
  synchronized FeedStatus poll() {
    return waiting.poll();
  }
}
