// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.trade;

import io.marketprism.model.MarketEvent;
import io.marketprism.model.wire.WireMessage;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;

/** Runs the {@link TradeDeduplicator} and lets it write its state before each checkpoint. */
public final class TradeOperator extends KeyedProcessOperator<String, MarketEvent, WireMessage> {
  private static final long serialVersionUID = 1L;

  private final TradeDeduplicator deduplicator;

  public TradeOperator(TradeDeduplicator deduplicator) {
    super(deduplicator);
    this.deduplicator = deduplicator;
  }

  /** State is written after this call and before the next event, so it is of the barrier's time. */
  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    deduplicator.store(this::setCurrentKey);
    super.snapshotState(context);
  }
}
