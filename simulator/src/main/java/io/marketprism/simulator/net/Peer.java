// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.net;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/** Who is at the other end of a connection. */
public final class Peer {
  private Peer() {}

  /** The client's IP address, by which venues count; {@code unknown} where there is none. */
  public static String address(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : "unknown";
  }
}
