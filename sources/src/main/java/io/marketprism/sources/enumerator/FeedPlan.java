// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.enumerator;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.sources.split.Cursor;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which connections there are: a pure function of the configuration, so that the number of sockets
 * is one too. Pure, without state.
 */
final class FeedPlan {
  private FeedPlan() {}

  /** Most instruments that one feed polls. */
  private static final int POLLED_TOGETHER = 1_000;

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
    List<FeedSplit> splits = new ArrayList<>();
    for (DataType dataType : settings.dataTypes()) {
      List<Instrument> offered = offered(venue, dataType, instruments);
      int together = together(venue, dataType, settings);
      for (int from = 0, n = 0; from < offered.size(); n++) {
        int to = (int) Math.min(offered.size(), (long) from + together);
        List<Instrument> share = offered.subList(from, to);
        from = to;
        splits.add(split(venue, dataType, n, share, cursors.getOrDefault(dataType, Map.of())));
      }
    }
    return splits;
  }

  /**
   * The splits of one venue after its instruments have changed: instruments stay where they are,
   * new ones fill the splits that have room, then splits of their own. A split that lost all of its
   * instruments stays, without any.
   *
   * @param present the venue's splits
   */
  static List<FeedSplit> changed(
      Venue venue,
      VenueSettings settings,
      List<Instrument> instruments,
      Collection<FeedSplit> present) {
    List<FeedSplit> splits = new ArrayList<>();
    for (DataType dataType : settings.dataTypes()) {
      Set<Instrument> homeless = new LinkedHashSet<>(offered(venue, dataType, instruments));
      List<FeedSplit> ofType =
          present.stream().filter(split -> split.dataType() == dataType).toList();
      List<List<Instrument>> shares = new ArrayList<>();
      for (FeedSplit split : ofType) {
        shares.add(new ArrayList<>(split.instruments().stream().filter(homeless::remove).toList()));
      }
      int together = together(venue, dataType, settings);
      for (Instrument instrument : homeless) {
        List<Instrument> room = null;
        for (List<Instrument> share : shares) {
          if (share.size() < together) {
            room = share;
            break;
          }
        }
        if (room == null) {
          room = new ArrayList<>();
          shares.add(room);
        }
        room.add(instrument);
      }
      for (int n = 0; n < shares.size(); n++) {
        splits.add(
            n < ofType.size()
                ? ofType.get(n).withInstruments(shares.get(n))
                : split(venue, dataType, n, shares.get(n), Map.of()));
      }
    }
    return splits;
  }

  private static List<Instrument> offered(
      Venue venue, DataType dataType, List<Instrument> instruments) {
    return instruments.stream()
        .filter(instrument -> venue.offers(dataType, instrument))
        .sorted(Comparator.comparing(Instrument::key))
        .toList();
  }

  private static int together(Venue venue, DataType dataType, VenueSettings settings) {
    if (venue.isPolled(dataType, settings)) {
      return POLLED_TOGETHER;
    }
    return venue.stream(dataType, settings).isWholeMarket()
        ? Integer.MAX_VALUE
        : settings.sockets().streamsPerConnection();
  }

  private static FeedSplit split(
      Venue venue,
      DataType dataType,
      int n,
      List<Instrument> instruments,
      Map<String, Cursor> cursors) {
    Map<String, Cursor> known = new HashMap<>();
    for (Instrument instrument : instruments) {
      Cursor cursor = cursors.get(instrument.key());
      if (cursor != null) {
        known.put(instrument.key(), cursor);
      }
    }
    return new FeedSplit(
        venue.planName(dataType) + '-' + n, venue.key(), dataType, instruments, known);
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
