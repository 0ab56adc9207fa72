// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.alertlog;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A receiver for Alertmanager's webhook that prints what it gets, a line for each message: the
 * time, a blank, the body as it came. It is where alerts go as long as nobody else is named, so
 * that no alert ends nowhere.
 *
 * <pre>{@code
 * java -cp marketprism-collector.jar io.marketprism.job.alertlog.AlertLog 0.0.0.0 8088
 * }</pre>
 *
 * <p>A message is at most {@value #MAX_BYTES} bytes; a longer one is refused with 413, and
 * Alertmanager says so in its own log and metrics. One thread serves all.
 */
public final class AlertLog implements AutoCloseable {
  static final int MAX_BYTES = 1 << 20;

  private static final String PATH = "/webhook";

  private final HttpServer server;
  private final ExecutorService thread;
  private final PrintStream out;
  private final InstantSource clock;

  /**
   * Listens at once.
   *
   * @param address port 0 takes a free one
   * @throws IOException if the address is taken or is none of this host
   */
  AlertLog(InetSocketAddress address, PrintStream out, InstantSource clock) throws IOException {
    this.out = out;
    this.clock = clock;
    thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "alert-log"));
    server = HttpServer.create(address, 16);
    server.setExecutor(thread);
    server.createContext(PATH, this::receive);
    server.createContext("/", exchange -> answer(exchange, 404));
    server.start();
  }

  /**
   * Runs until the process is ended.
   *
   * @param arguments address and port, {@code 127.0.0.1 8088} without them
   * @throws IOException if it cannot listen there
   */
  public static void main(String[] arguments) throws IOException {
    String host = arguments.length > 0 ? arguments[0] : "127.0.0.1";
    int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8088;
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
    AlertLog log = new AlertLog(address, System.out, InstantSource.system());
    Runtime.getRuntime().addShutdownHook(new Thread(log::close));
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }

  private void receive(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      answer(exchange, 405);
      return;
    }
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BYTES + 1);
    if (body.length > MAX_BYTES) {
      answer(exchange, 413);
      return;
    }
    // A line break inside of it would make one message look like two.
    String text = new String(body, StandardCharsets.UTF_8).replaceAll("\\R", " ");
    out.println(clock.instant() + " " + text);
    out.flush();
    answer(exchange, 200);
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }
}
