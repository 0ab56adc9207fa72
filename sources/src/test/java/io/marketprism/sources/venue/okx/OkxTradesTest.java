// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static io.marketprism.sources.venue.okx.OkxFixture.BTC;
import static io.marketprism.sources.venue.okx.OkxFixture.BTC_SWAP;
import static io.marketprism.sources.venue.okx.OkxFixture.ETH;
import static io.marketprism.sources.venue.okx.OkxFixture.RECEIVED;
import static io.marketprism.sources.venue.okx.OkxFixture.codec;
import static io.marketprism.sources.venue.okx.OkxFixture.told;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter.Reason;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.StreamCodec;
import io.marketprism.sources.venue.TradeRules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OkxTradesTest {
  private static final String GOOD =
      "{\"instId\":\"BTC-USDT-SWAP\",\"tradeId\":\"148266905\",\"px\":\"63921\",\"sz\":\"0.4\","
          + "\"side\":\"buy\",\"ts\":\"1786540471710\",\"count\":\"3\",\"source\":\"0\","
          + "\"seqId\":1234}";

  private final TradeRules rules = OkxTrades.INSTANCE;
  private final StreamCodec codec = codec(DataType.TRADE, BTC_SWAP);

  private static String push(String... records) {
    return "{\"arg\":{\"channel\":\"trades\",\"instId\":\"BTC-USDT-SWAP\"},\"data\":["
        + String.join(",", records)
        + "]}";
  }

  @Test
  void tradeIsNamedByTheLastOfItsMatches() throws FrameException {
    Trade trade = told(codec, push(GOOD)).trades.get(0);
    assertThat(trade)
        .isEqualTo(
            new Trade(
                BTC_SWAP,
                148_266_905,
                null,
                1_786_540_471_710L,
                RECEIVED,
                63_921,
                0,
                4,
                1,
                false,
                3,
                false));
    assertThat(trade.publishedId()).isEqualTo("148266905");
    assertThat(rules.firstId(trade)).isEqualTo(148_266_903);
    assertThat(rules.holesAreLosses()).isFalse();
  }

  @Test
  void tradeWithoutACountIsOneMatchAndOneOfAnySourceIsATrade() throws FrameException {
    String single = GOOD.replace("\"count\":\"3\",\"source\":\"0\"", "\"source\":\"1\"");
    Trade trade = told(codec, push(single.replace("buy", "sell"))).trades.get(0);
    assertThat(trade.count()).isEqualTo(1);
    assertThat(trade.sell()).isTrue();
    assertThat(rules.firstId(trade)).isEqualTo(trade.sequence());
  }

  @ParameterizedTest
  @CsvSource({
    "148266905, 12345678901234567890, ILLEGAL_ID",
    "148266905, a-1, ILLEGAL_ID",
    "148266905, 0148, ILLEGAL_ID",
    "buy, hold, INVALID_SIDE",
    "63921, 0, INVALID_TRADE",
    "63921, 6e, BAD_NUMBER",
    "0.4, 0.0, INVALID_TRADE",
    "0.4, -1, INVALID_TRADE",
    "1786540471710, 178654047171, BAD_TIMESTAMP",
    "\"count\":\"3\", \"count\":\"0\", BAD_NUMBER",
    "\"count\":\"3\", \"count\":\"4294967296\", BAD_NUMBER",
    "tradeId, id, MISSING_FIELD",
    "px, price, MISSING_FIELD",
    "sz, size, MISSING_FIELD",
    "\"side\", \"taker\", MISSING_FIELD",
    "\"ts\", \"time\", MISSING_FIELD",
    "instId\":\"BTC-USDT-SWAP, x\":\", MISSING_FIELD",
    "instId\":\"BTC-USDT-SWAP, instId\":\"XRP-USDT-SWAP, UNKNOWN_SYMBOL"
  })
  void badRecordIsRefusedAndItsNeighboursAreTrades(String good, String bad, Reason reason)
      throws FrameException {
    Told told = told(codec, push(GOOD, GOOD.replace(good, bad), GOOD));
    assertThat(told.trades).hasSize(2);
    assertThat(told.refused).extracting(FrameException::reason).containsExactly(reason);
  }

  @Test
  void singleMatchesComeFromAChannelOfTheirOwn() throws FrameException {
    StreamCodec single =
        codec(OkxVenue.spot(), DataType.TRADE, Map.of("trades-channel", "trades-all"), BTC, ETH);
    assertThat(single.subscribe(1, List.of(BTC))).contains("\"channel\":\"trades-all\"");
    assertThat(
            told(
                    single,
                    "{\"arg\":{\"channel\":\"trades-all\",\"instId\":\"BTC-USDT\"},\"data\":[{"
                        + "\"instId\":\"BTC-USDT\",\"tradeId\":\"130639474\",\"px\":\"42219.9\","
                        + "\"sz\":\"0.12060306\",\"side\":\"buy\",\"source\":\"0\","
                        + "\"ts\":\"1630048897897\"}]}")
                .words)
        .containsExactly("trade BTC-USDT 130639474");
    assertThatThrownBy(
            () -> codec(OkxVenue.spot(), DataType.TRADE, Map.of("trades-channel", "all"), BTC))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("trades-channel");
  }

  @Test
  void historyIsReadBackwardsByIdFromTheEndOfTheGap() {
    assertThat(rules.direction()).isEqualTo(TradeRules.Direction.DESCENDING);
    RestCall call = rules.historyCall(BTC_SWAP, 100, 250);
    assertThat(call.path()).isEqualTo("/api/v5/market/history-trades");
    assertThat(call.query())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("instId", "BTC-USDT-SWAP", "type", "1", "after", "251", "limit", "100"));
    assertThat(OkxLimits.ALL.pools()).containsKey(call.pool());
  }

  @Test
  void historyComesAscendingAndMarked() throws FrameException {
    String row =
        "{\"instId\":\"BTC-USDT-SWAP\",\"side\":\"sell\",\"sz\":\"1\",\"source\":\"0\","
            + "\"px\":\"63920.5\",\"tradeId\":\"%d\",\"ts\":\"1786540471700\"}";
    String answer =
        "{\"code\":\"0\",\"msg\":\"\",\"data\":["
            + row.formatted(250)
            + ','
            + row.formatted(249)
            + "]}";
    List<Trade> trades = rules.history(BTC_SWAP, answer.getBytes(UTF_8), RECEIVED);
    assertThat(trades).extracting(Trade::sequence).containsExactly(249L, 250L);
    assertThat(trades)
        .allSatisfy(
            trade -> {
              assertThat(trade.backfilled()).isTrue();
              assertThat(trade.count()).isEqualTo(1);
              assertThat(trade.price()).isEqualTo(639_205);
              assertThat(trade.priceScale()).isEqualTo(1);
              assertThat(trade.sell()).isTrue();
            });
    assertThat(
            rules.history(BTC_SWAP, "{\"code\":\"0\",\"msg\":\"\",\"data\":[]}".getBytes(UTF_8), 1))
        .isEmpty();
    assertThatThrownBy(() -> rules.history(OkxFixture.ETH_SWAP, answer.getBytes(UTF_8), RECEIVED))
        .isInstanceOf(FrameException.class);
  }
}
