// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.truth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the rows of what was told at a time lie. Not thread safe. */
final class FactIndex {
  private record Key(String kind, String symbol, long time) {}

  private record Place(long offset, int length) {}

  private final TruthFile file;
  private final Map<Key, List<Place>> places = new HashMap<>();

  FactIndex(TruthFile file) {
    this.file = file;
  }

  void index(TruthRow row, long offset, int length) {
    places
        .computeIfAbsent(new Key(row.kind(), row.symbol(), row.id()), key -> new ArrayList<>(1))
        .add(new Place(offset, length));
  }

  List<Fact> facts(String kind, String symbol, long time) {
    List<Fact> facts = new ArrayList<>();
    for (Place place : places.getOrDefault(new Key(kind, symbol, time), List.of())) {
      facts.add(new Fact(kind, symbol, time, file.row(place.offset(), place.length()).values()));
    }
    return facts;
  }
}
