// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Answers requests with what is ready. Bounded threads, bounded waiting requests, and a limit on
 * how long a client may take to send or read, so that slow clients cannot hold it up.
 */
final class HttpFront implements AutoCloseable {
  private static final List<String> PATHS = List.of("/health", "/status", "/ping", "/version");
  private static final int THREADS = 16;
  private static final int WAITING = 64;
  private static final int BACKLOG = 64;
  private static final String CLIENT_SECONDS = "5";

  private final HttpServer server;
  private final ExecutorService executor;
  private final Supplier<Snapshot> newest;
  private final String version;
  private final InstantSource wall;

  /**
   * Listens, and answers from now on.
   *
   * @throws IOException if the address cannot be had
   */
  HttpFront(
      InetSocketAddress address, Supplier<Snapshot> newest, String version, InstantSource wall)
      throws IOException {
    limitClients();
    this.newest = newest;
    this.version = version;
    this.wall = wall;
    this.executor =
        new ThreadPoolExecutor(
            THREADS, THREADS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING));
    this.server = HttpServer.create(address, BACKLOG);
    server.setExecutor(executor);
    server.createContext("/", this::answer);
    server.start();
  }

  /** The server of the JDK reads these once, before the first server is made. */
  private static void limitClients() {
    for (String limit : List.of("maxReqTime", "maxRspTime")) {
      String property = "sun.net.httpserver." + limit;
      if (System.getProperty(property) == null) {
        System.setProperty(property, CLIENT_SECONDS);
      }
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, 405, SnapshotLoop.failure(wall.instant(), "only GET and HEAD"));
        return;
      }
      route(exchange);
    } catch (RuntimeException e) {
      send(exchange, 503, SnapshotLoop.failure(wall.instant(), e.toString()));
    }
  }

  private void route(HttpExchange exchange) throws IOException {
    Snapshot snapshot = newest.get();
    switch (exchange.getRequestURI().getPath()) {
      case "/health" -> send(exchange, snapshot.healthStatus(), snapshot.health());
      case "/status" ->
          send(exchange, 200, detailed(exchange) ? snapshot.detailed() : snapshot.status());
      case "/ping" -> send(exchange, 200, ping());
      case "/version" -> send(exchange, 200, about().toString());
      case "/" -> send(exchange, 200, index());
      default -> send(exchange, 404, "{\"error\":\"not found\",\"endpoints\":" + endpoints() + "}");
    }
  }

  private static boolean detailed(HttpExchange exchange) {
    String query = exchange.getRequestURI().getQuery();
    return query != null && Arrays.asList(query.split("&")).contains("detailed=true");
  }

  /** Only says that this process answers. */
  private String ping() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("status", "ok");
    json.put("timestamp", HealthJson.time(wall.instant()));
    return json.toString();
  }

  private ObjectNode about() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("service", "marketprism-collector");
    json.put("version", version);
    return json;
  }

  private String index() {
    ObjectNode json = about();
    json.set("endpoints", endpoints());
    return json.toString();
  }

  private static ArrayNode endpoints() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    PATHS.forEach(array::add);
    return array;
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = (body + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
