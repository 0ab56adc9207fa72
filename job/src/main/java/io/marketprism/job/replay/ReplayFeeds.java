// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.replay;

import io.marketprism.model.JournalEntry;
import io.marketprism.model.MarketEvent;
import io.marketprism.sources.feed.FeedMetrics;
import io.marketprism.sources.journal.JournalLines;
import io.marketprism.sources.journal.ReplayedFeed;
import io.marketprism.sources.venue.VenueSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * The feeds of a journal: lines of entries in, the events that the feeds handed over then out. One
 * subtask, because what follows is the same each time only if its order is. Where a pace is given,
 * an entry waits until as much time has passed as did then.
 */
final class ReplayFeeds extends RichFlatMapFunction<byte[], MarketEvent> {
  private static final long serialVersionUID = 1L;

  /** Accumulator: entries that were run. */
  static final String ENTRIES = "entries";

  /** Accumulator: entries before the first start of their connection, or behind a hole. */
  static final String SKIPPED = "skipped";

  /** Accumulator: entries on which a feed failed. */
  static final String FAILURES = "failures";

  /** Accumulator: entries that no feed waited for. */
  static final String STRAYS = "strays";

  private static final byte LINE_END = '\n';

  private final ArrayList<VenueSettings> venues;
  private final Duration maxPause;
  private final Pace pace;

  private transient Map<String, VenueSettings> settings;
  private transient Map<String, ReplayedFeed> feeds;
  private transient FeedMetrics metrics;
  private transient Pace.Clock clock;
  private transient LongCounter entries;
  private transient LongCounter skipped;
  private transient LongCounter strays;
  private transient LongCounter failures;

  /**
   * @param venues as the journal was recorded with
   * @param maxPause likewise
   */
  ReplayFeeds(List<VenueSettings> venues, Duration maxPause, Pace pace) {
    this.venues = new ArrayList<>(venues);
    this.maxPause = maxPause;
    this.pace = pace;
  }

  @Override
  public void open(OpenContext context) {
    settings = venues.stream().collect(Collectors.toMap(VenueSettings::venue, Function.identity()));
    feeds = new HashMap<>();
    entries = new LongCounter();
    skipped = new LongCounter();
    strays = new LongCounter();
    failures = new LongCounter();
    metrics = new FeedMetrics(getRuntimeContext().getMetricGroup(), false);
    clock = pace.start();
    getRuntimeContext().addAccumulator(ENTRIES, entries);
    getRuntimeContext().addAccumulator(SKIPPED, skipped);
    getRuntimeContext().addAccumulator(STRAYS, strays);
    getRuntimeContext().addAccumulator(FAILURES, failures);
  }

  @Override
  public void flatMap(byte[] lines, Collector<MarketEvent> out)
      throws IOException, InterruptedException {
    int begin = 0;
    for (int end = 0; end < lines.length; end++) {
      if (lines[end] == LINE_END) {
        happened(JournalLines.read(lines, begin, end - begin), out);
        begin = end + 1;
      }
    }
    if (begin != lines.length) {
      throw new IOException("the journal ends within a line");
    }
  }

  private void happened(JournalEntry entry, Collector<MarketEvent> out)
      throws IOException, InterruptedException {
    clock.await(entry.receiveTime());
    ReplayedFeed feed = feeds.get(entry.connectionId());
    if (feed == null) {
      feed = new ReplayedFeed(settings, maxPause, metrics, out::collect);
      feeds.put(entry.connectionId(), feed);
    }
    long strayed = feed.strays();
    long failed = feed.failures();
    if (feed.happened(entry)) {
      entries.add(1);
    } else {
      skipped.add(1);
    }
    strays.add(feed.strays() - strayed);
    failures.add(feed.failures() - failed);
  }
}
