// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.util.List;

/** Which subjects two patterns have in common, by the rules of NATS wildcards. Stateless. */
final class SubjectPatterns {

  private SubjectPatterns() {}

  /** Whether some subject matches one of these and one of those. */
  static boolean anyOverlap(List<String> these, List<String> those) {
    return these.stream().anyMatch(one -> those.stream().anyMatch(other -> overlap(one, other)));
  }

  /** Whether some subject matches both; {@code *} is one token, {@code >} one or more. */
  static boolean overlap(String one, String other) {
    String[] left = one.split("\\.", -1);
    String[] right = other.split("\\.", -1);
    for (int i = 0; ; i++) {
      if (i == left.length || i == right.length) {
        return left.length == right.length;
      }
      if (left[i].equals(">") || right[i].equals(">")) {
        return true;
      }
      if (!left[i].equals("*") && !right[i].equals("*") && !left[i].equals(right[i])) {
        return false;
      }
    }
  }
}
