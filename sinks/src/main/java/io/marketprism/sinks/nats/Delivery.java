// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

/** How a message travels, and what the broker owes for it. */
public enum Delivery {
  /**
   * Plain NATS: whoever is subscribed now gets it, at most once. Confirmed towards the broker by a
   * PING/PONG round trip.
   */
  CORE,

  /**
   * Stored by a JetStream stream, which answers with an ack. At least once; once in the stream when
   * the message carries an id and is repeated within the stream's duplicate window.
   */
  JETSTREAM;

  /** Value of the metric label {@code transport}. */
  String label() {
    return this == CORE ? "core" : "jetstream";
  }
}
