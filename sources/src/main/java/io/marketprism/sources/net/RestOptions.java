// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.time.Duration;

/**
 * How a {@link RestClient} behaves. Immutable.
 *
 * @param deadline for one request from being sent, DNS included, to the last byte of the body
 * @param maxBodyBytes a larger body is an error
 * @param maxConnections requests under way at a time, and so connections that are kept
 * @param maxWaiting requests that may wait for one of these
 */
public record RestOptions(Duration deadline, int maxBodyBytes, int maxConnections, int maxWaiting) {

  public RestOptions {
    if (deadline.isZero() || deadline.isNegative()) {
      throw new IllegalArgumentException("deadline: " + deadline + ", must be longer than zero");
    }
    if (maxBodyBytes < 1 || maxConnections < 1 || maxWaiting < 0) {
      throw new IllegalArgumentException(
          "maxBodyBytes and maxConnections must be at least 1, maxWaiting at least 0");
    }
  }

  /** 10 s, 32 MiB, 2 connections, 1,000 waiting. */
  public static RestOptions defaults() {
    return new RestOptions(Duration.ofSeconds(10), 32 * 1024 * 1024, 2, 1_000);
  }

  public RestOptions withDeadline(Duration time) {
    return new RestOptions(time, maxBodyBytes, maxConnections, maxWaiting);
  }

  public RestOptions withMaxBodyBytes(int bytes) {
    return new RestOptions(deadline, bytes, maxConnections, maxWaiting);
  }

  public RestOptions withMaxConnections(int connections) {
    return new RestOptions(deadline, maxBodyBytes, connections, maxWaiting);
  }

  public RestOptions withMaxWaiting(int requests) {
    return new RestOptions(deadline, maxBodyBytes, maxConnections, requests);
  }
}
