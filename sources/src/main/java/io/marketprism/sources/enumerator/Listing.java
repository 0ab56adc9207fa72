// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.enumerator;

import io.marketprism.model.Instrument;
import io.marketprism.sources.venue.SymbolSelection;
import io.marketprism.sources.venue.Venue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is collected from one venue, by its instrument lists so far. An instrument that a list lacks
 * is collected until a second list in a row lacks it too: one bad answer ends no feed. Not
 * thread-safe.
 */
final class Listing {
  private final SymbolSelection selection;
  private final Map<String, Instrument> collected = new LinkedHashMap<>();
  private final Set<String> missedOnce = new LinkedHashSet<>();
  private final Map<String, String> told = new TreeMap<>();
  private final List<String> news = new ArrayList<>();
  private final Map<String, String> unlisted = new TreeMap<>();

  /** Names that were collected, are not any more, and were told so. */
  private final Set<String> ended = new HashSet<>();

  /**
   * @param known instruments that are collected already, by the venue's names
   */
  Listing(SymbolSelection selection, Map<String, Instrument> known) {
    this.selection = selection;
    known.forEach(
        (name, instrument) -> {
          if (selection.selects(name)) {
            collected.put(name, instrument);
          }
        });
  }

  /** Takes a new list; gives the instruments to collect from now on. */
  List<Instrument> update(Venue.InstrumentList list) {
    news.clear();
    unlisted.clear();
    Map<String, Instrument> listed = new TreeMap<>();
    list.instruments()
        .forEach(
            (name, instrument) -> {
              if (selection.selects(name)) {
                listed.put(name, instrument);
              }
            });
    // A list may name an instrument otherwise than the instrument itself does.
    Set<Instrument> instruments = new HashSet<>(listed.values());
    collected
        .entrySet()
        .removeIf(
            entry -> !listed.containsKey(entry.getKey()) && instruments.contains(entry.getValue()));
    for (String name : List.copyOf(collected.keySet())) {
      if (listed.containsKey(name)) {
        missedOnce.remove(name);
      } else if (!missedOnce.add(name)) {
        missedOnce.remove(name);
        collected.remove(name);
        ended.add(name);
        tell(name, reason(list, name) + "; it is not collected any more");
      }
    }
    listed.forEach(
        (name, instrument) -> {
          collected.put(name, instrument);
          told.remove(name);
          ended.remove(name);
        });
    for (String name : selection.names()) {
      if (!collected.containsKey(name)
          && !ended.contains(name)
          && tell(name, reason(list, name) + "; it is not collected")) {
        unlisted.put(name, reason(list, name));
      }
    }
    // Those that a pattern stands for are not asked for by name.
    ended.retainAll(selection.names());
    return List.copyOf(collected.values());
  }

  private static String reason(Venue.InstrumentList list, String name) {
    return list.rejected().getOrDefault(name, "the venue does not list it");
  }

  private boolean tell(String name, String text) {
    boolean isNew = !text.equals(told.put(name, text));
    if (isNew) {
      news.add(name + ": " + text);
    }
    return isNew;
  }

  /** What the last list brought that a person should know. */
  List<String> news() {
    return List.copyOf(news);
  }

  /** Names that are configured and by the last list cannot be collected, each with the reason. */
  Map<String, String> unlisted() {
    return Map.copyOf(unlisted);
  }
}
