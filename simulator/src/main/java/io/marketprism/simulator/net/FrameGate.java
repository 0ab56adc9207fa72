// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.net;

import java.util.Collection;

/**
 * Stands between a stream and its subscribers and decides what becomes of each frame: whether it is
 * lost, sent twice, later, in another order or damaged. Thread safe.
 */
public interface FrameGate {
  /** Brings a frame to the sockets named; may be called from any thread. */
  interface Delivery {
    /** Gives the frame to each of the sockets, without waiting. */
    void deliver(Frame frame, Collection<Subscriber> receivers);
  }

  /** Whether nothing is to go wrong, which is asked before each frame and must cost nothing. */
  boolean passesAll();

  /**
   * Takes a frame of a subscribed stream and delivers what shall arrive of it, now or later.
   *
   * @param receivers the stream's subscribers at this moment
   */
  void pass(Frame frame, Collection<Subscriber> receivers, Delivery delivery);

  /** A subscription has ended: no frame that is held back may reach the socket any more. */
  void left(String stream, Subscriber subscriber);
}
