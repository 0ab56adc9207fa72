// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import io.marketprism.simulator.faults.RestShape;
import io.marketprism.simulator.market.Derivatives;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.market.MarketFeed;
import io.marketprism.simulator.net.Venue;
import io.marketprism.simulator.venue.VenueContext;
import io.marketprism.simulator.venue.VenueFactory;
import io.marketprism.simulator.venue.VenueLimits;
import io.marketprism.simulator.venue.VenueProtocol;
import java.util.Optional;

/**
 * Makes Deribit's protocol. The venue's limits are of other kinds than those of {@link
 * VenueLimits}, of which only the bound for slow clients is heeded; the others are in {@link
 * DeribitSettings}.
 */
public final class DeribitFactory implements VenueFactory {
  private static final long OUTBOX_BYTES = 64L << 20;

  private final DeribitSettings settings;

  private DeribitFactory(DeribitSettings settings) {
    this.settings = settings;
  }

  /** Deribit as it is. */
  public static VenueFactory ofVenue() {
    return with(DeribitSettings.ofVenue());
  }

  /** Deribit with other settings. */
  public static VenueFactory with(DeribitSettings settings) {
    return new DeribitFactory(settings);
  }

  @Override
  public VenueProtocol create(VenueContext context) {
    DeribitEncoder encoder = new DeribitEncoder(settings.exponents());
    DeribitFeed feed = new DeribitFeed(context, encoder);
    return new VenueProtocol() {
      @Override
      public MarketFeed feed() {
        return feed;
      }

      @Override
      public Venue open(Market market, Derivatives derivatives) {
        feed.open(market, derivatives);
        return new DeribitVenue(
            new DeribitVenue.Parts(
                context.hub(),
                feed,
                market,
                new DeribitMethods(market, derivatives, feed, encoder, context.clock()),
                context.faults(),
                context.restLog(),
                settings,
                new Credits(settings.requests()),
                new Credits(settings.subscriptions()),
                context.limits().outboxBytes(),
                context.clock()));
      }
    };
  }

  @Override
  public VenueLimits limits() {
    return new VenueLimits(
        settings.heartbeatUnit(),
        settings.heartbeatUnit(),
        Integer.MAX_VALUE,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE,
        OUTBOX_BYTES);
  }

  @Override
  public Optional<String> bookOf(String stream) {
    return subject(stream, "book.");
  }

  @Override
  public Optional<String> tradesOf(String stream) {
    return subject(stream, "trades.");
  }

  private static Optional<String> subject(String stream, String head) {
    return stream.startsWith(head) && stream.endsWith(".100ms")
        ? Optional.of(stream.substring(head.length(), stream.length() - ".100ms".length()))
        : Optional.empty();
  }

  @Override
  public RestShape rest() {
    return RestShape.DERIBIT;
  }
}
