// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.venue;

import io.marketprism.simulator.faults.ChannelFaults;
import io.marketprism.simulator.faults.FaultLog;
import io.marketprism.simulator.faults.SnapshotFaults;
import io.marketprism.simulator.net.StreamHub;
import java.time.Clock;

/**
 * What a venue's protocol is built with.
 *
 * @param hub brings frames to the sockets that have subscribed to their stream
 * @param restLog counts REST requests and knows which are to be answered wrongly
 * @param faults what is to go wrong with channels and with subscribing to them
 * @param snapshots what is to go wrong with the books that clients begin with
 * @param faultLog where the venue writes what went wrong in its own ways
 * @param limits the limits to set clients
 * @param clock the venue's clock
 */
public record VenueContext(
    StreamHub hub,
    RestLog restLog,
    ChannelFaults faults,
    SnapshotFaults snapshots,
    FaultLog faultLog,
    VenueLimits limits,
    Clock clock) {}
