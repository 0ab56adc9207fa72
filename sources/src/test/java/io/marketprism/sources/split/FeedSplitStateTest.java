// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeedSplitStateTest {
  private static final Instrument BTC = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");
  private static final Instrument ETH = Instrument.spot("binance", "ETH-USDT", "ETHUSDT");
  private static final Instrument SOL = Instrument.spot("binance", "SOL-USDT", "SOLUSDT");

  private final FeedSplitState state =
      new FeedSplitState(
          new FeedSplit(
              "binance-spot-book-0",
              "binance_spot",
              DataType.ORDERBOOK,
              List.of(BTC, ETH),
              Map.of(BTC.key(), new Cursor(5, 50))));

  @Test
  void cursorsBeginWhereTheSplitHasThemAndAdvance() {
    assertThat(state.toSplit().cursors()).containsExactly(Map.entry(BTC.key(), new Cursor(5, 50)));
    state.advance(BTC, 6, 60);
    state.advance(ETH, 9, 61);
    assertThat(state.toSplit().cursors())
        .containsOnly(
            Map.entry(BTC.key(), new Cursor(6, 60)), Map.entry(ETH.key(), new Cursor(9, 61)));
  }

  @Test
  void cursorFollowsVenueThatCountsAnewFromBelow() {
    state.advance(BTC, 3, 70);
    assertThat(state.toSplit().cursors().get(BTC.key())).isEqualTo(new Cursor(3, 70));
  }

  @Test
  void bookThatLostItsChainHasNoPast() {
    state.forget(BTC);
    assertThat(state.toSplit().cursors()).isEmpty();
    assertThat(state.toSplit().instruments()).containsExactly(BTC, ETH);
  }

  @Test
  void instrumentsChangeWhileCursorsOfThoseThatStayAreKept() {
    state.advance(ETH, 9, 61);
    state.instruments(List.of(ETH, SOL));
    assertThat(state.toSplit().instruments()).containsExactly(ETH, SOL);
    assertThat(state.toSplit().cursors()).containsExactly(Map.entry(ETH.key(), new Cursor(9, 61)));
  }

  @Test
  void instrumentThatComesBackHasNoPast() {
    state.instruments(List.of(ETH));
    state.instruments(List.of(BTC, ETH));
    assertThat(state.toSplit().cursors()).isEmpty();
  }

  @Test
  void lateEventOfInstrumentThatIsGoneLeavesNoCursor() {
    state.instruments(List.of(ETH));
    state.advance(BTC, 7, 70);
    assertThat(state.toSplit().cursors()).isEmpty();
  }
}
