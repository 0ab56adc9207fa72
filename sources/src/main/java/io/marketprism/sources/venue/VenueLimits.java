// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import java.time.Duration;

/**
 * What a venue allows one address.
 *
 * @param weightPerMinute request weight
 * @param usedWeightHeader the header in which it says how much of that is used, or empty
 * @param connectionAttempts attempts to connect per {@code connectionPeriod}
 * @param connectionPeriod see {@code connectionAttempts}
 * @param messagesPerSecond messages a client may send on one connection, pongs included
 */
public record VenueLimits(
    long weightPerMinute,
    String usedWeightHeader,
    int connectionAttempts,
    Duration connectionPeriod,
    int messagesPerSecond) {}
