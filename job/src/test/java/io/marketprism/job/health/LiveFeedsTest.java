// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.DataType;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.FeedStatus.Event;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import org.junit.jupiter.api.Test;

class LiveFeedsTest {
  private static final Instrument BTC = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");
  private static final Instrument ETH = Instrument.spot("binance", "ETH-USDT", "ETHUSDT");

  private final LiveFeeds feeds = new LiveFeeds();

  private void tell(Instrument instrument, DataType type, Event event) {
    feeds.update(
        FeedStatus.of(instrument, type, event).connection("binance-spot-" + type.token()).at(1));
  }

  @Test
  void marketAndDataTypeCountOnceForAllInstruments() {
    tell(BTC, DataType.ORDERBOOK, Event.LIVE);
    tell(ETH, DataType.ORDERBOOK, Event.LIVE);
    tell(BTC, DataType.TRADE, Event.LIVE);
    assertThat(feeds.count()).isEqualTo(3);
    assertThat(feeds.managers()).isEqualTo(2);
  }

  @Test
  void bookWithoutItsChainIsNotLiveButATradeGapEndsNothing() {
    tell(BTC, DataType.ORDERBOOK, Event.LIVE);
    tell(BTC, DataType.TRADE, Event.LIVE);
    tell(BTC, DataType.ORDERBOOK, Event.GAP);
    tell(BTC, DataType.TRADE, Event.GAP);
    assertThat(feeds.count()).isOne();
  }

  @Test
  void silentFeedIsLiveAgainWhenItSpeaks() {
    tell(BTC, DataType.TRADE, Event.LIVE);
    tell(BTC, DataType.TRADE, Event.STALE);
    assertThat(feeds.managers()).isZero();
    tell(BTC, DataType.TRADE, Event.RECOVERED);
    assertThat(feeds.managers()).isOne();
  }

  @Test
  void unsynchronisedBookIsNotLiveBecauseItSpeaks() {
    tell(BTC, DataType.ORDERBOOK, Event.LIVE);
    tell(BTC, DataType.ORDERBOOK, Event.RESYNC);
    tell(BTC, DataType.ORDERBOOK, Event.STALE);
    tell(BTC, DataType.ORDERBOOK, Event.RECOVERED);
    assertThat(feeds.count()).isZero();
  }

  @Test
  void refusedInstrumentIsNotLive() {
    tell(BTC, DataType.TRADE, Event.LIVE);
    tell(BTC, DataType.TRADE, Event.REJECTED);
    assertThat(feeds.count()).isZero();
  }

  @Test
  void silentInstrumentThatWasDelistedIsForgotten() {
    tell(BTC, DataType.TRADE, Event.LIVE);
    tell(BTC, DataType.TRADE, Event.STALE);
    tell(BTC, DataType.TRADE, Event.REJECTED);
    assertThat(feeds.count()).isZero();
    tell(BTC, DataType.TRADE, Event.LIVE);
    assertThat(feeds.count()).as("listed again").isOne();
  }

  @Test
  void nothingOfAClosedConnectionIsLive() {
    tell(BTC, DataType.TRADE, Event.LIVE);
    tell(BTC, DataType.ORDERBOOK, Event.LIVE);
    feeds.update(
        FeedStatus.ofSocket("binance", MarketType.SPOT, Event.DISCONNECTED)
            .connection("binance-spot-trade")
            .at(1));
    assertThat(feeds.count()).isOne();
  }

  @Test
  void whatAnotherSocketHasTakenOverIsStillLive() {
    tell(BTC, DataType.TRADE, Event.LIVE);
    feeds.update(
        FeedStatus.ofSocket("binance", MarketType.SPOT, Event.DISCONNECTED)
            .reason(FeedStatus.HANDED_OVER)
            .connection("binance-spot-trade")
            .at(1));
    assertThat(feeds.count()).isOne();
  }
}
