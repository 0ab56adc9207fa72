// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.reader;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookReset;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.Trade;
import io.marketprism.sources.split.FeedSplitState;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;

/** Emits an event and moves its instrument's cursor, in one step of the task thread. */
final class FeedEmitter implements RecordEmitter<MarketEvent, MarketEvent, FeedSplitState> {
  @Override
  public void emitRecord(
      MarketEvent event, SourceOutput<MarketEvent> output, FeedSplitState state) {
    output.collect(event);
    if (event instanceof BookDelta delta) {
      state.advance(delta.instrument(), delta.lastId(), delta.receiveTime());
    } else if (event instanceof Trade trade) {
      state.advance(trade.instrument(), trade.sequence(), trade.receiveTime());
    } else if (event instanceof BookSnapshot snapshot) {
      state.advance(snapshot.instrument(), snapshot.updateId(), snapshot.receiveTime());
    } else if (event instanceof BookReset reset && !reset.away()) {
      state.forget(reset.instrument());
    }
  }
}
