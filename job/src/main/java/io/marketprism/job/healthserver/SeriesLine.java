// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a line of Prometheus's text format, and cuts Flink's prefix off the name by the rule by
 * which Prometheus is to relabel it (docs/metrics.md). Pure.
 */
final class SeriesLine {
  static final String PREFIX = "flink_taskmanager_";

  private static final String OURS = "marketprism_";
  private static final List<String> PROCESS =
      List.of(
          "process_resident_memory_bytes",
          "process_virtual_memory_bytes",
          "process_open_fds",
          "process_max_fds",
          "process_cpu_seconds_total",
          "process_start_time_seconds");

  private SeriesLine() {}

  /** The short name; empty for a metric that is not the collector's. */
  static Optional<String> shortName(String exported) {
    int begin = exported.startsWith(PREFIX) ? PREFIX.length() : 0;
    int cut = exported.indexOf(OURS, begin);
    for (String name : PROCESS) {
      int at = exported.length() - name.length();
      if (at >= begin && exported.endsWith(name) && (cut < 0 || at < cut)) {
        cut = at;
      }
    }
    // Without the prefix, a name is one that has been renamed already, from its first letter on.
    boolean ours = cut >= 0 && cut < exported.length() && (begin > 0 || cut == 0);
    return ours ? Optional.of(exported.substring(cut)) : Optional.empty();
  }

  /**
   * Reads a line.
   *
   * @param names short names that are wanted
   * @param labels keys of labels that are wanted
   * @return empty for a comment, a metric that is not wanted, and what is no metric
   */
  static Optional<Series> read(String line, Set<String> names, Set<String> labels) {
    int nameEnd = nameEnd(line);
    Optional<String> name = shortName(line.substring(0, nameEnd)).filter(names::contains);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> kept = new HashMap<>();
    int at = nameEnd;
    if (at < line.length() && line.charAt(at) == '{') {
      at = readLabels(line, at + 1, labels, kept);
    }
    if (at < 0) {
      return Optional.empty();
    }
    String[] rest = line.substring(at).strip().split("\\s+", 2);
    return number(rest[0]).map(value -> new Series(name.get(), kept, value));
  }

  private static int nameEnd(String line) {
    int end = 0;
    while (end < line.length() && line.charAt(end) != '{' && line.charAt(end) > ' ') {
      end++;
    }
    return end;
  }

  /** Returns the index behind the closing brace, -1 where there is none. */
  private static int readLabels(
      String line, int begin, Set<String> wanted, Map<String, String> kept) {
    int at = begin;
    while (at < line.length() && line.charAt(at) != '}') {
      int equals = line.indexOf("=\"", at);
      if (equals < 0) {
        return -1;
      }
      String key = line.substring(at, equals).strip();
      StringBuilder value = new StringBuilder();
      at = readQuoted(line, equals + 2, value);
      if (at < 0) {
        return -1;
      }
      if (wanted.contains(key)) {
        kept.put(key, value.toString());
      }
      while (at < line.length() && (line.charAt(at) == ',' || line.charAt(at) == ' ')) {
        at++;
      }
    }
    return at < line.length() ? at + 1 : -1;
  }

  /** Returns the index behind the closing quote, -1 where there is none. */
  private static int readQuoted(String line, int begin, StringBuilder value) {
    for (int at = begin; at < line.length(); at++) {
      char next = line.charAt(at);
      if (next == '"') {
        return at + 1;
      }
      if (next == '\\' && at + 1 < line.length()) {
        at++;
        next = line.charAt(at) == 'n' ? '\n' : line.charAt(at);
      }
      value.append(next);
    }
    return -1;
  }

  private static Optional<Double> number(String text) {
    try {
      return Optional.of(
          switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.valueOf(text);
          });
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
