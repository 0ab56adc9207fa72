// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.health;

import io.marketprism.model.FeedStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which feeds are live, by what they say of themselves. Bounded by the number of instruments. Not
 * thread-safe.
 */
final class LiveFeeds {
  private final Map<String, Map<String, Set<String>>> byConnection = new HashMap<>();

  void update(FeedStatus status) {
    if (status.connectionId() == null) {
      return;
    }
    switch (status.event()) {
      case LIVE ->
          byConnection
              .computeIfAbsent(status.connectionId(), id -> new HashMap<>())
              .computeIfAbsent(manager(status), key -> new HashSet<>())
              .add(status.symbol());
      case GAP, RESYNC -> {
        if ("orderbook".equals(status.feed())) {
          byConnection
              .getOrDefault(status.connectionId(), Map.of())
              .getOrDefault(manager(status), new HashSet<>())
              .remove(status.symbol());
        }
      }
      case DISCONNECTED -> byConnection.remove(status.connectionId());
      default -> {
        // The others do not change what is live.
      }
    }
  }

  private static String manager(FeedStatus status) {
    return status.exchange() + '.' + status.marketType().token() + '.' + status.feed();
  }

  /** Feeds of instruments that are live. */
  int count() {
    return byConnection.values().stream()
        .flatMap(managers -> managers.values().stream())
        .mapToInt(Set::size)
        .sum();
  }

  /** Pairs of venue and data type of which at least one instrument is live. */
  int managers() {
    Set<String> live = new HashSet<>();
    byConnection
        .values()
        .forEach(
            managers ->
                managers.forEach(
                    (manager, symbols) -> {
                      if (!symbols.isEmpty()) {
                        live.add(manager);
                      }
                    }));
    return live.size();
  }
}
