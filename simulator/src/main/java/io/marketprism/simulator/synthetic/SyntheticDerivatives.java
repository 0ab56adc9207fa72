// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.synthetic;

import io.marketprism.simulator.market.Contract;
import io.marketprism.simulator.market.Derivatives;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.truth.Fact;
import io.marketprism.simulator.truth.TruthLog;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Figures of perpetuals and volatility indices that follow from the seed and the clock alone. They
 * change once a second, ratios once a period. Every answer is in the truth log before it is given.
 * Thread safe.
 */
public final class SyntheticDerivatives implements Derivatives {
  private static final long SECOND_MILLIS = 1_000;
  private static final long MINUTE_MILLIS = 60_000;
  private static final long HOUR_MILLIS = 3_600_000;
  private static final int MAX_CANDLES = 1_000;
  private static final int RATE_SCALE = 8;
  private final Market market;
  private final long seed;
  private final TruthLog truth;
  private final Clock clock;

  /** Figures of the instruments that {@code market} lists. */
  public SyntheticDerivatives(Market market, long seed, TruthLog truth, Clock clock) {
    this.market = market;
    this.seed = seed;
    this.truth = truth;
    this.clock = clock;
  }

  @Override
  public Funding funding(String symbol) {
    Instrument instrument = perpetual(symbol);
    long time = second();
    long interval = intervalHours(symbol) * HOUR_MILLIS;
    BigDecimal index = index(instrument, time);
    BigDecimal premium = draw(symbol + " premium", time / MINUTE_MILLIS, -400_000, 400_000, 9);
    BigDecimal mark =
        index.add(index.multiply(premium)).setScale(RATE_SCALE, RoundingMode.HALF_EVEN);
    Funding funding =
        new Funding(
            symbol,
            draw(symbol + " rate", time / MINUTE_MILLIS, -30_000, 50_000, RATE_SCALE),
            draw(symbol + " settled", time / interval, -30_000, 50_000, RATE_SCALE),
            new BigDecimal("0.00010000"),
            premium,
            mark,
            index,
            interval,
            (time / interval + 1) * interval,
            time);
    log(
        Fact.FUNDING,
        symbol,
        time,
        Fact.values(
            "rate",
            funding.rate(),
            "settled",
            funding.settledRate(),
            "interest",
            funding.interestRate(),
            "premium",
            premium,
            "mark",
            mark,
            "index",
            index,
            "interval",
            interval,
            "next",
            funding.nextFundingTime()));
    return funding;
  }

  @Override
  public OpenInterest openInterest(String symbol) {
    Instrument instrument = perpetual(symbol);
    long time = second();
    Contract contract = instrument.contract().orElseThrow();
    BigDecimal amount =
        instrument
            .stepSize()
            .multiply(draw(symbol + " interest", time / SECOND_MILLIS, 4_000_000, 4_100_000, 0));
    BigDecimal index = index(instrument, time);
    BigDecimal base = contract.baseQuantity(amount, index);
    BigDecimal usd = base.multiply(index).setScale(RATE_SCALE, RoundingMode.HALF_EVEN);
    log(Fact.OPEN_INTEREST, symbol, time, Fact.values("amount", amount, "base", base, "usd", usd));
    return new OpenInterest(symbol, amount, base, usd, time);
  }

  @Override
  public LongShortRatio longShortRatio(String symbol, boolean ofTopPositions, String period) {
    perpetual(symbol);
    long length = Period.millis(period);
    long time = clock.millis() / length * length;
    String of = ofTopPositions ? "positions" : "accounts";
    BigDecimal longs = draw(symbol + of + period, time / length, 3_000, 7_000, 4);
    BigDecimal shorts = BigDecimal.ONE.subtract(longs);
    BigDecimal ratio = longs.divide(shorts, 4, RoundingMode.HALF_EVEN);
    log(
        Fact.LONG_SHORT_RATIO,
        symbol,
        time,
        Fact.values("of", of, "period", period, "ratio", ratio, "long", longs, "short", shorts));
    return new LongShortRatio(symbol, ratio, longs, shorts, time);
  }

  @Override
  public List<Candle> volatility(String currency, long start, long end, int resolutionSeconds) {
    long length = resolutionSeconds * SECOND_MILLIS;
    long now = clock.millis();
    List<Candle> candles = new ArrayList<>();
    long last = Math.min(end, now) / length * length;
    long first =
        Math.max(-Math.floorDiv(-start, length) * length, last - (MAX_CANDLES - 1) * length);
    for (long time = first; time <= last; time += length) {
      Candle candle = candle(currency, time, Math.min(time + length, now));
      boolean complete = time + length <= now;
      candles.add(candle);
      append(currency, resolutionSeconds, candle, complete);
    }
    truth.flush();
    return candles;
  }

  private void append(String currency, int resolutionSeconds, Candle candle, boolean complete) {
    truth.fact(
        Fact.VOLATILITY,
        currency,
        candle.time(),
        Fact.values(
            "resolution", resolutionSeconds,
            "complete", complete,
            "open", candle.open(),
            "high", candle.high(),
            "low", candle.low(),
            "close", candle.close()));
  }

  private Candle candle(String currency, long start, long end) {
    BigDecimal open = volatility(currency, start);
    BigDecimal close = volatility(currency, end);
    BigDecimal wick = draw(currency + " wick", start / SECOND_MILLIS, 0, 30, 2);
    return new Candle(
        start, open, open.max(close).add(wick), open.min(close).subtract(wick), close);
  }

  private BigDecimal volatility(String currency, long time) {
    return draw(currency + " volatility", time / SECOND_MILLIS, 3_500, 4_500, 2);
  }

  /** Near the price at which the market of the instrument begins, but not that of its book. */
  private BigDecimal index(Instrument instrument, long time) {
    BigDecimal start = Listing.of(instrument.base() + "USDT").price();
    BigDecimal away = draw(instrument.symbol(), time / SECOND_MILLIS, -500, 500, 5);
    return start.add(start.multiply(away)).setScale(RATE_SCALE, RoundingMode.HALF_EVEN);
  }

  private static long intervalHours(String symbol) {
    return symbol.startsWith("SOL") ? 4 : 8;
  }

  private Instrument perpetual(String symbol) {
    return market
        .instrument(symbol)
        .filter(Instrument::perpetual)
        .orElseThrow(() -> new IllegalArgumentException(symbol + " is no listed perpetual"));
  }

  private long second() {
    return clock.millis() / SECOND_MILLIS * SECOND_MILLIS;
  }

  private void log(String kind, String symbol, long time, Map<String, String> values) {
    truth.fact(kind, symbol, time, values);
    truth.flush();
  }

  /** A number of so many decimals between two bounds that name and step alone decide. */
  private BigDecimal draw(String name, long step, long least, long most, int scale) {
    long mixed = mix(mix(seed + name.hashCode()) + step);
    return BigDecimal.valueOf(least + Math.floorMod(mixed, most - least + 1), scale);
  }

  /** The finalizer of SplitMix64: every bit of the input moves every bit of the output. */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
