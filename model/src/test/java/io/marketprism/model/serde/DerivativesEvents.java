// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import io.marketprism.model.DataType;
import io.marketprism.model.FundingRate;
import io.marketprism.model.Instrument;
import io.marketprism.model.Liquidation;
import io.marketprism.model.LongShortRatio;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.MarketType;
import io.marketprism.model.OpenInterest;
import io.marketprism.model.QuantityUnit;
import io.marketprism.model.VolatilityIndex;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * One derivatives event of every kind: with everything a venue may tell, with nothing of it, and
 * with the largest and smallest numbers.
 */
final class DerivativesEvents {
  private static final Instrument INVERSE =
      new Instrument(
          "deribit",
          MarketType.PERPETUAL,
          "BTC-USD",
          "BTC-PERPETUAL",
          QuantityUnit.CONTRACTS,
          "1",
          true);
  private static final Instrument DVOL =
      new Instrument("deribit", MarketType.OPTIONS, "BTC", "BTC-DVOL", QuantityUnit.BASE, null);
  private static final long TIME = 1_786_540_329_176L;

  private static final List<BigDecimal> EXTREMES =
      List.of(
          BigDecimal.ZERO,
          new BigDecimal("0.00"),
          new BigDecimal("-0.000375"),
          new BigDecimal("1e40"),
          new BigDecimal("-9999999999999999999999999999999999e-40"),
          // A product of two numbers of the most digits, as a source may multiply.
          new BigDecimal("9".repeat(74)).multiply(new BigDecimal("9".repeat(74))));

  private DerivativesEvents() {}

  static List<MarketEvent> all() {
    List<MarketEvent> events = new ArrayList<>();
    for (BigDecimal number : EXTREMES) {
      events.add(funding(TIME, number, number, FundingRate.UNKNOWN));
      events.add(interest(TIME, number, number));
      events.add(liquidation(TIME, Liquidation.Position.NET, number, number));
      events.add(ratio(DataType.LSR_TOP_POSITION, TIME, number, number));
      events.add(new VolatilityIndex(DVOL, TIME, 60, TIME + 1, number, number, number, number));
    }
    events.add(funding(0, BigDecimal.ONE, null, Long.MAX_VALUE));
    events.add(interest(0, BigDecimal.ONE, null));
    events.add(liquidation(0, null, BigDecimal.ONE, null));
    events.add(ratio(DataType.LSR_ALL_ACCOUNT, 0, BigDecimal.ONE, null));
    events.add(
        new VolatilityIndex(DVOL, 0, Integer.MAX_VALUE, Long.MAX_VALUE, null, null, null, null));
    for (Liquidation.Position position : Liquidation.Position.values()) {
      for (Liquidation.Status status : Liquidation.Status.values()) {
        events.add(
            new Liquidation(
                INVERSE,
                "okx_1_BTC-USD-SWAP_buy_" + position.token(),
                TIME,
                TIME + 12,
                position == Liquidation.Position.SHORT,
                position,
                status,
                new BigDecimal("26512.4"),
                BigDecimal.TEN,
                null,
                null,
                new BigDecimal("26512.4"),
                status == Liquidation.Status.PENDING));
      }
    }
    return events;
  }

  private static FundingRate funding(long time, BigDecimal rate, BigDecimal other, long settled) {
    return new FundingRate(
        Events.SWAP,
        time,
        TIME + 77,
        rate,
        other,
        other,
        other,
        8 * 3_600_000L,
        TIME + 100_000,
        settled,
        FundingRate.UNKNOWN,
        other,
        rate,
        other);
  }

  private static OpenInterest interest(long time, BigDecimal amount, BigDecimal other) {
    return new OpenInterest(INVERSE, time, TIME + 5, amount, other, other, other, other);
  }

  private static Liquidation liquidation(
      long time, Liquidation.Position position, BigDecimal number, BigDecimal other) {
    return new Liquidation(
        Events.SWAP,
        "binance_1_BTCUSDT_sell",
        time,
        TIME - 1_250,
        true,
        position,
        Liquidation.Status.PARTIALLY_FILLED,
        number,
        number,
        other,
        other,
        other,
        true);
  }

  private static LongShortRatio ratio(
      DataType type, long time, BigDecimal ratio, BigDecimal share) {
    return new LongShortRatio(Events.SWAP, type, time, TIME, ratio, share, share, "5m");
  }
}
