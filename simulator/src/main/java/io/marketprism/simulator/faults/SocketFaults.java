// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

import io.marketprism.simulator.net.HandshakeGate;
import io.marketprism.simulator.net.OpenSocket;
import io.marketprism.simulator.net.OpenSockets;
import io.marketprism.simulator.truth.Fact;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What is to go wrong with WebSockets, those that are open and those to come. Thread safe. */
public final class SocketFaults implements HandshakeGate {
  private static final long NO_TIME = 0;
  private final OpenSockets sockets;
  private final FaultLog log;
  private final ScheduledExecutorService timer;
  private Treatment refusal = Treatment.ADMIT;
  private long refusedUntilNanos;
  private int slow;
  private long slowMillis;

  /** Faults of the given sockets; {@code timer} does what is due later. */
  public SocketFaults(OpenSockets sockets, FaultLog log, ScheduledExecutorService timer) {
    this.sockets = sockets;
    this.log = log;
    this.timer = timer;
  }

  /**
   * Lets sockets suffer what is asked for.
   *
   * @param announcement tells all clients, in the venue's words, that their sockets will be closed
   */
  public void inflict(FaultRequest request, Runnable announcement) {
    long millis = request.millis();
    switch (request.kind()) {
      case CLOSE -> closeAll();
      case RESET -> each(FaultKind.RESET, sockets.now(), OpenSocket::reset);
      case HALF_OPEN -> each(FaultKind.HALF_OPEN, sockets.now(), OpenSocket::fallSilent);
      case END_OF_LIFE ->
          each(
              FaultKind.END_OF_LIFE,
              sockets.now().stream().filter(socket -> socket.ageMillis() > millis).toList(),
              SocketFaults::close);
      case SHUTDOWN, NOTICE -> {
        List<OpenSocket> told = sockets.now();
        log.tookEffect(request.kind(), FaultFeed.SOCKET, Fact.ALL, millis, count(told));
        announcement.run();
        timer.schedule(() -> told.forEach(SocketFaults::close), millis, TimeUnit.MILLISECONDS);
      }
      case REFUSE -> {
        refuse(request.variant().equals("close") ? Treatment.HANG_UP : Treatment.REFUSE, millis);
        log.tookEffect(
            FaultKind.REFUSE,
            FaultFeed.SOCKET,
            Fact.ALL,
            millis,
            Fact.values("variant", request.variant()));
      }
      case SLOW_HANDSHAKE -> slow(request.count(), millis);
      default -> throw new IllegalArgumentException("no fault of sockets: " + request.kind());
    }
  }

  private void each(FaultKind kind, List<OpenSocket> whose, Consumer<OpenSocket> fault) {
    log.tookEffect(kind, FaultFeed.SOCKET, Fact.ALL, count(whose));
    whose.forEach(fault);
  }

  private static Map<String, String> count(List<OpenSocket> whose) {
    return Fact.values("sockets", whose.size());
  }

  private static void close(OpenSocket socket) {
    socket.close(WebSocketCloseStatus.NORMAL_CLOSURE);
  }

  /** Closes all sockets with a close frame. */
  public void closeAll() {
    each(FaultKind.CLOSE, sockets.now(), SocketFaults::close);
  }

  private synchronized void refuse(Treatment treatment, long millis) {
    refusal = treatment;
    refusedUntilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private synchronized void slow(int count, long millis) {
    slow = count;
    slowMillis = millis;
  }

  @Override
  public synchronized Handshake next() {
    if (refusal != Treatment.ADMIT) {
      if (System.nanoTime() - refusedUntilNanos < 0) {
        return new Handshake(refusal, NO_TIME);
      }
      refusal = Treatment.ADMIT;
    }
    if (slow == 0) {
      return Handshake.USUAL;
    }
    slow--;
    log.tookEffect(FaultKind.SLOW_HANDSHAKE, FaultFeed.SOCKET, Fact.ALL, slowMillis, Map.of());
    return new Handshake(Treatment.ADMIT, slowMillis);
  }
}
