// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.testframe.TestResource;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.ExternalSystemDataReader;
import org.apache.flink.connector.testframe.external.sink.DataStreamSinkV2ExternalContext;
import org.apache.flink.connector.testframe.external.sink.TestingSinkSettings;

/** A NATS server as Flink's connector tests want it, with a stream for each test. */
final class NatsSystem implements TestResource {

  /** Makes the part of the server that one test sees. */
  interface ContextFactory extends ExternalContextFactory<StreamOfOneTest> {}

  private final AtomicInteger tests = new AtomicInteger();
  private NatsServerProcess server;
  private Connection connection;

  @Override
  public void startUp() throws Exception {
    server = NatsServerProcess.withJetStream();
    connection = NatsSinkTestBed.connect(server);
  }

  @Override
  public void tearDown() throws Exception {
    connection.close();
    server.close();
  }

  ContextFactory contextFactory() {
    return testName -> new StreamOfOneTest("TEST_" + tests.incrementAndGet());
  }

  /** One stream: written by the sink, read by the test. */
  final class StreamOfOneTest implements DataStreamSinkV2ExternalContext<String> {

    private final String stream;

    private StreamOfOneTest(String stream) {
      this.stream = stream;
    }

    @Override
    public Sink<String> createSink(TestingSinkSettings settings) {
      String subject = stream + ".text";
      return NatsSink.<String>builder()
          .servers(server.url())
          .serializer(
              text ->
                  new NatsMessage(
                      subject, text, Map.of(), NatsSinkTestBed.bytes(text), Delivery.JETSTREAM))
          .streams(StreamSpec.builder(stream, stream + ".>").build())
          .build();
    }

    @Override
    public ExternalSystemDataReader<String> createSinkDataReader(TestingSinkSettings settings) {
      return new Reader();
    }

    @Override
    public List<String> generateTestData(TestingSinkSettings settings, long seed) {
      Random random = new Random(seed);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        texts.add("%d-%d-%x".formatted(seed, i, random.nextLong()));
      }
      return texts;
    }

    @Override
    public TypeInformation<String> getProducedType() {
      return Types.STRING;
    }

    @Override
    public List<URL> getConnectorJarPaths() {
      return List.of();
    }

    @Override
    public void close() {}

    /** Gives each message of the stream once. */
    private final class Reader implements ExternalSystemDataReader<String> {

      private int given;

      @Override
      public List<String> poll(Duration timeout) {
        try {
          List<String> all =
              NatsSinkTestBed.contents(connection, stream, 0).stream()
                  .map(NatsSinkTestBed::text)
                  .toList();
          List<String> fresh = all.subList(given, all.size());
          given = all.size();
          return fresh;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } catch (Exception e) {
          throw new IllegalStateException("The stream " + stream + " cannot be read.", e);
        }
      }

      @Override
      public void close() {}
    }
  }
}
