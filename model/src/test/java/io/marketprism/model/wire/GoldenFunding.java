// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import io.marketprism.model.FundingRate;
import io.marketprism.model.OpenInterest;
import io.marketprism.model.VolatilityIndex;
import io.marketprism.model.wire.Goldens.Golden;
import java.math.BigDecimal;
import java.util.List;

/** Funding rates, open interest and volatility of {@link Goldens}. */
final class GoldenFunding {
  private static final long HOUR = 3_600_000;

  private GoldenFunding() {}

  static List<Golden> all() {
    return List.of(
        Goldens.of(
            new FundingRate(
                Goldens.BINANCE_PERPETUAL,
                1_786_540_329_000L,
                1_786_540_329_410L,
                number("0.00010512"),
                null,
                null,
                number("0.00010000"),
                8 * HOUR,
                1_786_550_400_000L,
                FundingRate.UNKNOWN,
                FundingRate.UNKNOWN,
                number("63973.34210000"),
                number("63980.11000000"),
                null),
            1_786_540_329_412L,
            "funding_rate.binance.perpetual.BTC-USDT",
            "funding_rate:binance:perpetual:BTC-USDT:1786540329000"),
        Goldens.of(
            new FundingRate(
                Goldens.OKX_PERPETUAL,
                1_743_588_686_291L,
                1_743_588_686_402L,
                number("0.0000182221218054"),
                null,
                number("0.0000145824401745"),
                null,
                8 * HOUR,
                1_743_609_600_000L,
                FundingRate.UNKNOWN,
                1_743_638_400_000L,
                null,
                null,
                number("0.0000910113652644")),
            1_743_588_686_405L,
            "funding_rate.okx.perpetual.BTC-USDT",
            "funding_rate:okx:perpetual:BTC-USDT:1743588686291"),
        Goldens.of(
            new FundingRate(
                Goldens.DERIBIT_PERPETUAL,
                1_786_540_329_001L,
                1_786_540_329_411L,
                number("1.234e-5"),
                null,
                number("-2.2e-7"),
                number("3e-5"),
                HOUR,
                1_786_543_200_000L,
                1_786_539_600_000L,
                FundingRate.UNKNOWN,
                number("63701.25"),
                number("63699.8"),
                null),
            1_786_540_329_413L,
            "funding_rate.deribit.perpetual.BTC-USD",
            "funding_rate:deribit:perpetual:BTC-USD:1786540329001"),
        Goldens.of(
            new OpenInterest(
                Goldens.BINANCE_PERPETUAL,
                1_786_540_329_176L,
                1_786_540_330_012L,
                number("10659.509"),
                null,
                number("681924415.8750289"),
                number("63973.34210000"),
                number("63980.11000000")),
            1_786_540_330_015L,
            "open_interest.binance.perpetual.BTC-USDT",
            "open_interest:binance:perpetual:BTC-USDT:1786540329176"),
        Goldens.of(
            new OpenInterest(
                Goldens.OKX_PERPETUAL,
                1_786_540_329_177L,
                1_786_540_330_013L,
                number("2890123.4"),
                number("28901.234"),
                number("1848890123.45"),
                null,
                null),
            1_786_540_330_016L,
            "open_interest.okx.perpetual.BTC-USDT",
            "open_interest:okx:perpetual:BTC-USDT:1786540329177"),
        Goldens.of(
            new OpenInterest(
                Goldens.DERIBIT_PERPETUAL,
                1_786_540_329_178L,
                1_786_540_330_014L,
                number("9.1234567e8"),
                null,
                number("9.1234567e8"),
                number("63701.25"),
                number("63699.8")),
            1_786_540_330_017L,
            "open_interest.deribit.perpetual.BTC-USD",
            "open_interest:deribit:perpetual:BTC-USD:1786540329178"),
        Goldens.of(
            new VolatilityIndex(
                Goldens.DERIBIT_VOLATILITY,
                1_786_563_060_000L,
                60,
                1_786_563_120_431L,
                number("42.2"),
                number("42.21"),
                number("42.15"),
                number("42.17")),
            1_786_563_120_433L,
            "volatility_index.deribit.options.BTC",
            "volatility_index:deribit:options:BTC:1786563120000:60"));
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text);
  }
}
