// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.reader;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.sources.ResyncRequest;
import io.marketprism.sources.feed.Feed;
import io.marketprism.sources.feed.FeedMetrics;
import io.marketprism.sources.feed.PollTransport;
import io.marketprism.sources.feed.PollingFeed;
import io.marketprism.sources.feed.RestMetrics;
import io.marketprism.sources.feed.WebSocketFeed;
import io.marketprism.sources.journal.JournaledLoop;
import io.marketprism.sources.loop.FeedLoop;
import io.marketprism.sources.loop.LiveLoop;
import io.marketprism.sources.net.EventLoops;
import io.marketprism.sources.net.WebSocketClient;
import io.marketprism.sources.pressure.Restraint;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueGateway;
import io.marketprism.sources.venue.VenueSettings;
import io.marketprism.sources.venue.Venues;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Owns the feeds of one subtask: their event loop, sockets and requests, all closed with it. Feeds
 * push into the hand-over queue. On the task's thread.
 */
final class SubtaskFeeds implements AutoCloseable {
  private final Map<String, VenueSettings> settings;
  private final HandoverQueue queue;
  private final Restraint restraint;
  private final long maxPauseMillis;
  private final boolean journaled;
  private final FeedMetrics metrics;
  private final EventLoops loops;
  private final WebSocketClient client = new WebSocketClient();
  private final Map<String, VenueGateway> http = new HashMap<>();
  private final Map<String, Feed> feeds = new HashMap<>();
  private final Set<String> bookSplits = new HashSet<>();

  SubtaskFeeds(
      Map<String, VenueSettings> settings,
      HandoverQueue queue,
      Restraint restraint,
      long maxPauseMillis,
      boolean journaled,
      FeedMetrics metrics,
      String name) {
    this.settings = settings;
    this.queue = queue;
    this.restraint = restraint;
    this.maxPauseMillis = maxPauseMillis;
    this.journaled = journaled;
    this.metrics = metrics;
    this.loops = new EventLoops(1, name);
  }

  /** Opens the feed of a split. */
  void open(FeedSplit split) {
    VenueSettings venueSettings = settings.get(split.venue());
    if (venueSettings == null) {
      throw new IllegalStateException(
          "split " + split.splitId() + " is of a venue that is not configured: " + split.venue());
    }
    Venue venue = Venues.of(split.venue());
    VenueGateway rest = http.computeIfAbsent(split.venue(), key -> gateway(venue, venueSettings));
    Feed feed = feed(split, venue, venueSettings, rest);
    feeds.put(split.splitId(), feed);
    if (split.dataType() == DataType.ORDERBOOK) {
      bookSplits.add(split.splitId());
    }
    metrics.expectedConnections(feeds.values().stream().mapToInt(Feed::sockets).sum());
    feed.start();
  }

  private Feed feed(FeedSplit split, Venue venue, VenueSettings venueSettings, VenueGateway rest) {
    EventLoop thread = loops.next();
    FeedLoop live = new LiveLoop(split.splitId(), thread, client, queue);
    FeedLoop loop =
        journaled
            ? new JournaledLoop(live, split, venue.exchange(), venue.marketType(split.dataType()))
            : live;
    if (venue.isPolled(split.dataType(), venueSettings)) {
      return new PollingFeed(
          split,
          venueSettings,
          venue,
          loop,
          rest,
          codec -> PollTransport.of(codec, rest, thread, client, venue, venueSettings),
          restraint,
          metrics);
    }
    return new WebSocketFeed(
        split,
        venueSettings,
        venue,
        loop,
        rest,
        restraint,
        Duration.ofMillis(maxPauseMillis),
        metrics);
  }

  private VenueGateway gateway(Venue venue, VenueSettings venueSettings) {
    RestMetrics told = metrics.rest(venue.exchange());
    VenueGateway gateway = VenueGateway.open(venue, venueSettings, told);
    told.budget(venue.restBase(venueSettings).getAuthority(), gateway::budget);
    return gateway;
  }

  /** Changes the instruments of a feed that is open. */
  void instruments(String splitId, List<Instrument> instruments) {
    feeds.get(splitId).instruments(instruments);
  }

  /** Hands a request of the job to the feeds of books, of which those concerned heed it. */
  void resync(ResyncRequest request) {
    bookSplits.forEach(splitId -> feeds.get(splitId).resync(request));
  }

  @Override
  public void close() {
    feeds.values().forEach(Feed::close);
    client.close();
    loops.close();
    http.values().forEach(VenueGateway::close);
  }
}
