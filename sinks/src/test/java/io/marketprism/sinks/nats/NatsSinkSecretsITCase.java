// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that is not let in says so in the web UI and the log, and says nothing of its secret. */
class NatsSinkSecretsITCase {

  private static final String SECRET = "wr0ng-word";
  private static final String USERS =
      "authorization { user: collector, password: \"s3cret-word\" }";
  private static final List<String> PAGES =
      List.of("", "/config", "/plan", "/exceptions", "/checkpoints/config", "/accumulators");

  @TempDir private Path directory;

  @Test
  @SuppressWarnings("try") // an interrupt while the cluster closes may end the test
  void neitherTheWebUiNorTheLogShowsThem() throws Exception {
    Path file = Files.writeString(directory.resolve("password"), SECRET);
    try (NatsServerProcess server = NatsServerProcess.withJetStream(USERS);
        MiniCluster cluster = new MiniCluster(oneSlot())) {
      cluster.start();
      NatsEndpoint.Builder called = NatsEndpoint.builder().servers(server.url());
      assertHidden(
          cluster, called.userPassword("collector", Secret.ofFile(file.toString())).build());
      called = NatsEndpoint.builder().servers(server.url());
      assertHidden(cluster, called.userPassword("collector", SECRET).build());
      assertHidden(
          cluster, NatsEndpoint.builder().servers(server.url("collector", SECRET)).build());
    }
  }

  private static void assertHidden(MiniCluster cluster, NatsEndpoint endpoint) throws Exception {
    try (KeptLog log = new KeptLog()) {
      JobGraph job = job(endpoint);
      JobID id = job.getJobID();
      cluster.submitJob(job).get();
      assertThat(cluster.requestJobResult(id).get().getSerializedThrowable()).isPresent();

      URI web = cluster.getRestAddress().get();
      StringBuilder shown = new StringBuilder();
      for (String page : PAGES) {
        shown.append(get(web.resolve("/jobs/" + id + page)));
      }
      shown.append(get(web.resolve("/jobmanager/config")));
      assertThat(shown.toString()).contains("refused the credentials").doesNotContain(SECRET);
      assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains(SECRET));
    }
  }

  private static String get(URI page) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
        .body();
  }

  private static JobGraph job(NatsEndpoint endpoint) {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(1);
    NatsSink<Long> sink =
        NatsSink.<Long>builder()
            .endpoint(endpoint)
            .serializer(
                number -> new NatsMessage("numbers", null, Map.of(), new byte[0], Delivery.CORE))
            .build();
    environment.fromSequence(1, 10).sinkTo(sink);
    return environment.getStreamGraph().getJobGraph();
  }

  private static MiniClusterConfiguration oneSlot() {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    return new MiniClusterConfiguration.Builder()
        .setConfiguration(configuration)
        .setNumTaskManagers(1)
        .setNumSlotsPerTaskManager(1)
        .build();
  }

  /** Takes what is logged, down to the finer levels, off the console until it is closed. */
  private static final class KeptLog extends AbstractAppender implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final Level before = context.getRootLogger().getLevel();
    private final Appender console = context.getRootLogger().getAppenders().get("console");

    KeptLog() {
      super("kept", null, null, true, Property.EMPTY_ARRAY);
      start();
      context.getRootLogger().addAppender(this);
      context.getRootLogger().removeAppender(console);
      Configurator.setRootLevel(Level.DEBUG);
    }

    List<String> lines() {
      return lines;
    }

    @Override
    public void append(LogEvent event) {
      StringBuilder line = new StringBuilder(event.getMessage().getFormattedMessage());
      for (Throwable cause = event.getThrown(); cause != null; cause = cause.getCause()) {
        line.append('\n').append(cause);
      }
      lines.add(line.toString());
    }

    @Override
    public void close() {
      context.getRootLogger().addAppender(console);
      context.getRootLogger().removeAppender(this);
      Configurator.setRootLevel(before);
      stop();
    }
  }
}
