// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

import io.marketprism.simulator.truth.Fact;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What is to go wrong with requests for channels, and which channels are silent. Thread safe. */
public final class ChannelFaults {
  private final Deque<SubscriptionFault> subscriptions = new ArrayDeque<>();
  private final FrameFaults frames;
  private final FaultLog log;

  /** Faults of channels whose silence is that of {@code frames}. */
  public ChannelFaults(FrameFaults frames, FaultLog log) {
    this.frames = frames;
    this.log = log;
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
      Optional<SubscriptionFault> fault = Optional.ofNullable(subscriptions.pollFirst());
      fault.ifPresent(
          taken ->
              log.tookEffect(
                  FaultKind.FAIL_SUBSCRIPTION,
                  FaultFeed.SOCKET,
                  Fact.ALL,
                  Fact.values("variant", taken.key())));
      return fault;
    }
  }

  /** Whether nothing of the stream is to come out. */
  public boolean silent(String stream) {
    return frames.silent(stream);
  }
}
