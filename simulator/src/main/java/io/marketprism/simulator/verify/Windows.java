// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import java.util.List;

/**
 * The times in which a process, or the way to the broker, was away and had not yet come back
 * altogether. What core subscribers get may be missing or come again in them, and nowhere else.
 */
final class Windows {
  private final List<Span> spans;

  Windows(List<Span> spans) {
    this.spans = List.copyOf(spans);
  }

  /** Whether something that lasted from {@code begin} to {@code end} may have been touched. */
  boolean touch(long begin, long end) {
    return spans.stream().anyMatch(span -> span.touches(begin, end));
  }

  boolean touch(Span span) {
    return touch(span.from(), span.to());
  }

  /** Whether a window began before {@code time} and ended at most {@code millis} before it. */
  boolean within(long time, long millis) {
    return spans.stream().anyMatch(span -> span.from() <= time && time <= span.to() + millis);
  }
}
