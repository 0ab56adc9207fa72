// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Liquidation;
import io.marketprism.simulator.market.Trade;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames, character by character. */
class OkxEncoderTest {
  private static Level level(String price, String quantity) {
    return new Level(new BigDecimal(price), new BigDecimal(quantity));
  }

  private static Trade trade(long firstMatch, long lastMatch) {
    return new Trade(
        "BTC-USDT-SWAP",
        lastMatch,
        new BigDecimal("63921.10"),
        new BigDecimal("0.40"),
        1_786_540_471_710L,
        1_786_540_471_711L,
        false,
        firstMatch,
        lastMatch);
  }

  @Test
  void aSnapshot() {
    OkxBook.Push push =
        new OkxBook.Push(
            List.of(level("8476.97", "256.00"), level("8475.50", "101")),
            List.of(level("8476.98", "415.0")),
            -1,
            123_456,
            1_597_026_383_085L,
            -855_196_043,
            123_456);
    assertThat(OkxEncoder.book("BTC-USDT", push))
        .isEqualTo(
            """
            {"arg":{"channel":"books","instId":"BTC-USDT"},"action":"snapshot","data":[{\
            "asks":[["8476.98","415","0","3"]],\
            "bids":[["8476.97","256","0","2"],["8475.5","101","0","3"]],\
            "ts":"1597026383085","checksum":-855196043,"prevSeqId":-1,"seqId":123456}]}""");
  }

  @Test
  void anUpdateThatDeletes() {
    OkxBook.Push push =
        new OkxBook.Push(
            List.of(level("8476.97", "0")), List.of(), 123_456, 123_488, 1_597_026_383_085L, 0, 123_488);
    assertThat(OkxEncoder.book("BTC-USDT", push))
        .isEqualTo(
            """
            {"arg":{"channel":"books","instId":"BTC-USDT"},"action":"update","data":[{\
            "asks":[],"bids":[["8476.97","0","0","0"]],\
            "ts":"1597026383085","checksum":0,"prevSeqId":123456,"seqId":123488}]}""");
  }

  @Test
  void aTradeIsNamedByItsLastMatch() {
    assertThat(OkxEncoder.trade(trade(148_266_903, 148_266_905), 77))
        .isEqualTo(
            """
            {"arg":{"channel":"trades","instId":"BTC-USDT-SWAP"},"data":[{\
            "instId":"BTC-USDT-SWAP","tradeId":"148266905","px":"63921.1","sz":"0.4",\
            "side":"buy","ts":"1786540471710","count":"3","source":"0","seqId":77}]}""");
  }

  @Test
  void aSingleMatch() {
    assertThat(OkxEncoder.singleTrade(trade(148_266_905, 148_266_905)))
        .isEqualTo(
            """
            {"arg":{"channel":"trades-all","instId":"BTC-USDT-SWAP"},"data":[{\
            "instId":"BTC-USDT-SWAP","tradeId":"148266905","px":"63921.1","sz":"0.4",\
            "side":"buy","source":"0","ts":"1786540471710"}]}""");
  }

  @Test
  void aRowOfThePast() {
    assertThat(OkxEncoder.historyTrade(trade(148_266_905, 148_266_905)))
        .isEqualTo(
            """
            {"instId":"BTC-USDT-SWAP","side":"buy","sz":"0.4","source":"0","px":"63921.1",\
            "tradeId":"148266905","ts":"1786540471710"}""");
  }

  @Test
  void forcedOrdersAreGatheredByInstrument() {
    Liquidation shorts = liquidation("BTC-USDT-SWAP", false, "26512.40", "13", 10);
    Liquidation longs = liquidation("ETH-USDT-SWAP", true, "1700.5", "2.0", 20);
    Liquidation more = liquidation("BTC-USDT-SWAP", true, "26500", "1", 5);
    assertThat(OkxEncoder.liquidations(List.of(shorts, longs, more)))
        .isEqualTo(
            """
            {"arg":{"channel":"liquidation-orders","instType":"SWAP"},"data":[\
            {"details":[{"bkLoss":"0","bkPx":"26512.4","ccy":"","posSide":"short","side":"buy",\
            "sz":"13","ts":"10"},{"bkLoss":"0","bkPx":"26500","ccy":"","posSide":"long",\
            "side":"sell","sz":"1","ts":"5"}],"instFamily":"BTC-USDT","instId":"BTC-USDT-SWAP",\
            "instType":"SWAP","uly":"BTC-USDT"},\
            {"details":[{"bkLoss":"0","bkPx":"1700.5","ccy":"","posSide":"long","side":"sell",\
            "sz":"2","ts":"20"}],"instFamily":"ETH-USDT","instId":"ETH-USDT-SWAP",\
            "instType":"SWAP","uly":"ETH-USDT"}]}""");
  }

  private static Liquidation liquidation(
      String symbol, boolean sell, String price, String quantity, long time) {
    return new Liquidation(
        symbol, sell, new BigDecimal(price), new BigDecimal(price), new BigDecimal(quantity), time);
  }
}
