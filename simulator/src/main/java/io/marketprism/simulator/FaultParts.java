// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator;

import io.marketprism.simulator.faults.ChannelFaults;
import io.marketprism.simulator.faults.FaultFeed;
import io.marketprism.simulator.faults.FaultLog;
import io.marketprism.simulator.faults.FrameFaults;
import io.marketprism.simulator.faults.RestFaults;
import io.marketprism.simulator.faults.ShiftedClock;
import io.marketprism.simulator.faults.SnapshotFaults;
import io.marketprism.simulator.faults.SocketFaults;
import io.marketprism.simulator.faults.StreamSubject;
import io.marketprism.simulator.net.OpenSockets;
import io.marketprism.simulator.net.StreamHub;
import io.marketprism.simulator.truth.TruthLog;
import io.marketprism.simulator.venue.RestLog;
import io.marketprism.simulator.venue.VenueContext;
import io.marketprism.simulator.venue.VenueFactory;
import io.marketprism.simulator.venue.VenueLimits;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The places of one simulator at which something can be made to go wrong. Has a thread of its own
 * as soon as a fault has a time.
 */
final class FaultParts implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "sim-faults"));
  private final ShiftedClock clock;
  private final FaultLog log;
  private final FrameFaults frames;
  private final ChannelFaults channels;
  private final SnapshotFaults snapshots;
  private final RestFaults rest;
  private final OpenSockets openSockets;
  private final SocketFaults socketFaults;

  /** The places of a venue; {@code exact} is the true time. */
  FaultParts(VenueFactory factory, TruthLog truth, Clock exact) {
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    clock = new ShiftedClock(exact);
    log = new FaultLog(truth, exact);
    frames = new FrameFaults(stream -> subject(factory, stream), log, timer);
    channels = new ChannelFaults(frames, log);
    snapshots = new SnapshotFaults(log);
    rest = new RestFaults(factory.rest(), log);
    openSockets = new OpenSockets(log);
    socketFaults = new SocketFaults(openSockets, log, timer);
  }

  private static Optional<StreamSubject> subject(VenueFactory factory, String stream) {
    return factory
        .bookOf(stream)
        .map(symbol -> new StreamSubject(FaultFeed.ORDERBOOK, symbol))
        .or(
            () ->
                factory
                    .tradesOf(stream)
                    .map(symbol -> new StreamSubject(FaultFeed.TRADE, symbol)));
  }

  VenueContext context(StreamHub hub, RestLog restLog, VenueLimits limits) {
    return new VenueContext(hub, restLog, channels, snapshots, log, limits, clock);
  }

  ShiftedClock clock() {
    return clock;
  }

  FaultLog log() {
    return log;
  }

  FrameFaults frames() {
    return frames;
  }

  ChannelFaults channels() {
    return channels;
  }

  SnapshotFaults snapshots() {
    return snapshots;
  }

  RestFaults rest() {
    return rest;
  }

  OpenSockets openSockets() {
    return openSockets;
  }

  SocketFaults socketFaults() {
    return socketFaults;
  }

  /** Forgets what was due later. */
  @Override
  public void close() {
    timer.shutdown();
  }
}
