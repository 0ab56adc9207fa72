// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.enumerator;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.sources.FeedNotice;
import io.marketprism.sources.InstrumentsChanged;
import io.marketprism.sources.ResyncRequest;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueSettings;
import io.marketprism.sources.venue.Venues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans the connections and hands them to the readers.
 *
 * <p>The plan always comes from the present configuration. What comes back from a checkpoint or
 * from a failed reader gives only its cursors and instruments to it, so that instruments may be
 * added, removed or moved between restarts, at any parallelism. Nothing is handed out before all
 * readers have registered and reported what they had.
 *
 * <p>Instruments come from the venue's instrument list, fetched off the coordinator's thread and
 * tried again until it succeeds; a venue that is away delays only its own feeds. Instruments known
 * from restored splits need no request.
 *
 * <p>Threads: everything but the fetch runs in the source coordinator's thread.
 */
public final class FeedEnumerator implements SplitEnumerator<FeedSplit, EnumeratorState> {
  private static final Logger LOG = LoggerFactory.getLogger(FeedEnumerator.class);

  private static final long RETRY_MILLIS = 2_000;

  /** When the list is first looked at where restored splits knew all instruments. */
  private static final long SOON_MILLIS = 60_000;

  private final SplitEnumeratorContext<FeedSplit> context;
  private final Map<String, VenueSettings> venues = new LinkedHashMap<>();
  private final InstrumentLoader loader;
  private final VenueNotices notices = new VenueNotices(this::tell);
  private final Map<String, FeedSplit> unassigned = new LinkedHashMap<>();
  private final Map<String, Integer> owners = new HashMap<>();
  private final Map<String, FeedSplit> planned = new LinkedHashMap<>();

  private final VenuePasts pasts = new VenuePasts();
  private volatile boolean closed;
  private final Set<String> loading = new HashSet<>();
  private final Map<String, Listing> listings = new HashMap<>();

  public FeedEnumerator(
      SplitEnumeratorContext<FeedSplit> context,
      List<VenueSettings> venues,
      EnumeratorState restored) {
    this.context = context;
    for (VenueSettings venue : venues) {
      this.venues.put(venue.venue(), venue);
    }
    this.loader = new InstrumentLoader();
    if (restored != null) {
      restored.unassigned().forEach(pasts::remember);
    }
  }

  @Override
  public void start() {
    LOG.info("planning feeds of {}", venues.keySet());
  }

  @Override
  public void handleSplitRequest(int subtaskId, String requesterHostname) {
    // Splits are handed out as they are planned; nobody asks for them.
  }

  @Override
  public void addSplitsBack(List<FeedSplit> splits, int subtaskId) {
    LOG.info("reader {} returned {}", subtaskId, splits);
    splits.forEach(this::takeBack);
  }

  @Override
  public void addReader(int subtaskId) {
    // What this subtask had before a failure is in what it reports now, or was returned.
    List<String> lost = new ArrayList<>();
    owners.forEach(
        (splitId, owner) -> {
          if (owner == subtaskId) {
            lost.add(splitId);
          }
        });
    for (String splitId : lost) {
      takeBack(planned.get(splitId));
    }
    List<FeedSplit> reported =
        context.registeredReaders().get(subtaskId).getReportedSplitsOnRegistration();
    reported.forEach(pasts::remember);
    for (FeedSplit split : reported) {
      refreshCursors(split.splitId());
    }
    if (context.registeredReaders().size() == context.currentParallelism()) {
      planAll();
    }
  }

  private void takeBack(FeedSplit split) {
    owners.remove(split.splitId());
    pasts.remember(split);
    FeedSplit plan = planned.get(split.splitId());
    if (plan != null) {
      unassigned.put(plan.splitId(), plan);
      refreshCursors(plan.splitId());
    }
  }

  private void refreshCursors(String splitId) {
    unassigned.computeIfPresent(
        splitId, (id, split) -> pasts.withCursors(split, venues.get(split.venue())));
  }

  private void planAll() {
    for (VenueSettings venue : venues.values()) {
      if (!pasts.isPlanned(venue.venue())) {
        if (pasts.knowAll(venue)) {
          plan(venue, pasts.selected(venue));
          loadLater(venue, Math.min(SOON_MILLIS, venue.instruments().refreshMillis()));
        } else if (loading.add(venue.venue())) {
          load(venue);
        }
      }
    }
    assignPending();
  }

  private void load(VenueSettings venue) {
    loader
        .load(venue)
        .whenComplete(
            (list, failure) -> context.runInCoordinatorThread(() -> loaded(venue, list, failure)));
  }

  private void loadLater(VenueSettings venue, long millis) {
    Executor later = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    later.execute(
        () -> {
          if (!closed) {
            context.runInCoordinatorThread(() -> load(venue));
          }
        });
  }

  private void loaded(VenueSettings venue, Venue.InstrumentList list, Throwable failure) {
    if (failure != null) {
      LOG.warn("the instruments of {} cannot be had: {}", venue.venue(), failure.getMessage());
      notices.unavailable(venue, failure);
      if (!pasts.isPlanned(venue.venue())) {
        planWithoutList(venue);
      }
      loadLater(venue, RETRY_MILLIS);
      return;
    }
    Listing listing =
        listings.computeIfAbsent(
            venue.venue(), key -> new Listing(venue.symbols(), pasts.of(key).instruments()));
    List<Instrument> found = listing.update(list);
    listing.news().forEach(news -> LOG.warn("{}: {}", venue.venue(), news));
    notices.listed(venue, listing.unlisted());
    if (pasts.isPlanned(venue.venue())) {
      change(venue, found);
    } else {
      plan(venue, found);
    }
    assignPending();
    loadLater(venue, venue.instruments().refreshMillis());
  }

  /** The venue is away: what earlier splits know of it goes on, or what names alone tell. */
  private void planWithoutList(VenueSettings venue) {
    List<Instrument> restored = pasts.selected(venue);
    if (venue.symbols().isOpen() && !restored.isEmpty()) {
      plan(venue, restored);
    } else if (venue.instruments().suffixFallback()) {
      plan(venue, InstrumentLoader.bySuffix(venue).instruments().values());
    }
    assignPending();
  }

  private void plan(VenueSettings settings, Collection<Instrument> instruments) {
    pasts.planned(settings.venue());
    for (FeedSplit split :
        FeedPlan.splits(
            Venues.of(settings.venue()),
            settings,
            List.copyOf(instruments),
            pasts.of(settings.venue()))) {
      planned.put(split.splitId(), split);
      unassigned.put(split.splitId(), split);
    }
  }

  /** The venue's list has changed: feeds get other instruments while they run. */
  private void change(VenueSettings settings, List<Instrument> instruments) {
    List<FeedSplit> present =
        planned.values().stream().filter(split -> split.venue().equals(settings.venue())).toList();
    for (FeedSplit split :
        FeedPlan.changed(Venues.of(settings.venue()), settings, instruments, present)) {
      FeedSplit before = planned.put(split.splitId(), split);
      Integer owner = owners.get(split.splitId());
      if (before == null || unassigned.containsKey(split.splitId())) {
        unassigned.put(split.splitId(), split);
        refreshCursors(split.splitId());
      } else if (owner != null && !before.instruments().equals(split.instruments())) {
        LOG.info("reader {} goes on with {}", owner, split);
        if (context.registeredReaders().containsKey(owner)) {
          context.sendEventToSourceReader(
              owner, InstrumentsChanged.of(split.splitId(), split.instruments()));
        }
      }
    }
  }

  private void assignPending() {
    if (unassigned.isEmpty() || context.registeredReaders().size() < context.currentParallelism()) {
      return;
    }
    Placement placement =
        new Placement(
            IntStream.range(0, context.currentParallelism())
                .mapToObj(subtask -> context.registeredReaders().get(subtask).getLocation())
                .toList());
    owners.forEach((splitId, owner) -> placement.place(planned.get(splitId), owner));
    Map<Integer, List<FeedSplit>> assignment = placement.assign(List.copyOf(unassigned.values()));
    assignment.forEach(
        (subtask, splits) -> {
          for (FeedSplit split : splits) {
            owners.put(split.splitId(), subtask);
          }
          LOG.info("reader {} gets {}", subtask, splits);
        });
    unassigned.clear();
    context.assignSplits(new SplitsAssignment<>(assignment));
  }

  /** A book's request goes to every reader that has a connection for the book. */
  @Override
  public void handleSourceEvent(int subtaskId, SourceEvent event) {
    if (event instanceof ResyncRequest request) {
      readersOfBook(request.instrumentKey())
          .filter(context.registeredReaders()::containsKey)
          .forEach(reader -> context.sendEventToSourceReader(reader, request));
    }
  }

  /** Any reader can tell it, with feeds or without. */
  private void tell(FeedNotice notice) {
    context.registeredReaders().keySet().stream()
        .min(Integer::compare)
        .ifPresent(reader -> context.sendEventToSourceReader(reader, notice));
  }

  private Stream<Integer> readersOfBook(String instrumentKey) {
    return owners.entrySet().stream()
        .filter(owned -> isBook(planned.get(owned.getKey()), instrumentKey))
        .map(Map.Entry::getValue)
        .distinct();
  }

  private static boolean isBook(FeedSplit split, String instrumentKey) {
    return split.dataType() == DataType.ORDERBOOK
        && split.instruments().stream()
            .anyMatch(instrument -> instrument.key().equals(instrumentKey));
  }

  @Override
  public EnumeratorState snapshotState(long checkpointId) {
    List<FeedSplit> splits = new ArrayList<>(unassigned.values());
    splits.addAll(pasts.unplanned());
    return new EnumeratorState(splits);
  }

  @Override
  public void close() {
    closed = true;
    loader.close();
  }
}
