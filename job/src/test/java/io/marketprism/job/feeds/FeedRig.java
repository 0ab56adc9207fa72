// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import io.marketprism.job.book.RecordedMetrics;
import io.marketprism.model.MarketEvent;
import io.marketprism.sources.MarketDataSource;
import io.marketprism.sources.ResyncRequest;
import io.marketprism.sources.enumerator.EnumeratorState;
import io.marketprism.sources.net.BudgetState;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.venue.VenueGateway;
import io.marketprism.sources.venue.VenueSettings;
import io.marketprism.sources.venue.Venues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The whole source without Flink around it: the enumerator plans the feeds, one reader runs them
 * against real sockets, and what they emit is collected.
 */
final class FeedRig implements AutoCloseable {
  private final MarketDataSource source;
  private final Collected collected;
  private final Consumer<MarketEvent> sink;
  private final Map<String, VenueGateway> gateways = new LinkedHashMap<>();
  private final RigCoordinator coordinator;
  private RigReader reader;

  private FeedRig(List<FeedSettings> venues, List<FeedSplit> reported, int statesOfBook)
      throws Exception {
    this(venues, reported, statesOfBook, null);
  }

  private FeedRig(
      List<FeedSettings> venues,
      List<FeedSplit> reported,
      int statesOfBook,
      Consumer<MarketEvent> journal)
      throws Exception {
    collected = new Collected(statesOfBook);
    sink = journal == null ? collected : collected.andThen(journal);
    MarketDataSource.Builder builder = MarketDataSource.builder().journaled(journal != null);
    for (FeedSettings venue : venues) {
      VenueSettings settings = venue.build();
      builder.venue(settings);
      // Shares the request budget with the feeds, to look at it.
      gateways.put(settings.venue(), VenueGateway.open(Venues.of(settings.venue()), settings));
    }
    source = builder.build();
    coordinator =
        new RigCoordinator(source, reported.isEmpty() ? null : new EnumeratorState(List.of()));
    reader = new RigReader(source, sink);
    coordinator.register(reader, reported);
  }

  /** Starts without a past. */
  static FeedRig start(FeedSettings... venues) throws Exception {
    return new FeedRig(List.of(venues), List.of(), RigBook.MANY);
  }

  /** Starts without a past; a further sink takes what is collected, and the journal. */
  static FeedRig journaled(Consumer<MarketEvent> journal, FeedSettings... venues) throws Exception {
    return new FeedRig(List.of(venues), List.of(), RigBook.MANY, journal);
  }

  /** Starts without a past, with too many books to remember what they were. */
  static FeedRig startForgetful(FeedSettings... venues) throws Exception {
    return new FeedRig(List.of(venues), List.of(), 0);
  }

  /** Starts from the splits of a checkpoint. */
  static FeedRig restore(List<FeedSplit> splits, FeedSettings... venues) throws Exception {
    return new FeedRig(List.of(venues), splits, RigBook.MANY);
  }

  Collected collected() {
    return collected;
  }

  /** What the reader registers of its feeds. */
  RecordedMetrics metrics() {
    return reader.metrics();
  }

  /** The splits with their cursors, as a checkpoint has them. */
  List<FeedSplit> checkpoint() throws Exception {
    List<FeedSplit> splits = new ArrayList<>(reader.snapshot());
    splits.addAll(coordinator.snapshot().unassigned());
    return splits;
  }

  /** Somebody downstream needs a new snapshot. */
  void resync(String instrumentKey, String reason) throws Exception {
    coordinator.handle(new ResyncRequest(instrumentKey, reason));
  }

  /** The reader fails and a new one takes its place, with what a checkpoint had. */
  void replaceReader(List<FeedSplit> checkpointed) throws Exception {
    reader.close();
    coordinator.lose(List.of());
    reader = new RigReader(source, sink);
    coordinator.register(reader, checkpointed);
  }

  /** The state of the request budget of a venue's host. */
  BudgetState budget(String venue) {
    return gateways.get(venue).budget();
  }

  @Override
  public void close() throws Exception {
    try {
      coordinator.close();
    } finally {
      reader.close();
      gateways.values().forEach(VenueGateway::close);
    }
  }
}
