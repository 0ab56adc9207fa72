// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.enumerator;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.sources.split.Cursor;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which connections there are: a pure function of the configuration, so that the number of sockets
 * is one too. Pure, without state.
 */
final class FeedPlan {
  private FeedPlan() {}

  /**
   * The splits of one venue, each with the cursors that are known of its instruments.
   *
   * @param cursors by data type and {@link Instrument#key()}
   */
  static List<FeedSplit> splits(
      Venue venue,
      VenueSettings settings,
      List<Instrument> instruments,
      Map<DataType, Map<String, Cursor>> cursors) {
    List<Instrument> sorted = new ArrayList<>(instruments);
    sorted.sort(Comparator.comparing(Instrument::key));
    List<FeedSplit> splits = new ArrayList<>();
    for (DataType dataType : settings.dataTypes()) {
      Map<String, Cursor> known = cursors.getOrDefault(dataType, Map.of());
      for (int from = 0, n = 0; from < sorted.size(); n++) {
        int to = Math.min(sorted.size(), from + settings.streamsPerConnection());
        List<Instrument> share = sorted.subList(from, to);
        Map<String, Cursor> shareCursors = new HashMap<>();
        for (Instrument instrument : share) {
          Cursor cursor = known.get(instrument.key());
          if (cursor != null) {
            shareCursors.put(instrument.key(), cursor);
          }
        }
        splits.add(
            new FeedSplit(
                venue.planName(dataType) + '-' + n,
                settings.venue(),
                dataType,
                share,
                shareCursors));
        from = to;
      }
    }
    return splits;
  }

  /**
   * Who reads what: each split goes to the subtask with the fewest instruments, splits with many
   * instruments first.
   *
   * @param load instruments that each subtask has already
   */
  static Map<Integer, List<FeedSplit>> assign(List<FeedSplit> splits, int[] load) {
    List<FeedSplit> sorted = new ArrayList<>(splits);
    sorted.sort(
        Comparator.comparing((FeedSplit split) -> -split.instruments().size())
            .thenComparing(FeedSplit::splitId));
    Map<Integer, List<FeedSplit>> assignment = new TreeMap<>();
    for (FeedSplit split : sorted) {
      int least = 0;
      for (int i = 1; i < load.length; i++) {
        if (load[i] < load[least]) {
          least = i;
        }
      }
      load[least] += split.instruments().size();
      assignment.computeIfAbsent(least, i -> new ArrayList<>()).add(split);
    }
    return assignment;
  }
}
