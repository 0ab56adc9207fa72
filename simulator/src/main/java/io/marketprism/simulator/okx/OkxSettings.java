// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import java.time.Duration;

/**
 * The limits that OKX sets its clients and how it pushes books (OKX v5 documentation: "Connect",
 * "Order book channel", "Notification"; changelog of 2026-02-12 on snapshots and of 2026-06-23 on
 * checksums).
 *
 * @param idleTimeout how long a connection may go without a subscription, data or a ping
 * @param connectsPerSecond most new connections of one address
 * @param requestsPerHour most requests to subscribe or unsubscribe of one connection
 * @param argsBytes most bytes of the arguments of one request
 * @param keepAlive how long a book goes without a change before an empty update is pushed
 * @param pushesSnapshots whether a subscription of a book begins with a snapshot
 * @param checksums whether books carry the CRC32 of their best 25 levels, else 0
 * @param staleCache age of the REST book that every second request is answered with
 */
public record OkxSettings(
    Duration idleTimeout,
    int connectsPerSecond,
    int requestsPerHour,
    int argsBytes,
    Duration keepAlive,
    boolean pushesSnapshots,
    boolean checksums,
    Duration staleCache) {
  /** As the venue is: snapshots are pushed, checksums are 0. */
  public static OkxSettings ofVenue() {
    return new OkxSettings(
        Duration.ofSeconds(30),
        3,
        480,
        64 << 10,
        Duration.ofSeconds(60),
        true,
        false,
        Duration.ofMillis(500));
  }

  /** The same with another time after which a silent connection is closed. */
  public OkxSettings withIdleTimeout(Duration timeout) {
    return new OkxSettings(
        timeout,
        connectsPerSecond,
        requestsPerHour,
        argsBytes,
        keepAlive,
        pushesSnapshots,
        checksums,
        staleCache);
  }

  /** The same with other limits of connections and of requests on one. */
  public OkxSettings withRates(int newConnectsPerSecond, int newRequestsPerHour) {
    return new OkxSettings(
        idleTimeout,
        newConnectsPerSecond,
        newRequestsPerHour,
        argsBytes,
        keepAlive,
        pushesSnapshots,
        checksums,
        staleCache);
  }

  /** The same with keep-alives of quiet books after another time. */
  public OkxSettings withKeepAlive(Duration quiet) {
    return new OkxSettings(
        idleTimeout,
        connectsPerSecond,
        requestsPerHour,
        argsBytes,
        quiet,
        pushesSnapshots,
        checksums,
        staleCache);
  }

  /** The same, but a subscription of a book brings its updates only. */
  public OkxSettings withoutSnapshots() {
    return new OkxSettings(
        idleTimeout,
        connectsPerSecond,
        requestsPerHour,
        argsBytes,
        keepAlive,
        false,
        checksums,
        staleCache);
  }

  /** The same with real checksums. */
  public OkxSettings withChecksums() {
    return new OkxSettings(
        idleTimeout,
        connectsPerSecond,
        requestsPerHour,
        argsBytes,
        keepAlive,
        pushesSnapshots,
        true,
        staleCache);
  }
}
