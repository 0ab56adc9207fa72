// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Feeds that a venue does not take, by what {@code feed_status} has said since this process began.
 * Some of them have no metrics, because they never began. Bounded; thread-safe.
 */
final class Rejections {
  private static final int MOST = 1_000;
  private static final Set<String> TAKEN = Set.of("live", "subscribed", "recovered");

  private final Map<String, String> reasons = new LinkedHashMap<>();

  /**
   * Takes an event.
   *
   * @param feed subject of the feed's data
   * @param event as in {@code feed_status}
   * @param reason as in {@code feed_status}
   */
  synchronized void add(String feed, String event, String reason) {
    if (event.equals("rejected") && !reason.equals("delisted")) {
      if (reasons.size() < MOST || reasons.containsKey(feed)) {
        reasons.put(feed, reason);
      }
    } else if (TAKEN.contains(event) || event.equals("rejected")) {
      reasons.remove(feed);
    }
  }

  synchronized List<String> feeds() {
    return reasons.keySet().stream().sorted().toList();
  }
}
