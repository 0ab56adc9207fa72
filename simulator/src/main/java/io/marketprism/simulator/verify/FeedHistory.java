// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What feed_status said, by place, in the order in which it was received. Not thread safe. */
final class FeedHistory {
  private static final int LIMIT = 500_000;

  private record Stream(String place, String feed) {}

  private final Findings findings;
  private final Map<String, List<FeedEvent>> byPlace = new TreeMap<>();
  private final Map<Stream, Set<String>> connections = new HashMap<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private int kept;

  FeedHistory(Findings findings) {
    this.findings = findings;
  }

  /**
   * Takes a message of {@code feed_status.{exchange}.{market}.{symbol}}.
   *
   * @param known whether there is a truth log for it; else it is only counted
   */
  void feedStatus(String subject, JsonNode message, boolean known) {
    FeedEvent event = FeedEvent.of(subject, message);
    counts.merge(event.event(), 1L, Long::sum);
    if (!known) {
      return;
    }
    if (kept == LIMIT) {
      findings.add(FindingKind.OVERRUN, "too many feed_status to remember: " + event);
      return;
    }
    kept++;
    byPlace.computeIfAbsent(event.place(), key -> new ArrayList<>()).add(event);
    if (!event.connection().isEmpty() && event.instrument() != null) {
      connections
          .computeIfAbsent(new Stream(event.place(), event.feed()), key -> new HashSet<>())
          .add(event.connection());
    }
  }

  /** The places that something was said of. */
  Set<String> places() {
    return byPlace.keySet();
  }

  List<FeedEvent> of(String place) {
    return byPlace.getOrDefault(place, List.of());
  }

  /** What was said of the sockets that an instrument's feed was ever on; of all where none is known. */
  List<FeedEvent> socketsOf(String place, String feed) {
    Set<String> known = connections.getOrDefault(new Stream(place, feed), Set.of());
    return of(FeedEvent.socketsOf(place)).stream()
        .filter(event -> known.isEmpty() || known.contains(event.connection()))
        .toList();
  }

  /** Messages by event. */
  Map<String, Long> counts() {
    return counts;
  }
}
