// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.enumerator;

import io.marketprism.sources.split.FeedSplit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who reads what: each split goes to the subtask with the fewest instruments, and connections for
 * the same instruments go apart: to subtasks on different hosts where there are some, else to
 * different subtasks where there are several. Not thread-safe.
 */
final class Placement {
  private static final int APART = 0;
  private static final int SAME_HOST = 1;
  private static final int SAME_SUBTASK = 2;

  private final List<String> hosts;
  private final int[] load;
  private final Map<String, Set<Integer>> readersOfFeed = new HashMap<>();

  /**
   * @param hosts host of each subtask
   */
  Placement(List<String> hosts) {
    this.hosts = List.copyOf(hosts);
    this.load = new int[hosts.size()];
  }

  /** A split that a subtask has already. */
  void place(FeedSplit split, int subtask) {
    load[subtask] += split.instruments().size();
    readersOfFeed.computeIfAbsent(split.feedId(), id -> new HashSet<>()).add(subtask);
  }

  /** Places the splits, those with many instruments first; gives them by subtask. */
  Map<Integer, List<FeedSplit>> assign(List<FeedSplit> splits) {
    List<FeedSplit> sorted = new ArrayList<>(splits);
    sorted.sort(
        Comparator.comparing((FeedSplit split) -> -split.instruments().size())
            .thenComparing(FeedSplit::splitId));
    Map<Integer, List<FeedSplit>> assignment = new TreeMap<>();
    for (FeedSplit split : sorted) {
      int best = 0;
      for (int subtask = 1; subtask < load.length; subtask++) {
        if (isBetter(split, subtask, best)) {
          best = subtask;
        }
      }
      place(split, best);
      assignment.computeIfAbsent(best, subtask -> new ArrayList<>()).add(split);
    }
    return assignment;
  }

  private boolean isBetter(FeedSplit split, int subtask, int than) {
    int nearness = nearness(split, subtask);
    int other = nearness(split, than);
    return nearness < other || nearness == other && load[subtask] < load[than];
  }

  private int nearness(FeedSplit split, int subtask) {
    int nearest = APART;
    for (int reader : readersOfFeed.getOrDefault(split.feedId(), Set.of())) {
      if (reader == subtask) {
        return SAME_SUBTASK;
      }
      if (hosts.get(reader).equals(hosts.get(subtask))) {
        nearest = SAME_HOST;
      }
    }
    return nearest;
  }
}
