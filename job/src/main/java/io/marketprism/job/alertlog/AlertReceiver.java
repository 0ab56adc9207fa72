// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.alertlog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The HTTP server behind {@link AlertLog}. {@code POST} of a message is answered with 200 once its
 * alerts are written, 400 where it is none, 413 beyond {@value #MAX_BYTES} bytes; {@code GET} with
 * 200, for who asks whether it runs. Two requests at a time, 16 wait, further ones are refused;
 * Alertmanager tries again.
 */
final class AlertReceiver implements AutoCloseable {
  static final int MAX_BYTES = 1 << 20;
  private static final int THREADS = 2;
  private static final int WAITING = 16;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Clock clock;
  private final PrintStream out;

  private AlertReceiver(InetSocketAddress address, Clock clock, PrintStream out)
      throws IOException {
    this.clock = clock;
    this.out = out;
    threads =
        new ThreadPoolExecutor(
            THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING));
    server = HttpServer.create(address, WAITING);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
  }

  /**
   * Listens until it is closed.
   *
   * @param address port 0 takes a free one
   * @param clock tells when a message came
   * @param out gets the lines, whole ones only
   * @throws IOException if the address is taken or not ours
   */
  static AlertReceiver start(InetSocketAddress address, Clock clock, PrintStream out)
      throws IOException {
    AlertReceiver receiver = new AlertReceiver(address, clock, out);
    receiver.server.start();
    return receiver;
  }

  /** The port that it listens on. */
  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestMethod()) {
        case "GET" -> respond(exchange, 200, "alert log\n");
        case "POST" -> take(exchange);
        default -> respond(exchange, 405, "GET and POST only\n");
      }
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BYTES + 1);
    if (body.length > MAX_BYTES) {
      respond(exchange, 413, "more than " + MAX_BYTES + " bytes\n");
      return;
    }
    try {
      write(AlertLine.of(json.readTree(body), clock.instant()));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      respond(exchange, 400, e.getMessage() + "\n");
      return;
    }
    respond(exchange, 200, "");
  }

  private void write(List<String> lines) {
    synchronized (out) {
      lines.forEach(out::println);
      out.flush();
    }
  }

  private static void respond(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
