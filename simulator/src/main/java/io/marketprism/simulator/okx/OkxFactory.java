// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import io.marketprism.simulator.faults.RestShape;
import io.marketprism.simulator.market.Derivatives;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.market.MarketFeed;
import io.marketprism.simulator.net.Venue;
import io.marketprism.simulator.venue.VenueContext;
import io.marketprism.simulator.venue.VenueFactory;
import io.marketprism.simulator.venue.VenueLimits;
import io.marketprism.simulator.venue.VenueProtocol;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes OKX's protocol. The venue's limits are of other kinds than those of {@link VenueLimits}, of
 * which only the bound for slow clients is heeded; the others are in {@link OkxSettings}.
 */
public final class OkxFactory implements VenueFactory {
  private static final long OUTBOX_BYTES = 64L << 20;

  private final OkxSettings settings;

  private OkxFactory(OkxSettings settings) {
    this.settings = settings;
  }

  /** OKX as it is. */
  public static VenueFactory ofVenue() {
    return with(OkxSettings.ofVenue());
  }

  /** OKX with other settings. */
  public static VenueFactory with(OkxSettings settings) {
    return new OkxFactory(settings);
  }

  @Override
  public VenueProtocol create(VenueContext context) {
    OkxFeed feed = new OkxFeed(context, settings);
    return new VenueProtocol() {
      @Override
      public MarketFeed feed() {
        return feed;
      }

      @Override
      public Venue open(Market market, Derivatives derivatives) {
        feed.open(market);
        return new OkxVenue(
            new OkxVenue.Parts(
                context.hub(),
                feed,
                market,
                derivatives,
                context.faults(),
                context.restLog(),
                settings,
                context.limits().outboxBytes(),
                context.clock()));
      }
    };
  }

  @Override
  public Optional<String> tradesOf(String stream) {
    return subject(stream, OkxEncoder.TRADES).or(() -> subject(stream, OkxEncoder.ALL_TRADES));
  }

  private static Optional<String> subject(String stream, String channel) {
    String head = OkxEncoder.stream(channel, "");
    return stream.startsWith(head)
        ? Optional.of(stream.substring(head.length()))
        : Optional.empty();
  }

  @Override
  public RestShape rest() {
    return RestShape.OKX;
  }

  @Override
  public VenueLimits limits() {
    Duration idle = settings.idleTimeout();
    return new VenueLimits(
        idle, idle, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, OUTBOX_BYTES);
  }

  @Override
  public Optional<String> bookOf(String stream) {
    return subject(stream, OkxEncoder.BOOKS);
  }
}
