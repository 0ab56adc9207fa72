// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.job.config.source.Node;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known key a misspelt one was meant to be. */
final class NearestKey {

  /** Longer keys are not worth the comparison: no known key is half as long. */
  private static final int LONGEST = 64;

  private NearestKey() {}

  /** The candidate that differs least, if it differs little enough to have been meant. */
  static Optional<String> of(String key, Collection<String> candidates) {
    if (key.length() > LONGEST) {
      return Optional.empty();
    }
    String plain = plain(key);
    return candidates.stream()
        .filter(candidate -> distance(plain, plain(candidate)) <= tolerance(plain, candidate))
        .min(Comparator.comparingInt(candidate -> distance(plain, plain(candidate))));
  }

  /**
   * The path that was probably meant by a key in a section: a similar key of that section, else a
   * key of just this name elsewhere in the catalogue.
   */
  static Optional<String> inCatalogue(String key, String section, Collection<String> siblings) {
    Optional<String> sibling =
        of(key, siblings).map(near -> section.isEmpty() ? near : section + "." + near);
    if (sibling.isPresent()) {
      return sibling;
    }
    List<String> wanted = Node.keysOf(plain(key));
    return Options.ALL.stream()
        .filter(option -> endsWith(Node.keysOf(plain(option.path())), wanted))
        .map(option -> option.path() + (key.contains(".") ? " written as nested sections" : ""))
        .findFirst();
  }

  private static boolean endsWith(List<String> keys, List<String> end) {
    return keys.size() >= end.size()
        && keys.subList(keys.size() - end.size(), keys.size()).equals(end);
  }

  private static int tolerance(String key, String candidate) {
    return (Math.min(key.length(), candidate.length()) + 2) / 3;
  }

  private static String plain(String key) {
    return key.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Insertions, deletions, replacements and swaps of neighbours that lead from one to the other.
   */
  static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        best = Math.min(best, cost[i - 1][j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          best = Math.min(best, cost[i - 2][j - 2] + 1);
        }
        cost[i][j] = best;
      }
    }
    return cost[from.length()][to.length()];
  }
}
