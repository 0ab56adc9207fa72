// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.replay;

import com.github.luben.zstd.ZstdInputStream;
import io.marketprism.job.config.NatsConfig;
import io.marketprism.job.journal.Journal;
import io.marketprism.job.publish.MarketSink;
import io.marketprism.sinks.nats.NatsEndpoint;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.api.StreamState;
import io.synadia.flink.message.SourceConverter;
import io.synadia.flink.source.AckBehavior;
import io.synadia.flink.source.JetStreamSource;
import io.synadia.flink.source.JetStreamSourceBuilder;
import io.synadia.flink.source.JetStreamSubjectConfiguration;
import io.synadia.flink.utils.ConnectionContext;
import io.synadia.flink.utils.ConnectionFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Reads a journal from its stream with the published connector for NATS. */
public final class JournalStream {
  private JournalStream() {}

  /**
   * A source of lines; to be run by one subtask.
   *
   * @param follow whether to wait for what is written from now on; else it ends where the stream
   *     ends now
   * @throws IOException if the stream cannot be looked at, or is empty; the message says why
   */
  static JetStreamSource<byte[]> source(NatsConfig nats, boolean follow)
      throws IOException, InterruptedException {
    StreamState state = state(nats);
    JetStreamSubjectConfiguration.Builder journal =
        new JetStreamSubjectConfiguration.Builder()
            .streamName(Journal.STREAM)
            .subject("raw.>")
            .startSequence(state.getFirstSequence())
            .ackBehavior(AckBehavior.NoAck);
    if (!follow) {
      journal.maxMessagesToRead(state.getMsgCount());
    }
    return new Builder(MarketSink.endpoint(nats))
        .sourceConverter(new Lines())
        .setSubjectConfigurations(journal.build())
        .build();
  }

  private static StreamState state(NatsConfig nats) throws IOException, InterruptedException {
    try (Connection connection = MarketSink.endpoint(nats).connect()) {
      StreamState state =
          connection.jetStreamManagement().getStreamInfo(Journal.STREAM).getStreamState();
      if (state.getMsgCount() == 0) {
        throw new IOException("the stream " + Journal.STREAM + " is empty: there is no journal");
      }
      return state;
    } catch (JetStreamApiException e) {
      throw new IOException(
          "the stream " + Journal.STREAM + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Makes a source that connects as the sinks do, which the connector's own settings cannot. */
  private static final class Builder extends JetStreamSourceBuilder<byte[]> {
    private final NatsEndpoint endpoint;

    private Builder(NatsEndpoint endpoint) {
      this.endpoint = endpoint;
      connectionProperties(new Properties());
    }

    @Override
    protected void beforeBuild() {
      super.beforeBuild();
      connectionFactory = new Connections(endpoint);
    }
  }

  /** Opens connections where the source runs. */
  private static final class Connections extends ConnectionFactory {
    private static final long serialVersionUID = 1L;

    private final NatsEndpoint endpoint;

    /** The connector asks several times and closes what it got first. */
    private transient ConnectionContext context;

    private Connections(NatsEndpoint endpoint) {
      super(new Properties());
      this.endpoint = endpoint;
    }

    @Override
    public Connection connect() throws IOException {
      try {
        return endpoint.connect();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while connecting to NATS");
      }
    }

    @Override
    public synchronized ConnectionContext getConnectionContext() throws IOException {
      if (context == null) {
        context = new ConnectionContext(connect(), JetStreamOptions.defaultOptions());
      }
      return context;
    }
  }

  /** The lines of a block; public because the connector makes one by its name. */
  public static final class Lines implements SourceConverter<byte[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] convert(Message message) {
      try (ZstdInputStream zstd =
          new ZstdInputStream(new ByteArrayInputStream(message.getData()))) {
        return zstd.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(
            message.getSubject() + " holds no block of a journal: " + e.getMessage(), e);
      }
    }

    @Override
    public TypeInformation<byte[]> getProducedType() {
      return PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
    }
  }
}
