// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of a screen by what they are about: one instrument has up to eight subjects. */
final class Instruments {
  static final Set<String> MARKET = Set.of("orderbook", "trade");
  static final Set<String> FIGURES =
      Set.of("funding_rate", "open_interest", "liquidation", "lsr_top_position", "lsr_all_account");
  static final Set<String> VOLATILITY = Set.of("volatility_index");

  private final Map<String, Map<String, SubjectRow>> byName = new LinkedHashMap<>();
  private final List<SubjectRow> others = new ArrayList<>();

  Instruments(List<SubjectRow> rows) {
    for (SubjectRow row : rows) {
      String type = row.dataType();
      if (MARKET.contains(type) || FIGURES.contains(type) || VOLATILITY.contains(type)) {
        byName.computeIfAbsent(row.instrument(), name -> new LinkedHashMap<>()).put(type, row);
      } else {
        others.add(row);
      }
    }
  }

  /** Returns exchange, market type and symbol of those that have a row of one of the types. */
  List<String> with(Set<String> types) {
    return byName.entrySet().stream()
        .filter(entry -> entry.getValue().keySet().stream().anyMatch(types::contains))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Returns the row of an instrument's data type, null where it has none. */
  SubjectRow row(String instrument, String type) {
    return byName.getOrDefault(instrument, Map.of()).get(type);
  }

  /** Returns the rows of types that have no place of their own. */
  List<SubjectRow> others() {
    return others;
  }

  /** Returns the length of the longest name in the first column of any table. */
  int longestName() {
    int longest = byName.keySet().stream().mapToInt(String::length).max().orElse(0);
    return Math.max(
        longest, others.stream().mapToInt(row -> row.subject().length()).max().orElse(0));
  }
}
