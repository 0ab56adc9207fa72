// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.process;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What {@link ProcessFaults} loads into the other process, where this class is alone: it may use no
 * class but those of the JDK. Loaded again it still knows what it holds.
 *
 * <ul>
 *   <li>{@code sockets=N}: opens N connections within the process, 2 N sockets, and keeps them
 *   <li>{@code sockets=0}: closes all of them
 *   <li>{@code property=NAME=VALUE}: sets a system property; without a value, removes it
 * </ul>
 */
public final class ProcessFaultAgent {
  static final int MAX_CONNECTIONS = 1_000;

  private static final Deque<Closeable> HELD = new ArrayDeque<>();

  private ProcessFaultAgent() {}

  /**
   * Called by the JVM that it is loaded into.
   *
   * @throws IllegalArgumentException if the order is none
   * @throws IOException if a socket cannot be opened or closed
   */
  public static void agentmain(String order) throws IOException {
    int equals = order.indexOf('=');
    String value = order.substring(equals + 1);
    switch (equals < 0 ? order : order.substring(0, equals)) {
      case "sockets" -> holdSockets(Integer.parseInt(value));
      case "property" -> setProperty(value);
      default -> throw new IllegalArgumentException("no fault of a process: " + order);
    }
  }

  private static synchronized void holdSockets(int connections) throws IOException {
    if (connections < 0 || connections > MAX_CONNECTIONS) {
      throw new IllegalArgumentException("0 to " + MAX_CONNECTIONS + " connections");
    }
    while (!HELD.isEmpty()) {
      HELD.pop().close();
    }
    if (connections == 0) {
      return;
    }
    ServerSocket server = new ServerSocket(0, connections, InetAddress.getLoopbackAddress());
    HELD.push(server);
    for (int i = 0; i < connections; i++) {
      HELD.push(new Socket(server.getInetAddress(), server.getLocalPort()));
      HELD.push(server.accept());
    }
  }

  private static void setProperty(String pair) {
    int equals = pair.indexOf('=');
    if (equals <= 0) {
      throw new IllegalArgumentException("no name and value: " + pair);
    }
    String name = pair.substring(0, equals);
    String value = pair.substring(equals + 1);
    if (value.isEmpty()) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }
}
