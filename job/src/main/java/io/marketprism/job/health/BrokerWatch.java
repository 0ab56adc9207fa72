// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.health;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.sinks.nats.StreamSpec;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what the broker has, over a connection of its own: {@value #INSTANCES}, the collectors
 * whose heartbeats came within 30 s, this one included, and {@value #STREAM_OK} with {@code
 * stream}, 1 where a stream that is published to is there with its subjects. While the broker
 * cannot be asked the last answer stands; that it cannot is told by the sinks.
 *
 * <p>Opened and closed by the task's thread; works on one thread of its own, which waits for the
 * broker.
 */
final class BrokerWatch implements AutoCloseable {
  static final String INSTANCES = "marketprism_collector_instances";
  static final String STREAM_OK = "marketprism_jetstream_stream_ok";

  private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);
  private static final String HEARTBEATS = "health.collector.>";
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BrokerWatchOptions options;
  private final LivingCollectors collectors;
  private final Map<String, Boolean> streams = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread;
  private Connection connection; // null: none
  private boolean complained;

  private BrokerWatch(BrokerWatchOptions options, String jobId, ClassLoader classes) {
    this.options = options;
    this.collectors = new LivingCollectors(jobId);
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread watch = new Thread(task, "broker-watch");
              watch.setDaemon(true);
              watch.setContextClassLoader(classes);
              return watch;
            });
  }

  /**
   * Begins to watch; the caller closes it.
   *
   * @param jobId the id in the heartbeats of this job
   */
  static BrokerWatch open(MetricGroup group, BrokerWatchOptions options, String jobId) {
    BrokerWatch watch =
        new BrokerWatch(options, jobId, Thread.currentThread().getContextClassLoader());
    group.gauge(
        INSTANCES, (Gauge<Integer>) () -> watch.collectors.count(System.currentTimeMillis()));
    for (StreamSpec stream : options.streams().specs()) {
      group
          .addGroup("stream", stream.name())
          .gauge(
              STREAM_OK,
              (Gauge<Integer>) () -> watch.streams.getOrDefault(stream.name(), false) ? 1 : 0);
    }
    watch.thread.scheduleWithFixedDelay(watch::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look() {
    try {
      if (connection == null || connection.getStatus() != Connection.Status.CONNECTED) {
        disconnect();
        connection = options.endpoint().connect();
        connection.createDispatcher(this::heard).subscribe(HEARTBEATS);
      }
      streams.putAll(options.streams().look(connection));
      complained = false;
    } catch (IOException | RuntimeException e) {
      // The client throws the latter where a connection closes under a request.
      if (!complained) {
        LOG.warn("The broker cannot be asked for its streams, trying on: {}", e.getMessage());
      }
      complained = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void heard(Message heartbeat) {
    collectors.heard(collector(heartbeat), System.currentTimeMillis());
  }

  /** The job that sent it; whoever sends heartbeats without one is known by its subject. */
  private static String collector(Message heartbeat) {
    try {
      JsonNode job = JSON.readTree(heartbeat.getData()).path("job_id");
      return job.isTextual() ? job.textValue() : heartbeat.getSubject();
    } catch (IOException e) {
      LOG.debug("A heartbeat on {} cannot be read", heartbeat.getSubject(), e);
      return heartbeat.getSubject();
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    // A cancelled task comes here interrupted; the client would then leave threads behind.
    boolean interrupted = Thread.interrupted();
    try {
      if (!thread.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The watch of the broker did not end within {}", CLOSE_PATIENCE);
      }
      disconnect();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void disconnect() throws InterruptedException {
    Connection old = connection;
    connection = null;
    if (old != null) {
      old.close();
    }
  }
}
