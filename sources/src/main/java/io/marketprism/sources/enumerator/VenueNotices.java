// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.enumerator;

import io.marketprism.model.DataType;
import io.marketprism.model.FeedStatus;
import io.marketprism.sources.FeedNotice;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueSettings;
import io.marketprism.sources.venue.Venues;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Tells consumers why there is no feed where one is configured: the venue does not list the
 * instrument, or its list cannot be had. Each is told once, until it has changed. On the
 * coordinator's thread.
 */
final class VenueNotices {
  private final Consumer<FeedNotice> reader;
  private final Set<String> unavailable = new HashSet<>();

  /**
   * @param reader takes what is to be published
   */
  VenueNotices(Consumer<FeedNotice> reader) {
    this.reader = reader;
  }

  /** A venue gave its list. */
  void listed(VenueSettings settings, Map<String, String> unlisted) {
    if (unavailable.remove(settings.venue())) {
      tellOfAll(settings, FeedStatus.Event.RECOVERED, null);
    }
    Venue venue = Venues.of(settings.venue());
    unlisted.forEach(
        (name, reason) -> {
          for (DataType type : settings.dataTypes()) {
            reader.accept(
                new FeedNotice(
                    venue.exchange(),
                    venue.marketType(type),
                    name,
                    name,
                    FeedStatus.Event.REJECTED,
                    type.token(),
                    "unlisted",
                    reason));
          }
        });
  }

  /** A venue did not give its list. */
  void unavailable(VenueSettings settings, Throwable reason) {
    if (unavailable.add(settings.venue())) {
      Throwable cause = reason instanceof CompletionException ? reason.getCause() : reason;
      tellOfAll(settings, FeedStatus.Event.DEGRADED, cause.getMessage());
    }
  }

  private void tellOfAll(VenueSettings settings, FeedStatus.Event event, String detail) {
    Venue venue = Venues.of(settings.venue());
    settings.dataTypes().stream()
        .map(venue::marketType)
        .distinct()
        .forEach(
            marketType ->
                reader.accept(
                    new FeedNotice(
                        venue.exchange(),
                        marketType,
                        FeedStatus.ALL,
                        null,
                        event,
                        FeedStatus.SOCKET,
                        "instruments_unavailable",
                        detail)));
  }
}
