// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.simulator.market.Derivatives.Candle;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Trade;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames, character by character. */
class DeribitEncoderTest {
  private static final String INSTRUMENT = "BTC-PERPETUAL";
  private final DeribitEncoder encoder = new DeribitEncoder(true);

  private static DeribitBook.Change change(DeribitBook.Action action, String price, String amount) {
    return new DeribitBook.Change(action, new Level(new BigDecimal(price), new BigDecimal(amount)));
  }

  @ParameterizedTest
  @CsvSource({
    "23461.0, 23461.0, 23461.0",
    "0, 0.0, 0.0",
    "0E-8, 0.0, 0.0",
    "47810, 47810.0, 47810.0",
    "2200, 2200.0, 2.2e3",
    "10000.00, 10000.0, 1.0e4",
    "999, 999.0, 999.0",
    "0.00002081, 0.00002081, 2.081e-5",
    "-0.00010036, -0.00010036, -1.0036e-4",
    "0.05, 0.05, 0.05"
  })
  void numbers(BigDecimal number, String plain, String shortest) {
    assertThat(DeribitNumber.plain(number)).isEqualTo(plain);
    assertThat(DeribitNumber.shortest(number)).isEqualTo(shortest);
    assertThat(new BigDecimal(DeribitNumber.shortest(number))).isEqualByComparingTo(number);
  }

  @Test
  void aSnapshotHasNoPredecessor() {
    DeribitBook.Push push =
        new DeribitBook.Push(
            List.of(change(DeribitBook.Action.NEW, "23461.0", "47800")),
            List.of(change(DeribitBook.Action.NEW, "23461.5", "53270")),
            -1,
            53_639_437_695L,
            1_677_589_058_217L);
    String channel = DeribitEncoder.bookChannel(INSTRUMENT);
    assertThat(DeribitEncoder.notification(channel, encoder.book(INSTRUMENT, push)))
        .isEqualTo(
            """
            {"jsonrpc":"2.0","method":"subscription","params":{\
            "channel":"book.BTC-PERPETUAL.100ms","data":{"type":"snapshot",\
            "timestamp":1677589058217,"instrument_name":"BTC-PERPETUAL",\
            "change_id":53639437695,"bids":[["new",23461.0,4.78e4]],\
            "asks":[["new",23461.5,53270.0]]}}}""");
  }

  @Test
  void aChangeNamesTheOneBefore() {
    DeribitBook.Push push =
        new DeribitBook.Push(
            List.of(
                change(DeribitBook.Action.CHANGE, "23461.0", "10"),
                change(DeribitBook.Action.DELETE, "23460.5", "0")),
            List.of(),
            53_639_437_695L,
            53_639_437_706L,
            1_677_589_058_317L);
    assertThat(encoder.book(INSTRUMENT, push))
        .isEqualTo(
            """
            {"type":"change","timestamp":1677589058317,"prev_change_id":53639437695,\
            "instrument_name":"BTC-PERPETUAL","change_id":53639437706,\
            "bids":[["change",23461.0,10.0],["delete",23460.5,0.0]],"asks":[]}""");
  }

  @Test
  void tradesComeInArrays() {
    Trade trade =
        new Trade(
            INSTRUMENT,
            440_192_723,
            new BigDecimal("63344.50"),
            new BigDecimal("20"),
            1_786_563_104_514L,
            1_786_563_104_515L,
            false);
    assertThat(encoder.trades(List.of(trade)))
        .isEqualTo(
            """
            [{"timestamp":1786563104514,"price":63344.5,"direction":"buy","index_price":63344.5,\
            "trade_id":"440192723","instrument_name":"BTC-PERPETUAL","trade_seq":441192723,\
            "amount":20.0,"mark_price":63344.5,"tick_direction":0}]""");
  }

  @Test
  void theVolatilityIndex() {
    assertThat(DeribitEncoder.volatility("BTC", new BigDecimal("42.17"), 1_619_777_946_007L))
        .isEqualTo(
            """
            {"volatility":42.17,"timestamp":1619777946007,"index_name":"btc_usd",\
            "estimated_delivery":42.17}""");
    Candle candle =
        new Candle(
            1_786_563_060_000L,
            new BigDecimal("42.20"),
            new BigDecimal("42.21"),
            new BigDecimal("42"),
            new BigDecimal("42.17"));
    assertThat(DeribitEncoder.candle(candle)).isEqualTo("[1786563060000,42.2,42.21,42.0,42.17]");
  }

  @Test
  void answersHaveTheMicrosecondsOfRequestAndAnswer() {
    Instant in = Instant.ofEpochSecond(1_786_563_120L, 531_596_000L);
    assertThat(RpcAnswer.result("1", "[]", in, in.plusNanos(212_000)))
        .isEqualTo(
            """
            {"jsonrpc":"2.0","id":1,"result":[],"usIn":1786563120531596,\
            "usOut":1786563120531808,"usDiff":212,"testnet":false}""");
    assertThat(RpcAnswer.error(null, RpcError.parameter("depth", "out of range"), in, in))
        .isEqualTo(
            """
            {"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid params",\
            "data":{"reason":"out of range","param":"depth"}},"usIn":1786563120531596,\
            "usOut":1786563120531596,"usDiff":0,"testnet":false}""");
  }
}
