// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import io.marketprism.model.DecimalParser;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.Trade;
import io.marketprism.model.wire.Goldens.Golden;
import java.util.List;

/** The trades of {@link Goldens}. */
final class GoldenTrades {
  private GoldenTrades() {}

  static List<Golden> all() {
    return List.of(
        golden(
            trade(
                Goldens.BINANCE_SPOT,
                3_734_219_511L,
                null,
                1_786_613_174_873L,
                1_786_613_174_921L,
                "61837.60000000",
                "0.00009000",
                true,
                1,
                false),
            1_786_613_174_928L,
            "trade.binance.spot.BTC-USDT",
            "trade:binance:spot:BTC-USDT:3734219511"),
        golden(
            trade(
                Goldens.BINANCE_PERPETUAL,
                2_500_000_123L,
                null,
                1_786_613_174_801L,
                1_786_613_174_850L,
                "63690.10",
                "0.250",
                true,
                4,
                true),
            1_786_613_174_853L,
            "trade.binance.perpetual.BTC-USDT",
            "trade:binance:perpetual:BTC-USDT:2500000123"),
        golden(
            trade(
                Goldens.OKX_SPOT,
                871_120_331L,
                null,
                1_786_613_174_802L,
                1_786_613_174_851L,
                "63704",
                "0.0155",
                false,
                1,
                false),
            1_786_613_174_854L,
            "trade.okx.spot.BTC-USDT",
            "trade:okx:spot:BTC-USDT:871120331"),
        golden(
            trade(
                Goldens.OKX_PERPETUAL,
                148_266_905L,
                null,
                1_786_540_471_710L,
                1_786_540_471_755L,
                "63921",
                "0.4",
                false,
                3,
                false),
            1_786_540_471_757L,
            "trade.okx.perpetual.BTC-USDT",
            "trade:okx:perpetual:BTC-USDT:148266905"),
        golden(
            trade(
                Goldens.DERIBIT_PERPETUAL,
                243_982_011L,
                "348079289",
                1_786_613_174_803L,
                1_786_613_174_852L,
                "63700.5",
                "640.0",
                true,
                1,
                false),
            1_786_613_174_855L,
            "trade.deribit.perpetual.BTC-USD",
            "trade:deribit:perpetual:BTC-USD:348079289"));
  }

  private static Golden golden(Trade trade, long publishTime, String subject, String messageId) {
    return new Golden(
        new TradeEncoder(WireOptions.DEFAULT).encode(trade, publishTime), subject, messageId);
  }

  static Trade trade(
      Instrument instrument,
      long sequence,
      String tradeId,
      long eventTime,
      long receiveTime,
      String price,
      String quantity,
      boolean sell,
      int count,
      boolean backfilled) {
    DecimalParser parsedPrice = parsed(price);
    DecimalParser parsedQuantity = parsed(quantity);
    return new Trade(
        instrument,
        sequence,
        tradeId,
        eventTime,
        receiveTime,
        parsedPrice.mantissa(),
        parsedPrice.scale(),
        parsedQuantity.mantissa(),
        parsedQuantity.scale(),
        sell,
        count,
        backfilled);
  }

  private static DecimalParser parsed(String text) {
    DecimalParser parser = new DecimalParser();
    try {
      parser.parse(text);
    } catch (MalformedDecimalException e) {
      throw new IllegalArgumentException(e);
    }
    return parser;
  }
}
