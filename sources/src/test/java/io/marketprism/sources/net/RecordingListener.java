// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps everything a connection said, in order. */
class RecordingListener implements WebSocketListener {
  final List<String> events = new CopyOnWriteArrayList<>();
  final List<CloseReason> closed = new CopyOnWriteArrayList<>();
  volatile WebSocketConnection connection;
  volatile boolean connectionReads;

  @Override
  public void onOpen(WebSocketConnection opened) {
    connection = opened;
    events.add("open");
  }

  @Override
  public void onText(ByteBuf payload) {
    events.add("text " + payload.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void onBinary(ByteBuf payload) {
    events.add("binary " + payload.readableBytes());
  }

  @Override
  public void onOversize(long bytes, ByteBuf prefix) {
    events.add("oversize " + bytes + " prefix " + prefix.readableBytes());
  }

  @Override
  public void onPing() {
    events.add("ping");
  }

  @Override
  public void onPong(long roundTripNanos) {
    events.add(roundTripNanos < 0 ? "pong unsolicited" : "pong");
  }

  @Override
  public void onClosed(CloseReason reason) {
    closed.add(reason);
    events.add("closed " + reason.cause().label());
  }
}
