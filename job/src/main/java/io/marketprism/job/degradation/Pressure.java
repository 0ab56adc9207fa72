// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.degradation;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * How short the process is of what it needs, at one moment.
 *
 * @param percent of each {@link Shortage}, ≥ 0; what is not known is not there
 */
record Pressure(Map<Shortage, Double> percent) {
  /** Short of nothing. */
  static final Pressure NONE = new Pressure(Map.of());

  Pressure {
    percent = Map.copyOf(percent);
  }

  static Pressure of(Shortage shortage, double percent) {
    return new Pressure(Map.of(shortage, percent));
  }

  /** This, and a further figure. */
  Pressure and(Shortage shortage, double value) {
    Map<Shortage, Double> more = new EnumMap<>(Shortage.class);
    more.putAll(percent);
    more.put(shortage, value);
    return new Pressure(more);
  }

  /** The level of degradation that this calls for if it lasts, 0 to 4. */
  int level() {
    int highest = 0;
    for (Map.Entry<Shortage, Double> each : percent.entrySet()) {
      highest = Math.max(highest, each.getKey().level(each.getValue()));
    }
    return highest;
  }

  /** What is shortest, by the level that it calls for; null where nothing calls for one. */
  Shortage worst() {
    Shortage worst = null;
    int highest = 0;
    for (Shortage shortage : Shortage.values()) {
      int level = shortage.level(percent.getOrDefault(shortage, 0.0));
      if (level > highest) {
        highest = level;
        worst = shortage;
      }
    }
    return worst;
  }

  /** All figures, for a person. */
  String words() {
    StringBuilder words = new StringBuilder();
    for (Shortage shortage : Shortage.values()) {
      Double value = percent.get(shortage);
      if (value != null) {
        words
            .append(words.isEmpty() ? "" : ", ")
            .append(String.format(Locale.ROOT, "%s %.0f %%", shortage.words(), value));
      }
    }
    return words.toString();
  }
}
