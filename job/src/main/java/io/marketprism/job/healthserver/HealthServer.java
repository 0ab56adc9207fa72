// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import io.marketprism.job.process.DiskUse;
import io.marketprism.sinks.nats.NatsEndpoint;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tells over HTTP how the collector does. A process of its own: it shares no thread and no memory
 * with what it judges, and needs nothing of Flink on its class path.
 *
 * <pre>{@code
 * java -cp marketprism-collector.jar io.marketprism.job.healthserver.HealthServer --port 8087
 * }</pre>
 */
public final class HealthServer implements AutoCloseable {
  private static final Duration NATS_TIMEOUT = Duration.ofMillis(1_500);
  private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration DISK_PAUSE = Duration.ofSeconds(10);

  // Held here because the log manager holds its loggers weakly and would forget the level.
  private static final Logger NATS_LOGGER = Logger.getLogger("io.nats.client");

  private final ProbeLoop<NatsReading> nats;
  private final ProbeLoop<JobReading> job;
  private final ProbeLoop<MetricsReading> metrics;
  private final ProbeLoop<DiskUse> disk;
  private final SnapshotLoop snapshots;
  private final HttpFront front;

  /**
   * Listens and looks from now on.
   *
   * @param log gets a line whenever the status changes
   * @throws IOException if the port cannot be had
   */
  HealthServer(Settings settings, PrintStream log) throws IOException {
    LongSupplier nanos = System::nanoTime;
    InstantSource wall = InstantSource.system();
    Heartbeats heartbeats = new Heartbeats();
    Rejections rejections = new Rejections();
    NatsProbe natsProbe =
        new NatsProbe(
            endpoint(settings), NATS_TIMEOUT, settings.streams(), heartbeats, rejections, nanos);
    FlinkProbe flinkProbe =
        new FlinkProbe(new HttpReader("health-flink-http", HTTP_TIMEOUT, nanos), settings.flink());
    MetricsProbe metricsProbe =
        new MetricsProbe(
            new HttpReader("health-metrics-http", HTTP_TIMEOUT, nanos),
            new MetricsTargets(settings.metrics()),
            nanos,
            wall);
    nats = new ProbeLoop<>("health-nats", natsProbe, PAUSE, nanos, wall);
    job = new ProbeLoop<>("health-flink", flinkProbe, PAUSE, nanos, wall);
    metrics = new ProbeLoop<>("health-metrics", metricsProbe, PAUSE, nanos, wall);
    disk = new ProbeLoop<>("health-disk", new DiskProbe(settings.disk()), DISK_PAUSE, nanos, wall);
    Observer observer =
        new Observer(
            nats::newest, job::newest, metrics::newest, heartbeats, rejections, System.nanoTime());
    snapshots =
        new SnapshotLoop(
            observer, disk::newest, new Grace(settings.grace()), version(), nanos, wall, log);
    front =
        new HttpFront(
            new InetSocketAddress(InetAddress.getByName(settings.bind()), settings.port()),
            snapshots::newest,
            version(),
            wall);
    nats.start();
    job.start();
    metrics.start();
    disk.start();
    snapshots.start();
  }

  private static NatsEndpoint endpoint(Settings settings) {
    NatsEndpoint.Builder endpoint =
        NatsEndpoint.builder()
            .servers(settings.nats())
            .connectionName("marketprism-health")
            .connectTimeout(NATS_TIMEOUT);
    if (settings.natsCredentials() != null) {
      endpoint.credentialsFile(settings.natsCredentials());
    }
    return endpoint.build();
  }

  /** The jar's version, {@code unknown} outside of a jar. */
  static String version() {
    String version = HealthServer.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  int port() {
    return front.port();
  }

  @Override
  public void close() {
    front.close();
    snapshots.close();
    nats.close();
    job.close();
    metrics.close();
    disk.close();
  }

  /** Runs until it is ended; exit code 2 for settings that were refused, 1 for a taken port. */
  public static void main(String[] arguments) throws InterruptedException {
    NATS_LOGGER.setLevel(Level.OFF);
    if (Arrays.asList(arguments).contains("--help")) {
      System.out.print(Setting.usage());
      return;
    }
    Settings settings;
    try {
      settings = SettingsReader.read(arguments, System.getenv());
    } catch (InvalidSettings e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    try (HealthServer server = new HealthServer(settings, System.out)) {
      System.out.println("ready http://" + settings.bind() + ":" + server.port() + "/health");
      new CountDownLatch(1).await();
    } catch (IOException e) {
      System.err.println(
          "cannot listen on " + settings.bind() + ":" + settings.port() + ": " + e.getMessage());
      System.exit(1);
    }
  }
}
