// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The losses that feed_status has announced, and its events counted. Not thread safe. */
final class AnnouncedGaps {
  private record Gap(long after, long before) {}

  private final Map<String, List<Gap>> tradeGaps = new HashMap<>();
  private final Map<String, Long> events = new TreeMap<>();

  /** Takes a feed_status message of {@code feed_status.{exchange}.{market}.{symbol}}. */
  void feedStatus(String subject, JsonNode status) {
    String event = status.path("event").asText();
    events.merge(event, 1L, Long::sum);
    boolean bounded =
        status.path("prev_seq").isIntegralNumber() && status.path("seq").isIntegralNumber();
    if (event.equals("gap") && status.path("feed").asText().equals("trade") && bounded) {
      tradeGaps
          .computeIfAbsent(subject.replaceFirst("^feed_status", "trade"), key -> new ArrayList<>())
          .add(new Gap(status.path("prev_seq").asLong(), status.path("seq").asLong()));
    }
  }

  boolean announced(String tradeSubject, long id) {
    return tradeGaps.getOrDefault(tradeSubject, List.of()).stream()
        .anyMatch(gap -> gap.after() < id && id < gap.before());
  }

  Map<String, Long> events() {
    return events;
  }
}
