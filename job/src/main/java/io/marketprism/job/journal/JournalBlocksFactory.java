// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.journal;

import io.marketprism.model.MarketEvent;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the {@link JournalBlocks} of each subtask. */
final class JournalBlocksFactory extends AbstractStreamOperatorFactory<JournalBlock>
    implements OneInputStreamOperatorFactory<MarketEvent, JournalBlock> {
  private static final long serialVersionUID = 1L;

  private final int maxBlockBytes;

  JournalBlocksFactory(int maxBlockBytes) {
    this.maxBlockBytes = maxBlockBytes;
  }

  @Override
  // The type parameter is the caller's promise, as in all factories.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<JournalBlock>> T createStreamOperator(
      StreamOperatorParameters<JournalBlock> parameters) {
    return (T) new JournalBlocks(parameters, maxBlockBytes);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return JournalBlocks.class;
  }
}
