// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What is to go wrong with subscribed channels and with requests for them. Thread safe. */
public final class ChannelFaults {
  private final Map<String, AtomicInteger> losses = new ConcurrentHashMap<>();
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private final Deque<SubscriptionFault> subscriptions = new ArrayDeque<>();

  /** Makes the next {@code count} frames of a stream be lost, which leaves a gap in its ids. */
  public void lose(String stream, int count) {
    losses.computeIfAbsent(stream, key -> new AtomicInteger()).addAndGet(count);
  }

  /** Makes nothing of a stream come out any more, though requests for it are acknowledged. */
  public void silence(String stream) {
    silent.add(stream);
  }

  /** Ends the silence of a stream. */
  public void speak(String stream) {
    silent.remove(stream);
  }

  /** Treats the next {@code times} requests to subscribe wrongly. */
  public void failSubscriptions(SubscriptionFault fault, int times) {
    synchronized (subscriptions) {
      for (int i = 0; i < times; i++) {
        subscriptions.addLast(fault);
      }
    }
  }

  /** Takes the fault that the request to subscribe at hand shall suffer. */
  public Optional<SubscriptionFault> takeSubscriptionFault() {
    synchronized (subscriptions) {
      return Optional.ofNullable(subscriptions.pollFirst());
    }
  }

  /** Whether nothing of the stream is to come out. */
  public boolean silent(String stream) {
    return silent.contains(stream);
  }

  /** Whether the frame about to be sent is to be lost; counts it if so. */
  public boolean swallows(String stream) {
    if (silent(stream)) {
      return true;
    }
    AtomicInteger left = losses.get(stream);
    return left != null && left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
  }
}
