// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.enumerator;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which connections there are: a pure function of the configuration, so that the number of sockets
 * is one too. Pure, without state.
 */
final class FeedPlan {
  private FeedPlan() {}

  /** Most instruments that one feed polls. */
  private static final int POLLED_TOGETHER = 1_000;

  /**
   * The splits of one venue, each with the cursors that are known of its instruments. Where the
   * venue is read with redundancy, what is streamed has a further split for each further
   * connection, with the same instruments.
   *
   * @param past what is known of the venue from earlier splits
   */
  static List<FeedSplit> splits(
      Venue venue, VenueSettings settings, List<Instrument> instruments, VenuePast past) {
    List<FeedSplit> splits = new ArrayList<>();
    for (DataType dataType : settings.dataTypes()) {
      List<Instrument> offered = offered(venue, dataType, instruments);
      int together = together(venue, dataType, settings);
      for (int from = 0, n = 0; from < offered.size(); n++) {
        int to = (int) Math.min(offered.size(), (long) from + together);
        List<Instrument> share = offered.subList(from, to);
        from = to;
        FeedSplit first = first(venue, dataType, n, share);
        for (int replica = 0; replica < connections(venue, dataType, settings); replica++) {
          FeedSplit split = replica == 0 ? first : first.ofReplica(replica, Map.of());
          splits.add(
              split.withCursors(past.cursors(split, connections(venue, dataType, settings))));
        }
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
          present.stream()
              .filter(split -> split.dataType() == dataType && split.replica() == 0)
              .toList();
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
      Map<String, FeedSplit> byId =
          present.stream().collect(Collectors.toMap(FeedSplit::splitId, Function.identity()));
      for (int n = 0; n < shares.size(); n++) {
        List<Instrument> share = shares.get(n);
        FeedSplit first =
            n < ofType.size()
                ? ofType.get(n).withInstruments(share)
                : first(venue, dataType, n, share);
        splits.add(first);
        for (int replica = 1; replica < connections(venue, dataType, settings); replica++) {
          FeedSplit fresh = first.ofReplica(replica, Map.of());
          splits.add(byId.getOrDefault(fresh.splitId(), fresh).withInstruments(share));
        }
      }
    }
    return splits;
  }

  /** Over how many connections each instrument's data of a type comes. */
  private static int connections(Venue venue, DataType dataType, VenueSettings settings) {
    return venue.isPolled(dataType, settings) ? 1 : settings.sockets().redundancy();
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

  private static FeedSplit first(
      Venue venue, DataType dataType, int n, List<Instrument> instruments) {
    return new FeedSplit(
        venue.planName(dataType) + '-' + n, venue.key(), dataType, instruments, Map.of());
  }
}
