// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is to go wrong, and when. Kept apart from the venues: they ask at the points where something
 * can be made to go wrong, and this class knows whether it shall. Thread safe.
 */
public final class Faults {
  private final Map<String, AtomicInteger> depthDrops = new ConcurrentHashMap<>();
  private final Map<String, Deque<CannedAnswer>> answers = new ConcurrentHashMap<>();
  private final ChannelFaults channels = new ChannelFaults();

  /** What goes wrong with single channels and with subscribing to them. */
  public ChannelFaults channels() {
    return channels;
  }

  /**
   * Makes the next {@code count} depth frames of a symbol be lost on the way to their subscribers.
   */
  public void dropDepth(String symbol, int count) {
    depthDrops
        .computeIfAbsent(symbol.toLowerCase(Locale.ROOT), key -> new AtomicInteger())
        .addAndGet(count);
  }

  /**
   * Answers the next {@code times} requests of a REST endpoint with the given answer.
   *
   * @param endpoint last part of the path, e.g. {@code depth}
   */
  public void answer(String endpoint, int times, CannedAnswer answer) {
    Deque<CannedAnswer> queue = answers.computeIfAbsent(endpoint, key -> new ArrayDeque<>());
    synchronized (queue) {
      for (int i = 0; i < times; i++) {
        queue.addLast(answer);
      }
    }
  }

  /** Takes the answer that the next request of an endpoint shall get instead of the real one. */
  public Optional<CannedAnswer> takeAnswer(String endpoint) {
    Deque<CannedAnswer> queue = answers.get(endpoint);
    if (queue == null) {
      return Optional.empty();
    }
    synchronized (queue) {
      return Optional.ofNullable(queue.pollFirst());
    }
  }

  /** Whether the book frame of a symbol about to be sent is to be lost; counts it if so. */
  public boolean swallows(String symbol) {
    AtomicInteger drops = depthDrops.get(symbol.toLowerCase(Locale.ROOT));
    return drops != null && drops.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  /** Whether any book frame was ever to be lost. */
  public boolean swallowing() {
    return !depthDrops.isEmpty();
  }
}
