// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.degradation;

import java.util.Locale;

/**
 * What a process can be short of, and above how many percent which level of degradation is called
 * for (docs/operations.md, "Under pressure").
 */
enum Shortage {
  /** Resident memory, of what the process may have. */
  MEMORY("resident memory", 80, 85, 90, 95),

  /**
   * Messages that are published more than 5 s after they were received, of all: a p99 above 5 s.
   */
  LATENCY("books published later than 5 s", Shortage.NEVER, Shortage.NEVER, 1, Shortage.NEVER),

  /** Time in which events wait and the job takes none. */
  BACK_PRESSURE("back-pressure", 50, 80, Shortage.NEVER, Shortage.NEVER),

  /** Open file descriptors, of those that the process may have open. */
  DESCRIPTORS("open descriptors", 70, Shortage.NEVER, Shortage.NEVER, Shortage.NEVER);

  private static final int NEVER = Integer.MAX_VALUE;

  private final String token = name().toLowerCase(Locale.ROOT);
  private final String words;
  private final int[] thresholds;

  Shortage(String words, int... thresholds) {
    this.words = words;
    this.thresholds = thresholds;
  }

  /** Code of the cause in events. */
  String token() {
    return token;
  }

  /** What it is, for a person. */
  String words() {
    return words;
  }

  /** The highest level that a figure in percent calls for, 0 for none. */
  int level(double percent) {
    for (int level = thresholds.length; level > 0; level--) {
      if (percent > thresholds[level - 1]) {
        return level;
      }
    }
    return 0;
  }
}
