// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.time.Duration;

/**
 * How the requests of a {@link WebSocketRpc} behave. Immutable.
 *
 * @param deadline from the call to the answer
 * @param maxOutstanding requests that may be without an answer
 * @param silence the socket is given up when a request times out and nothing at all was received
 *     for this long although something was asked
 * @param webSocket of the socket, with the venue's send limit
 */
public record WebSocketRpcOptions(
    Duration deadline, int maxOutstanding, Duration silence, WebSocketOptions webSocket) {

  public WebSocketRpcOptions {
    if (deadline.isZero() || deadline.isNegative() || silence.isZero() || silence.isNegative()) {
      throw new IllegalArgumentException(
          "deadline " + deadline + ", silence " + silence + ": must be longer than zero");
    }
    if (maxOutstanding < 1) {
      throw new IllegalArgumentException(
          "maxOutstanding: " + maxOutstanding + ", must be at least 1");
    }
  }

  /** Deadline 0.8 s (venues.md 3.4), 256 outstanding, given up after 5 s of silence. */
  public static WebSocketRpcOptions of(WebSocketOptions webSocket) {
    return new WebSocketRpcOptions(Duration.ofMillis(800), 256, Duration.ofSeconds(5), webSocket);
  }
}
