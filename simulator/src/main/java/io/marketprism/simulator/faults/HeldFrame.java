// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

import io.marketprism.simulator.net.Frame;
import io.marketprism.simulator.net.FrameGate.Delivery;
import io.marketprism.simulator.net.Subscriber;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A frame that is held back, and for whom: those who had subscribed when it happened, as long as
 * they stay so. Used under the lock of {@link FrameFaults}.
 */
final class HeldFrame {
  private final Frame frame;
  private final List<Subscriber> receivers;
  private final Delivery delivery;

  HeldFrame(Frame frame, Collection<Subscriber> receivers, Delivery delivery) {
    this.frame = frame;
    this.receivers = new ArrayList<>(receivers);
    this.delivery = delivery;
  }

  Frame frame() {
    return frame;
  }

  /** Another frame for the same sockets. */
  HeldFrame as(Frame other) {
    return new HeldFrame(other, receivers, delivery);
  }

  void forget(String stream, Subscriber subscriber) {
    if (frame.stream().equals(stream)) {
      receivers.remove(subscriber);
    }
  }

  void deliver() {
    delivery.deliver(frame, receivers);
  }

  void flush() {
    receivers.forEach(Subscriber::flush);
  }
}
