// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import java.util.ArrayList;
import java.util.List;

/** A process that fares as the test says. */
final class RigStrain implements ProcessStrain {
  final List<Long> delays = new ArrayList<>();
  int level;
  boolean closed;

  @Override
  public int level() {
    return level;
  }

  @Override
  public void published(long millis) {
    delays.add(millis);
  }

  @Override
  public void close() {
    closed = true;
  }
}
