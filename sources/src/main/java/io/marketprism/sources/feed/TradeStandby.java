// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.Trade;
import io.marketprism.sources.trade.TradeSequencer;
import io.marketprism.sources.trade.TradeSuccession;

/** The trades of a second connection. */
final class TradeStandby extends Standby {
  private static final int MAX_HELD = 10_000;

  private final TradeStream trades;
  private final TradeSequencer sequencer;
  private final TradeSuccession succession;

  TradeStandby(TradeStream trades, TradeSequencer sequencer) {
    super(trades);
    this.trades = trades;
    this.sequencer = sequencer;
    this.succession = new TradeSuccession(sequencer, MAX_HELD);
  }

  @Override
  boolean onTrade(Trade trade) {
    succession.onTrade(trade);
    return true;
  }

  /** The next trade's id tells what is missing. */
  @Override
  void broken() {
    succession.clear();
  }

  @Override
  boolean isQuiet() {
    return succession.isEmpty();
  }

  @Override
  boolean continues() {
    return succession.continues();
  }

  @Override
  void release() {
    succession.release().forEach(trades::onTrade);
  }
}
