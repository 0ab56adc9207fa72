// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import io.marketprism.simulator.net.Peer;
import io.netty.channel.Channel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The connections that each address has open, from their first request on (docs.deribit.com,
 * "Connection management": HTTP requests count as well). Runs on one event loop.
 */
final class ConnectionSlots {
  private final int perAddress;
  private final Map<String, Set<Channel>> open = new HashMap<>();

  ConnectionSlots(int perAddress) {
    this.perAddress = perAddress;
  }

  /** Whether the connection has a slot; takes one where it has none yet and one is free. */
  boolean admits(Channel channel) {
    String address = Peer.address(channel);
    Set<Channel> channels = open.computeIfAbsent(address, key -> new HashSet<>());
    if (channels.contains(channel)) {
      return true;
    }
    if (channels.size() >= perAddress) {
      return false;
    }
    channels.add(channel);
    channel.closeFuture().addListener(closed -> release(address, channel));
    return true;
  }

  private void release(String address, Channel channel) {
    Set<Channel> channels = open.get(address);
    channels.remove(channel);
    if (channels.isEmpty()) {
      open.remove(address);
    }
  }
}
