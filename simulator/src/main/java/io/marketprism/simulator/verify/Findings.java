// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts findings by kind and keeps the first few of each as examples. Not thread safe. */
final class Findings {
  private static final int EXAMPLES_PER_KIND = 20;
  private final Map<FindingKind, Long> counts = new EnumMap<>(FindingKind.class);
  private final Map<FindingKind, List<String>> examples = new EnumMap<>(FindingKind.class);

  void add(FindingKind kind, String example) {
    add(kind, example, 1);
  }

  /** Adds {@code count} of a kind with one example of them. */
  void add(FindingKind kind, String example, long count) {
    counts.merge(kind, count, Long::sum);
    List<String> kept = examples.computeIfAbsent(kind, key -> new ArrayList<>());
    if (kept.size() < EXAMPLES_PER_KIND) {
      kept.add(example);
    }
  }

  Map<FindingKind, Long> counts() {
    return new EnumMap<>(counts);
  }

  /** At most {@code limit} examples, of the worst kinds first. */
  List<String> examples(int limit) {
    List<String> worst = new ArrayList<>();
    examples.forEach(
        (kind, texts) ->
            texts.stream()
                .limit(Math.max(0, limit - worst.size()))
                .forEach(text -> worst.add(kind + " " + text)));
    return worst;
  }
}
