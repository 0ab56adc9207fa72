// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.journal;

import io.marketprism.model.JournalEntry;
import io.marketprism.model.MarketEvent;
import io.marketprism.sources.feed.Feed;
import io.marketprism.sources.feed.FeedMetrics;
import io.marketprism.sources.feed.PollTransport;
import io.marketprism.sources.feed.PollingFeed;
import io.marketprism.sources.feed.WebSocketFeed;
import io.marketprism.sources.pressure.Restraint;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueSettings;
import io.marketprism.sources.venue.Venues;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection's journal, run again: the feed's own code, from decoding to synchronised books and
 * ordered trades, on what is written. Each start in the journal begins a new feed, as it was. What
 * the same release wrote gives the same events, each time. One thread.
 */
public final class ReplayedFeed {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayedFeed.class);

  private final Map<String, VenueSettings> settings;
  private final Duration maxPause;
  private final FeedMetrics metrics;
  private final Consumer<MarketEvent> out;

  private ReplayedLoop loop; // null before the first start
  private Feed feed;
  private long run;
  private long next;
  private long strays;
  private long missing;

  /**
   * @param settings of the configured venues, by key
   * @param maxPause as the feeds had it ({@link WebSocketFeed})
   * @param out takes what the feed hands to the job
   */
  public ReplayedFeed(
      Map<String, VenueSettings> settings,
      Duration maxPause,
      FeedMetrics metrics,
      Consumer<MarketEvent> out) {
    this.settings = settings;
    this.maxPause = maxPause;
    this.metrics = metrics;
    this.out = out;
  }

  /**
   * The next thing that happened to the feed. What comes twice passes once.
   *
   * @throws IOException if the entry is of a venue that is not configured, or cannot be read
   */
  public void happened(JournalEntry entry) throws IOException {
    if (entry.kind() == JournalEntry.Kind.START) {
      if (entry.run() > run) {
        start(entry);
      }
      return;
    }
    if (feed == null || entry.run() != run) {
      // The journal begins in the midst of a run, or repeats an earlier one.
      missing += entry.run() > run ? 1 : 0;
      return;
    }
    if (entry.number() < next) {
      return;
    }
    if (entry.number() > next) {
      missing += entry.number() - next;
      LOG.warn("{}: entries from {} on are missing", entry, next);
    }
    next = entry.number() + 1;
    run(entry);
  }

  private void start(JournalEntry entry) throws IOException {
    FeedSplit split = Commands.readSplit(entry);
    VenueSettings venueSettings = settings.get(split.venue());
    if (venueSettings == null) {
      throw new IOException(
          "the journal holds "
              + split.splitId()
              + " of "
              + split.venue()
              + ", which the configuration does not have");
    }
    if (feed != null) {
      feed.close();
    }
    Venue venue = Venues.of(split.venue());
    loop = new ReplayedLoop(entry);
    feed =
        venue.isPolled(split.dataType(), venueSettings)
            ? new PollingFeed(
                split,
                venueSettings,
                venue,
                loop,
                null,
                codec -> PollTransport.none(),
                Restraint.NONE,
                metrics)
            : new WebSocketFeed(
                split, venueSettings, venue, loop, null, Restraint.NONE, maxPause, metrics);
    run = entry.run();
    next = entry.number() + 1;
    feed.start();
    loop.drainTo(out);
  }

  private void run(JournalEntry entry) throws IOException {
    switch (entry.kind()) {
      case INSTRUMENTS -> {
        loop.at(entry);
        feed.instruments(Commands.readSplit(entry).instruments());
      }
      case RESYNC -> {
        loop.at(entry);
        feed.resync(Commands.readResync(entry));
      }
      default -> happen(entry);
    }
    // Not within: what fails there is no failure of the feed.
    loop.drainTo(out);
  }

  private void happen(JournalEntry entry) {
    try {
      if (!loop.happen(entry)) {
        strays++;
        LOG.warn("{}: nothing waits for it", entry);
      }
    } catch (RuntimeException e) {
      // It ended the socket when it happened; the journal tells that next.
      LOG.warn("{}: the feed failed", entry, e);
    }
  }

  /** Entries that the feed did not wait for: it acted otherwise when the journal was written. */
  public long strays() {
    return strays;
  }

  /** Entries that the journal should have and has not, as far as known. */
  public long missing() {
    return missing;
  }
}
