// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/**
 * Stands between a client and its server and passes the server's answers on only as far as it is
 * allowed to, so that the server looks as slow as a test wants it.
 */
final class SlowLink implements AutoCloseable {

  private static final int CHUNK = 1_024;

  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int serverPort;
  private final Semaphore allowedChunks = new Semaphore(0);
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  SlowLink(NatsServerProcess server) throws IOException {
    serverPort = server.port();
    start("door", this::letIn);
  }

  String url() {
    return "nats://127.0.0.1:" + door.getLocalPort();
  }

  /** Lets through so many more pieces of at most a kilobyte. */
  void allow(int chunks) {
    allowedChunks.release(chunks);
  }

  /** Takes back what was allowed and not used. */
  void hold() {
    allowedChunks.drainPermits();
  }

  /** How many pieces may still pass. */
  int allowed() {
    return allowedChunks.availablePermits();
  }

  private void letIn() throws IOException {
    while (true) {
      Socket client = door.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
      sockets.add(client);
      sockets.add(server);
      start("to-server", () -> pass(client, server, false));
      start("to-client", () -> pass(server, client, true));
    }
  }

  private void pass(Socket from, Socket to, boolean slowly)
      throws IOException, InterruptedException {
    byte[] piece = new byte[CHUNK];
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
      if (slowly) {
        allowedChunks.acquire();
      }
      out.write(piece, 0, read);
    }
    to.close();
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException closed) {
                // the expected end
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "slow-link-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
