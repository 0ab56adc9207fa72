// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.net;

/** Decides how the next request to open a WebSocket is treated. Thread safe. */
public interface HandshakeGate {
  /** What becomes of a request to open a WebSocket. */
  enum Treatment {
    /** The venue decides. */
    ADMIT,
    /** It is answered with 503. */
    REFUSE,
    /** The TCP connection is closed without an answer. */
    HANG_UP
  }

  /**
   * How one request is treated.
   *
   * @param delayMillis how long it waits before, milliseconds
   */
  record Handshake(Treatment treatment, long delayMillis) {
    /** As if nothing were to go wrong. */
    public static final Handshake USUAL = new Handshake(Treatment.ADMIT, 0);
  }

  /** Takes what the request at hand shall suffer. */
  Handshake next();
}
