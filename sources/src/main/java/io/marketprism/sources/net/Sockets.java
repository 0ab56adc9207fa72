// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;

/** Ends of sockets. */
@SuppressWarnings("FutureReturnValueIgnored")
final class Sockets {

  /** How long TLS may hold up an orderly close to get its farewell out. */
  static final long CLOSE_NOTIFY_FLUSH_MILLIS = 500;

  private Sockets() {}

  /**
   * Closes the socket past all handlers: TLS would first wait until a peer that does not read has
   * taken its farewell.
   */
  static void closeNow(Channel channel) {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first == null) {
      channel.close();
    } else {
      first.close();
    }
  }

  static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
