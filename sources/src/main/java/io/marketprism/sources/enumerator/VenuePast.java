// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.enumerator;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.sources.split.Cursor;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.Venues;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What earlier splits told of one venue: how far each connection had read each instrument, and the
 * instruments. Not thread-safe.
 */
final class VenuePast {
  // By replica, then by instrument.
  private final Map<DataType, List<Map<String, Cursor>>> cursors = new EnumMap<>(DataType.class);
  private final Map<String, Instrument> instruments = new HashMap<>();

  /** Keeps the split's instruments, and its cursors in the place of earlier ones. */
  void remember(FeedSplit split) {
    ofReplica(split.dataType(), split.replica()).putAll(split.cursors());
    Venue venue = Venues.of(split.venue());
    split
        .instruments()
        .forEach(instrument -> instruments.put(venue.listedName(instrument), instrument));
  }

  private Map<String, Cursor> ofReplica(DataType dataType, int replica) {
    List<Map<String, Cursor>> replicas =
        cursors.computeIfAbsent(dataType, key -> new ArrayList<>());
    while (replicas.size() <= replica) {
      replicas.add(new HashMap<>());
    }
    return replicas.get(replica);
  }

  /** The instruments, by the names of the venue's list. */
  Map<String, Instrument> instruments() {
    return instruments;
  }

  /**
   * The cursors of a split's instruments.
   *
   * @param connections how many connections carry each instrument now. Where there are several, a
   *     connection goes on from its own cursor; one that has none, because it is new, from the
   *     furthest of the others. Where there is one, it goes on from the furthest of all: downstream
   *     has what the furthest one had.
   */
  Map<String, Cursor> cursors(FeedSplit split, int connections) {
    List<Map<String, Cursor>> replicas = cursors.getOrDefault(split.dataType(), List.of());
    Map<String, Cursor> known = new HashMap<>();
    for (Instrument instrument : split.instruments()) {
      Cursor own =
          connections > 1 && split.replica() < replicas.size()
              ? replicas.get(split.replica()).get(instrument.key())
              : null;
      Cursor cursor = own != null ? own : furthest(replicas, instrument.key());
      if (cursor != null) {
        known.put(instrument.key(), cursor);
      }
    }
    return known;
  }

  private static Cursor furthest(List<Map<String, Cursor>> replicas, String key) {
    Cursor furthest = null;
    for (Map<String, Cursor> replica : replicas) {
      Cursor cursor = replica.get(key);
      if (cursor != null && (furthest == null || cursor.lastId() > furthest.lastId())) {
        furthest = cursor;
      }
    }
    return furthest;
  }
}
