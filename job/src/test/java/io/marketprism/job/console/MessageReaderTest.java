// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MessageReaderTest {
  @Test
  void bookShowsBestLevelsAndAnExactSpread() {
    assertThat(
            headline(
                "orderbook",
                """
                {"bids":[["63704.1","4.77"],["63703.5","0.012"]],
                 "asks":[["63704.3","11.3"],["63705","0.4"]],"depth_levels":4,"last_update_id":9}
                """))
        .isEqualTo(new Headline.Top("63704.1", "63704.3", "0.2", 4));
  }

  @Test
  void bookWithLevelObjectsIsRead() {
    assertThat(
            headline(
                "orderbook",
                """
                {"bids":[{"price":"0.00001234","quantity":"5"}],
                 "asks":[{"price":"0.00001235","quantity":"6"}],"depth_levels":2}
                """))
        .isEqualTo(new Headline.Top("0.00001234", "0.00001235", "0.00000001", 2));
  }

  @Test
  void quoteIsShownLikeABook() {
    assertThat(headline("quote", "{\"bid_price\":\"1\",\"ask_price\":\"1.5\"}"))
        .isEqualTo(new Headline.Top("1", "1.5", "0.5", 0));
  }

  @Test
  void tradeShowsPriceQuantityAndSide() {
    assertThat(
            headline(
                "trade",
                "{\"trade_id\":\"7\",\"price\":\"63921\",\"quantity\":\"0.4\",\"side\":\"buy\"}"))
        .isEqualTo(new Headline.Trade("63921", "0.4", "buy"));
  }

  @Test
  void fundingIsShownInPercent() {
    assertThat(headline("funding_rate", "{\"current_funding_rate\":0.0000182221218054}"))
        .isEqualTo(new Headline.Figure("0.0018%"));
    assertThat(headline("funding_rate", "{\"current_funding_rate\":-0.0001}"))
        .isEqualTo(new Headline.Figure("-0.0100%"));
  }

  @Test
  void openInterestIsShownInTheBaseAssetWhereThatIsKnown() {
    assertThat(
            headline(
                "open_interest",
                "{\"open_interest\":2891012.3,\"open_interest_unit\":\"contracts\","
                    + "\"open_interest_base\":28910.123}"))
        .isEqualTo(new Headline.Figure("28,910.1"));
    assertThat(
            headline("open_interest", "{\"open_interest\":2891012.3,\"open_interest_base\":null}"))
        .isEqualTo(new Headline.Figure("2,891,012.3"));
  }

  @Test
  void ratiosAreRoundedForReading() {
    assertThat(headline("lsr_top_position", "{\"long_short_ratio\":\"1.4342\"}"))
        .isEqualTo(new Headline.Figure("1.4342"));
    assertThat(headline("lsr_all_account", "{\"long_short_ratio\":\"0.9718379446640316\"}"))
        .isEqualTo(new Headline.Figure("0.9718"));
  }

  @Test
  void liquidationShowsSideAndPrice() {
    assertThat(headline("liquidation", "{\"side\":\"buy\",\"price\":26512.4,\"quantity\":13}"))
        .isEqualTo(new Headline.Figure("buy 26512.4"));
  }

  @Test
  void volatilityIsShownAsACandle() {
    assertThat(
            headline(
                "volatility_index",
                """
                {"vol_index":"42.17","volatility_index":"42.17",
                 "open":"42.2","high":"42.21","low":"42.15","resolution":"60"}
                """))
        .isEqualTo(new Headline.Candle("42.17", "42.2", "42.21", "42.15"));
  }

  @Test
  void unknownTypesAndBrokenMessagesShowNothing() {
    assertThat(headline("mark_price", "{\"mark_price\":1}")).isEqualTo(new Headline.None());
    assertThat(headline("funding_rate", "{\"mark_price\":1}")).isEqualTo(new Headline.None());
    assertThat(headline("liquidation", "{\"side\":\"buy\"}")).isEqualTo(new Headline.None());
    assertThat(headline("volatility_index", "{}")).isEqualTo(new Headline.None());
    assertThat(headline("orderbook", "{\"bids\":[[\"1\",")).isEqualTo(new Headline.None());
    assertThat(headline("orderbook", "{\"bids\":[],\"asks\":[]}")).isEqualTo(new Headline.None());
    assertThat(headline("orderbook", "{\"bids\":[[\"x\",\"1\"]],\"asks\":[[\"2\",\"1\"]]}"))
        .isEqualTo(new Headline.None());
    assertThat(headline("trade", "[]")).isEqualTo(new Headline.None());
  }

  @Test
  void feedEventNamesTheSubjectItSpeaksAbout() throws IOException {
    FeedEvent event =
        MessageReader.feedEvent(
            """
            {"exchange":"binance","market_type":"spot","symbol":"BTC-USDT","instrument_id":null,
             "published_ts_ms":1786613174928,"event":"resync","feed":"orderbook",
             "reason":"sequence_gap","prev_seq":7}
            """
                .getBytes(UTF_8));
    assertThat(event)
        .isEqualTo(
            new FeedEvent(
                1_786_613_174_928L,
                "binance",
                "spot",
                "BTC-USDT",
                "orderbook",
                "resync",
                "sequence_gap"));
    assertThat(event.subject()).isEqualTo("orderbook.binance.spot.BTC-USDT");
  }

  @Test
  void feedEventWithoutAnEventIsRefused() {
    assertThatThrownBy(() -> MessageReader.feedEvent("{}".getBytes(UTF_8)))
        .isInstanceOf(IOException.class);
  }

  private static Headline headline(String type, String json) {
    return MessageReader.headline(type, json.getBytes(UTF_8));
  }
}
