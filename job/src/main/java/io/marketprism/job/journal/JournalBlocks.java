// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.journal;

import io.marketprism.model.JournalEntry;
import io.marketprism.model.MarketEvent;
import io.marketprism.sources.journal.JournalLines;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Puts journal entries together into compressed blocks, each of one connection, in order. A block
 * is complete at {@value #BLOCK_BYTES} bytes of lines, after a second, and at each checkpoint, so
 * the journal has whatever a checkpoint knows of. Holds at most one open block per connection.
 *
 * <p>An entry that would not fit into a message is left out and counted; numbers tell a reader that
 * it is missing.
 */
public final class JournalBlocks extends AbstractStreamOperator<JournalBlock>
    implements OneInputStreamOperator<MarketEvent, JournalBlock> {
  private static final long serialVersionUID = 1L;

  static final int BLOCK_BYTES = 256 * 1024;
  private static final long BLOCK_MILLIS = 1_000;

  private final int maxBlockBytes;
  private final transient JournalLines format = new JournalLines();
  private final transient Map<String, BlockBuilder> open = new LinkedHashMap<>();
  private transient Counter entries;
  private transient Counter bytes;
  private transient Counter dropped;

  JournalBlocks(StreamOperatorParameters<JournalBlock> parameters, int maxBlockBytes) {
    super(parameters);
    this.maxBlockBytes = maxBlockBytes;
  }

  @Override
  public void open() throws Exception {
    super.open();
    entries = getMetricGroup().counter("marketprism_journal_entries_total");
    bytes = getMetricGroup().counter("marketprism_journal_bytes_total");
    dropped = getMetricGroup().counter("marketprism_journal_dropped_total");
    getProcessingTimeService()
        .scheduleWithFixedDelay(time -> completeAll(), BLOCK_MILLIS, BLOCK_MILLIS);
  }

  @Override
  public void processElement(StreamRecord<MarketEvent> element) throws IOException {
    JournalEntry entry = (JournalEntry) element.getValue();
    BlockBuilder block = open.get(entry.connectionId());
    if (block == null) {
      block = new BlockBuilder(format);
      open.put(entry.connectionId(), block);
    } else if (!block.isEmpty() && entry.bytes() > BLOCK_BYTES) {
      complete(block); // so that nothing else is lost with it
    }
    block.add(entry);
    entries.inc();
    if (block.size() >= BLOCK_BYTES) {
      complete(block);
    }
  }

  private void completeAll() {
    for (BlockBuilder block : open.values()) {
      if (!block.isEmpty()) {
        complete(block);
      }
    }
  }

  private void complete(BlockBuilder builder) {
    int count = builder.entries();
    JournalBlock block = builder.take();
    if (block.bytes.length > maxBlockBytes) {
      dropped.inc(count);
      LOG.warn(
          "{}: {} bytes do not fit into a message of the journal, {} entries from {} on are left out",
          block.connectionId,
          block.bytes.length,
          count,
          block.number);
      return;
    }
    bytes.inc(block.bytes.length);
    output.collect(new StreamRecord<>(block));
  }

  /** Before the checkpoint's barrier goes on, so that the sink confirms it. */
  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    completeAll();
  }

  @Override
  public void finish() throws Exception {
    completeAll();
    super.finish();
  }
}
