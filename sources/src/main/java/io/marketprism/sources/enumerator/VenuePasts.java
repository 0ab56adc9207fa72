// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.enumerator;

import io.marketprism.model.Instrument;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.venue.VenueSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What earlier splits tell of all venues, and which venues have a plan by now. Until a venue has
 * one, its earlier splits are kept as they are, so that a checkpoint has them. For one thread.
 */
final class VenuePasts {
  private final Map<String, VenuePast> pasts = new HashMap<>();
  private final Map<String, FeedSplit> unplanned = new LinkedHashMap<>();
  private final Set<String> plannedVenues = new HashSet<>();

  /** The past of a venue, by its key. */
  VenuePast of(String venue) {
    return pasts.computeIfAbsent(venue, key -> new VenuePast());
  }

  /** Keeps the newest cursor of each instrument, and the instruments. */
  void remember(FeedSplit split) {
    of(split.venue()).remember(split);
    if (!isPlanned(split.venue())) {
      unplanned.put(split.splitId(), split);
    }
  }

  /** A split with the newest cursors. */
  FeedSplit withCursors(FeedSplit split, VenueSettings settings) {
    return split.withCursors(of(split.venue()).cursors(split, settings.sockets().redundancy()));
  }

  /** What is known and still configured. */
  List<Instrument> selected(VenueSettings venue) {
    return of(venue.venue()).instruments().entrySet().stream()
        .filter(entry -> venue.symbols().selects(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Whether the instruments of all configured symbols are known. */
  boolean knowAll(VenueSettings venue) {
    return !venue.symbols().isOpen()
        && of(venue.venue()).instruments().keySet().containsAll(venue.symbols().names());
  }

  /** Whether a venue, by its key, has a plan. */
  boolean isPlanned(String venue) {
    return plannedVenues.contains(venue);
  }

  /** A venue, by its key, has a plan from now on. */
  void planned(String venue) {
    plannedVenues.add(venue);
    unplanned.values().removeIf(split -> split.venue().equals(venue));
  }

  /** Earlier splits of venues without a plan. */
  Collection<FeedSplit> unplanned() {
    return unplanned.values();
  }
}
