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
  private long skipped;
  private long failures;

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
   * The next thing that happened to the feed. What comes twice passes once. Where entries are
   * missing, the feed ends: what it would make of the rest is not what it made then. It goes on
   * with its next start.
   *
   * @return whether the entry was run
   * @throws IOException if the entry is of a venue that is not configured, or cannot be read
   */
  public boolean happened(JournalEntry entry) throws IOException {
    if (entry.run() != run) {
      if (entry.kind() != JournalEntry.Kind.START) {
        skipped++;
        return false;
      }
      start(entry);
      return true;
    }
    if (entry.number() < next) {
      return true;
    }
    if (entry.number() > next && feed != null) {
      LOG.warn("{}: entries from {} on are missing; waiting for the next start", entry, next);
      feed.close();
      feed = null;
    }
    next = entry.number() + 1;
    if (feed == null) {
      skipped++;
      return false;
    }
    run(entry);
    return true;
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
    try {
      switch (entry.kind()) {
        case INSTRUMENTS -> {
          loop.at(entry);
          feed.instruments(Commands.readSplit(entry).instruments());
        }
        case RESYNC -> {
          loop.at(entry);
          feed.resync(Commands.readResync(entry));
        }
        default -> {
          if (!loop.happen(entry)) {
            strays++;
            LOG.warn("{}: nothing waits for it", entry);
          }
        }
      }
    } catch (RuntimeException e) {
      // If it did so then, it ended a socket, which the journal tells next, or an action.
      failures++;
      LOG.warn("{}: the feed failed", entry, e);
    }
    // Not within: what fails there is no failure of the feed.
    loop.drainTo(out);
  }

  /** Entries that the feed did not wait for: it acted otherwise when the journal was written. */
  public long strays() {
    return strays;
  }

  /** Entries on which the feed failed. */
  public long failures() {
    return failures;
  }

  /** Entries that were not run: those before the first start, and those behind a hole. */
  public long skipped() {
    return skipped;
  }
}
