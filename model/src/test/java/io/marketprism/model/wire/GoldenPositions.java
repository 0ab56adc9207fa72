// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.Liquidation;
import io.marketprism.model.LongShortRatio;
import io.marketprism.model.wire.Goldens.Golden;
import java.math.BigDecimal;
import java.util.List;

/** Liquidations and long-short ratios of {@link Goldens}. */
final class GoldenPositions {
  private static final long PERIOD = 1_786_540_200_000L;

  private GoldenPositions() {}

  static List<Golden> all() {
    return List.of(
        Goldens.of(
            new Liquidation(
                Goldens.BINANCE_PERPETUAL,
                "binance_1786540471710_BTCUSDT_sell",
                1_786_540_471_710L,
                1_786_540_471_755L,
                true,
                null,
                Liquidation.Status.FILLED,
                number("63921.50"),
                number("0.014"),
                number("0.014"),
                number("63921.50"),
                null,
                true),
            1_786_540_471_757L,
            "liquidation.binance.perpetual.BTC-USDT",
            "liquidation:binance:perpetual:BTC-USDT:binance_1786540471710_BTCUSDT_sell"),
        Goldens.of(
            new Liquidation(
                Goldens.OKX_PERPETUAL,
                "okx_1692266434010_BTC-USDT-SWAP_buy_short_26512.4_13",
                1_692_266_434_010L,
                1_692_266_434_210L,
                false,
                Liquidation.Position.SHORT,
                Liquidation.Status.FILLED,
                number("26512.4"),
                number("13"),
                number("13"),
                null,
                number("26512.4"),
                false),
            1_692_266_434_214L,
            "liquidation.okx.perpetual.BTC-USDT",
            "liquidation:okx:perpetual:BTC-USDT:"
                + "okx_1692266434010_BTC-USDT-SWAP_buy_short_26512.4_13"),
        Goldens.of(
            ratio(
                Goldens.BINANCE_PERPETUAL,
                DataType.LSR_TOP_POSITION,
                1_786_540_330_110L,
                "1.4342",
                "0.5891",
                "0.4109"),
            1_786_540_330_112L,
            "lsr_top_position.binance.perpetual.BTC-USDT",
            "lsr_top_position:binance:perpetual:BTC-USDT:1786540200000:5m:1.4342"),
        Goldens.of(
            ratio(
                Goldens.OKX_PERPETUAL,
                DataType.LSR_TOP_POSITION,
                1_786_540_330_210L,
                "1.2500",
                null,
                null),
            1_786_540_330_212L,
            "lsr_top_position.okx.perpetual.BTC-USDT",
            "lsr_top_position:okx:perpetual:BTC-USDT:1786540200000:5m:1.25"),
        Goldens.of(
            ratio(
                Goldens.BINANCE_PERPETUAL,
                DataType.LSR_ALL_ACCOUNT,
                1_786_540_330_310L,
                "1.7152",
                "0.6317",
                "0.3683"),
            1_786_540_330_312L,
            "lsr_all_account.binance.perpetual.BTC-USDT",
            "lsr_all_account:binance:perpetual:BTC-USDT:1786540200000:5m:1.7152"),
        Goldens.of(
            ratio(
                Goldens.OKX_PERPETUAL,
                DataType.LSR_ALL_ACCOUNT,
                1_786_540_330_410L,
                "0.9718379446640316",
                null,
                null),
            1_786_540_330_412L,
            "lsr_all_account.okx.perpetual.BTC-USDT",
            "lsr_all_account:okx:perpetual:BTC-USDT:1786540200000:5m:0.9718379446640316"));
  }

  private static LongShortRatio ratio(
      Instrument instrument,
      DataType type,
      long receiveTime,
      String ratio,
      String longShare,
      String shortShare) {
    return new LongShortRatio(
        instrument,
        type,
        PERIOD,
        receiveTime,
        number(ratio),
        longShare == null ? null : number(longShare),
        shortShare == null ? null : number(shortShare),
        "5m");
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text);
  }
}
