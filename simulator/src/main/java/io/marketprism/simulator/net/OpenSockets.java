// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.net;

import io.netty.channel.Channel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The WebSockets that are open now. Thread safe. */
public final class OpenSockets {
  /** Told of each WebSocket that opens and closes, on its event loop. */
  public interface Listener {
    /** A client's WebSocket is open. */
    void opened(long id);

    /** A WebSocket has ended; {@code byClient} where the client ended it first. */
    void closed(long id, boolean byClient);
  }

  private final Set<OpenSocket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong opened = new AtomicLong();
  private final Listener listener;

  /** A register that tells {@code listener}. */
  public OpenSockets(Listener listener) {
    this.listener = listener;
  }

  /** The sockets that are open at this moment. */
  public List<OpenSocket> now() {
    return List.copyOf(sockets);
  }

  OpenSocket join(Channel channel) {
    return new OpenSocket(this, channel, opened.incrementAndGet());
  }

  void opened(OpenSocket socket) {
    sockets.add(socket);
    listener.opened(socket.id());
  }

  void closed(OpenSocket socket, boolean byClient) {
    sockets.remove(socket);
    listener.closed(socket.id(), byClient);
  }
}
