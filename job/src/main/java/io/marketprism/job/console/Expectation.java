// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.util.List;

/**
 * What must have been seen for a run to count as good.
 *
 * @param subjects subjects that must have had messages
 * @param maxAgeSeconds how long ago the last message of each may be, infinite for a source that
 *     ends
 * @param sourceEnded whether the source has an end and reached it; true for a source without end
 */
record Expectation(List<String> subjects, double maxAgeSeconds, boolean sourceEnded) {
  Expectation {
    subjects = List.copyOf(subjects);
  }
}
