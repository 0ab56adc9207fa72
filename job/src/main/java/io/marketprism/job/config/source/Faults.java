// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The faults found so far, so that all of them can be said at once. For one thread. */
public final class Faults {
  private final List<Fault> found = new ArrayList<>();

  /** Adds a fault of a value that was written somewhere. */
  public void add(String path, Origin origin, String problem) {
    found.add(new Fault(path, Optional.of(origin), problem));
  }

  /** Adds a fault of something that was not written, or not in one place. */
  public void add(String path, String problem) {
    found.add(new Fault(path, Optional.empty(), problem));
  }

  /** Whether nothing is wrong so far. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** All faults, those of a file in the order of its lines, what was written nowhere at the end. */
  public List<Fault> inReadingOrder() {
    return found.stream()
        .sorted(
            Comparator.comparingInt(
                fault ->
                    fault
                        .origin()
                        .map(o -> o.line() > 0 ? o.line() : Integer.MAX_VALUE - 1)
                        .orElse(Integer.MAX_VALUE)))
        .toList();
  }
}
