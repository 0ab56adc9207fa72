// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.alertlog;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One alert of a message of Alertmanager as a line of tab-separated columns: when it came (UTC,
 * milliseconds), {@code firing} or {@code resolved}, severity, name, since when, other labels,
 * summary. A line break or tab within a value becomes a blank.
 */
final class AlertLine {
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
  private static final String NONE = "-";

  private AlertLine() {}

  /**
   * All alerts of a message, in its order.
   *
   * @param message the JSON that Alertmanager posts to webhooks, version 4
   * @throws IllegalArgumentException if it is no such message
   */
  static List<String> of(JsonNode message, Instant received) {
    if (!message.path("alerts").isArray()) {
      throw new IllegalArgumentException("no array \"alerts\": not a message of Alertmanager");
    }
    List<String> lines = new ArrayList<>();
    for (JsonNode alert : message.path("alerts")) {
      lines.add(line(alert, received));
    }
    return lines;
  }

  private static String line(JsonNode alert, Instant received) {
    Map<String, String> labels = new TreeMap<>();
    alert
        .path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    String name = taken(labels, "alertname");
    String severity = taken(labels, "severity");
    List<String> others = new ArrayList<>();
    labels.forEach((label, value) -> others.add(label + "=" + value));
    return String.join(
        "\t",
        MILLIS.format(received),
        value(alert.path("status").asText()),
        severity,
        name,
        value(alert.path("startsAt").asText()),
        value(String.join(",", others)),
        value(alert.path("annotations").path("summary").asText()));
  }

  private static String taken(Map<String, String> labels, String label) {
    String value = labels.remove(label);
    return value == null ? NONE : value(value);
  }

  private static String value(String text) {
    String flat = text.replaceAll("[\\p{Cntrl}]+", " ").strip();
    return flat.isEmpty() ? NONE : flat;
  }
}
