// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.util.SortedMap;

/**
 * A NATS server that answered. Immutable.
 *
 * @param roundTripSeconds from PING to PONG
 * @param serverInfo name and version
 * @param streams whether each required stream exists; {@code null} where that cannot be asked
 */
record NatsReading(
    double roundTripSeconds, String serverInfo, SortedMap<String, Boolean> streams) {}
