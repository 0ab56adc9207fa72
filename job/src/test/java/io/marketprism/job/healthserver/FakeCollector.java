// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Answers as a JobManager and a TaskManager of Flink 2.3 do, on one port. */
final class FakeCollector implements AutoCloseable {
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final AtomicLong published = new AtomicLong(1);
  private final HttpServer server;

  FakeCollector() throws IOException {
    answer("/overview", "{\"taskmanagers\":1,\"slots-available\":3}");
    answer(
        "/jobs/overview",
        """
        {"jobs":[
          {"jid":"old","name":"old","start-time":900,"duration":9,"state":"FAILED",
           "tasks":{"running":0,"total":9}},
          {"jid":"re","name":"MarketPrism replay of nats","start-time":800,"duration":9,
           "state":"RUNNING","tasks":{"running":9,"total":9}},
          {"jid":"ab","name":"MarketPrism","start-time":500,"duration":60000,"state":"RUNNING",
           "tasks":{"running":9,"total":9}}]}
        """);
    answer(
        "/jobs/ab/checkpoints",
        """
        {"counts":{"completed":9},"latest":{"completed":{"latest_ack_timestamp":57500}}}
        """);
    answer("/jobs/ab/checkpoints/config", "{\"interval\":5000}");
    answer("/jobs/ab/metrics?get=numRestarts", "[{\"id\":\"numRestarts\",\"value\":\"2\"}]");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().toString();
          String answer = answers.getOrDefault(path, path.equals("/metrics") ? page() : "");
          byte[] body = answer.getBytes(UTF_8);
          exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  void answer(String path, String body) {
    answers.put(path, body);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private String page() {
    double now = System.currentTimeMillis() / 1e3;
    return """
        # TYPE flink_taskmanager_process_open_fds gauge
        flink_taskmanager_process_open_fds{host="h",tm_id="a",} 214.0
        flink_taskmanager_job_x_marketprism_feed_live{%1$s} 1.0
        flink_taskmanager_job_x_marketprism_feed_last_message_timestamp_seconds{%1$s} %2$s
        flink_taskmanager_job_x_marketprism_feed_stale_threshold_seconds{%1$s} 60.0
        flink_taskmanager_job_x_marketprism_websocket_connected{exchange="okx",connection="c",} 1.0
        flink_taskmanager_job_x_marketprism_nats_messages_published_labeled_total{%1$s} %3$s
        """
        .formatted(
            "exchange=\"okx\",market_type=\"spot\",data_type=\"trade\",symbol=\"BTC-USDT\",",
            now,
            published.incrementAndGet());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
