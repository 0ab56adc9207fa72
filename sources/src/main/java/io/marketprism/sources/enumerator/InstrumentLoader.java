// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.enumerator;

import io.marketprism.model.Instrument;
import io.marketprism.sources.net.RequestBudget;
import io.marketprism.sources.net.RestException;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueGateway;
import io.marketprism.sources.venue.VenueSettings;
import io.marketprism.sources.venue.Venues;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Fetches instrument lists. A venue that refuses the list of the configured symbols, as Binance
 * does when it knows one of them not, is asked for its whole list, so that one wrong symbol does
 * not keep the others away. Any thread.
 */
final class InstrumentLoader implements AutoCloseable {
  private final Map<String, VenueGateway> gateways = new ConcurrentHashMap<>();

  /** The instruments of the configured symbols; fails where the list cannot be had. */
  CompletableFuture<Venue.InstrumentList> load(VenueSettings settings) {
    Venue venue = Venues.of(settings.venue());
    Set<String> symbols =
        settings.symbols().isOpen() ? Set.of() : new TreeSet<>(settings.symbols().names());
    return fetch(venue, settings, venue.instrumentsCall(symbols))
        .exceptionallyCompose(
            failure ->
                isRefusal(failure)
                    ? fetch(venue, settings, venue.instrumentsCall(Set.of()))
                    : CompletableFuture.failedFuture(failure));
  }

  /**
   * The instruments as the suffix rule has them, for when the list cannot be had and that is
   * configured.
   */
  static Venue.InstrumentList bySuffix(VenueSettings settings) {
    Map<String, Instrument> instruments = new HashMap<>();
    Map<String, String> rejected = new HashMap<>();
    for (String symbol : settings.symbols().names()) {
      Instrument instrument = Venues.of(settings.venue()).bySuffix(symbol);
      if (instrument == null) {
        rejected.put(symbol, "no known quote ends it");
      } else {
        instruments.put(symbol, instrument);
      }
    }
    return new Venue.InstrumentList(instruments, rejected);
  }

  private CompletableFuture<Venue.InstrumentList> fetch(
      Venue venue, VenueSettings settings, RestCall call) {
    VenueGateway gateway =
        gateways.computeIfAbsent(settings.venue(), key -> VenueGateway.open(venue, settings));
    return gateway
        .get(call, RequestBudget.Kind.METADATA)
        .thenApply(
            body -> {
              try {
                return venue.instruments(body);
              } catch (FrameException e) {
                throw new CompletionException(e);
              }
            });
  }

  private static boolean isRefusal(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RestException rest && rest.status() == 400;
  }

  @Override
  public void close() {
    gateways.values().forEach(VenueGateway::close);
  }
}
