// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.venue;

import io.marketprism.simulator.faults.ChannelFaults;
import io.marketprism.simulator.net.StreamHub;
import java.time.Clock;

/**
 * What a venue's protocol is built with.
 *
 * @param hub brings frames to the sockets that have subscribed to their stream
 * @param restLog counts REST requests and knows which are to be answered wrongly
 * @param faults what is to go wrong with channels and with subscribing to them
 * @param limits the limits to set clients
 * @param clock the venue's clock
 */
public record VenueContext(
    StreamHub hub, RestLog restLog, ChannelFaults faults, VenueLimits limits, Clock clock) {}
