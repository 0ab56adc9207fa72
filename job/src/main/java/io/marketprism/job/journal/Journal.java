// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.journal;

import io.marketprism.job.config.CollectorConfig;
import io.marketprism.job.config.JournalConfig;
import io.marketprism.job.publish.MarketSink;
import io.marketprism.job.publish.MarketStreams;
import io.marketprism.job.publish.MarketSubjects;
import io.marketprism.model.JournalEntry;
import io.marketprism.model.MarketEvent;
import io.marketprism.sinks.nats.Delivery;
import io.marketprism.sinks.nats.NatsMessage;
import io.marketprism.sinks.nats.NatsRecordSerializer;
import io.marketprism.sinks.nats.NatsSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.Encoder;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.PartFileInfo;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.CheckpointRollingPolicy;

/** The branch of the job that writes the journal. */
public final class Journal {
  /** The name of the stream. */
  public static final String STREAM = "MARKET_RAW";

  /** What files of a journal end with. */
  public static final String SUFFIX = ".jsonl.zst";

  static final String ENTRIES = "journal-entries";
  static final String BLOCKS = "journal-blocks";
  static final String NATS = "nats-journal";
  static final String FILES = "file-journal";

  /** What a server takes in a message unless told otherwise, less its headers. */
  private static final int MAX_MESSAGE_BYTES = 1_000_000;

  private Journal() {}

  /** Adds the branch, where the configuration wants a journal. */
  public static void addTo(DataStream<MarketEvent> events, CollectorConfig config) {
    JournalConfig journal = config.journal();
    if (!journal.isOn()) {
      return;
    }
    boolean files = journal.target() == JournalConfig.Target.FILES;
    SingleOutputStreamOperator<JournalBlock> blocks =
        events
            .filter(event -> event instanceof JournalEntry)
            .uid(ENTRIES)
            .name("journal entries")
            .transform(
                "journal blocks",
                Types.POJO(JournalBlock.class),
                new JournalBlocksFactory(files ? Integer.MAX_VALUE : MAX_MESSAGE_BYTES))
            .uid(BLOCKS);
    if (files) {
      // One writer, so that the files follow each other.
      blocks.sinkTo(files(journal)).uid(FILES).name("journal to files").setParallelism(1);
    } else {
      blocks.sinkTo(stream(config)).uid(NATS).name("journal to NATS");
    }
  }

  private static NatsSink<JournalBlock> stream(CollectorConfig config) {
    return NatsSink.<JournalBlock>builder()
        .endpoint(MarketSink.endpoint(config.nats()))
        .serializer(new BlockMessages())
        .streams(MarketStreams.stream(STREAM, List.of("raw.>"), config.journal().stream()))
        .maxInFlight(config.publish().maxInFlight())
        .maxInFlightBytes(config.publish().maxInFlightBytes())
        .ackTimeout(config.publish().ackTimeout())
        .flushTimeout(config.publish().flushTimeout())
        .subjectLabels(new MarketSubjects())
        .build();
  }

  private static FileSink<JournalBlock> files(JournalConfig journal) {
    return FileSink.forRowFormat(new Path(journal.path()), new BlockBytes())
        .withRollingPolicy(new Rolling(journal.rollBytes()))
        .withOutputFileConfig(new OutputFileConfig("journal", SUFFIX))
        .build();
  }

  /**
   * A file is complete with each checkpoint, so that nothing of a job that has stopped is in a file
   * that waits for it to go on.
   */
  static final class Rolling extends CheckpointRollingPolicy<JournalBlock, String> {
    private static final long serialVersionUID = 1L;

    private final long maxBytes;

    Rolling(long maxBytes) {
      this.maxBytes = maxBytes;
    }

    @Override
    public boolean shouldRollOnEvent(PartFileInfo<String> part, JournalBlock block)
        throws IOException {
      return part.getSize() >= maxBytes;
    }

    @Override
    public boolean shouldRollOnProcessingTime(PartFileInfo<String> part, long now) {
      return false;
    }
  }

  /** A block as a message of MARKET_RAW. */
  static final class BlockMessages implements NatsRecordSerializer<JournalBlock> {
    private static final long serialVersionUID = 1L;

    private static final Map<String, String> HEADERS =
        Map.of("MP-Schema", "1", "Content-Encoding", "zstd");

    @Override
    public NatsMessage serialize(JournalBlock block) {
      return new NatsMessage(
          block.subject(), block.messageId(), HEADERS, block.bytes, Delivery.JETSTREAM);
    }
  }

  /** A block in a file: its bytes, of which zstd knows where they end. */
  static final class BlockBytes implements Encoder<JournalBlock> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(JournalBlock block, OutputStream out) throws IOException {
      out.write(block.bytes);
    }
  }
}
