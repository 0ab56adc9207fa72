// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.io.Serializable;
import java.time.Duration;

/**
 * How much a writer may have under way and how long it waits.
 *
 * @param maxInFlight messages handed over and not yet confirmed, core and JetStream together
 * @param maxInFlightBytes their payloads, headers and subjects; one larger message passes alone
 * @param ackTimeout time without ack after which everything unacknowledged is published again
 * @param maxRepublishes how often that is done for one message before the writer fails
 * @param flushTimeout limit of one checkpoint's flush
 * @param reconnectDelay wait after the first failed attempt to reconnect; doubles from there
 * @param maxReconnectDelay where it stops doubling
 * @param maxSuspension longest pause of the process after which it may go on publishing
 */
record SendLimits(
    int maxInFlight,
    long maxInFlightBytes,
    Duration ackTimeout,
    int maxRepublishes,
    Duration flushTimeout,
    Duration reconnectDelay,
    Duration maxReconnectDelay,
    Duration maxSuspension)
    implements Serializable {

  SendLimits {
    Arguments.check(
        maxInFlight > 0 && maxInFlight <= 1_000_000,
        "maxInFlight: must be within 1 and 1,000,000, is %d",
        maxInFlight);
    Arguments.positive(maxInFlightBytes, "maxInFlightBytes");
    Arguments.positive(ackTimeout, "ackTimeout");
    Arguments.check(maxRepublishes >= 0, "maxRepublishes: must not be negative");
    Arguments.positive(flushTimeout, "flushTimeout");
    Arguments.positive(reconnectDelay, "reconnectDelay");
    Arguments.check(
        maxReconnectDelay != null && maxReconnectDelay.compareTo(reconnectDelay) >= 0,
        "maxReconnectDelay: must not be less than reconnectDelay (%s), is %s",
        reconnectDelay,
        maxReconnectDelay);
    Arguments.positive(maxSuspension, "maxSuspension");
  }
}
