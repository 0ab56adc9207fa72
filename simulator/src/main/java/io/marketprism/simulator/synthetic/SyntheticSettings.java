// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.synthetic;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a synthetic market is made of.
 *
 * @param seed the same seed gives the same changes and trades in the same order
 * @param symbols symbols that trade, at least one
 * @param quiet symbols that are listed, have a book and never change
 * @param levels levels per side that books keep close to, 20 to 5,000
 * @param updatesPerSecond mean book changes per symbol and second, 0 to 10,000
 * @param tradesPerSecond mean trades per symbol and second, 0 to 10,000
 * @param burstPerMille how many of 1,000 windows of 100 ms are bursts
 * @param burstFactor how many times the usual number of changes and trades a burst has
 * @param firstUpdateId update id of the first books
 * @param firstTradeId id of the first trades
 * @param tradeHistory trades kept per symbol for the history endpoint
 * @param idStride least step of the update ids from one change to the next, 1 to 1,000; 0 takes the
 *     venue's own
 * @param liquidationMillis time between two forced orders of a perpetual, at least 1,000; 0 has
 *     none
 */
public record SyntheticSettings(
    long seed,
    List<String> symbols,
    Set<String> quiet,
    int levels,
    int updatesPerSecond,
    int tradesPerSecond,
    int burstPerMille,
    int burstFactor,
    long firstUpdateId,
    long firstTradeId,
    int tradeHistory,
    int idStride,
    int liquidationMillis) {

  private static final List<String> USUAL_SYMBOLS =
      List.of(
          "BTCUSDT",
          "ETHUSDT",
          "SOLUSDT",
          "BNBUSDT",
          "XRPUSDT",
          "ADAUSDT",
          "LTCUSDT",
          "LINKUSDT",
          "AVAXUSDT",
          "DOGEUSDT");

  /** Checks the ranges. */
  public SyntheticSettings {
    symbols = List.copyOf(symbols);
    quiet = Set.copyOf(quiet);
    within("levels", levels, 20, 5_000);
    within("updates per second", updatesPerSecond, 0, 10_000);
    within("trades per second", tradesPerSecond, 0, 10_000);
    within("bursts per mille", burstPerMille, 0, 1_000);
    within("burst factor", burstFactor, 1, 1_000);
    within("trade history", tradeHistory, 1, 10_000_000);
    within("id stride", idStride, 0, 1_000);
    if (liquidationMillis != 0) {
      within("milliseconds between liquidations", liquidationMillis, 1_000, 86_400_000);
    }
    if (symbols.isEmpty() && quiet.isEmpty()) {
      throw new IllegalArgumentException("a synthetic market needs at least one symbol");
    }
  }

  /** BTCUSDT and ETHUSDT at a moderate rate. */
  public static SyntheticSettings usual() {
    return new SyntheticSettings(
        1,
        List.of("BTCUSDT", "ETHUSDT"),
        Set.of(),
        1_000,
        200,
        20,
        10,
        10,
        50_093_239_188L,
        3_735_683_259L,
        50_000,
        0,
        2_000);
  }

  /** The same with another seed. */
  public SyntheticSettings withSeed(long newSeed) {
    return with(newSeed, symbols, quiet, levels, updatesPerSecond, tradesPerSecond);
  }

  /** The same with these trading symbols. */
  public SyntheticSettings withSymbols(String... newSymbols) {
    return with(seed, List.of(newSymbols), quiet, levels, updatesPerSecond, tradesPerSecond);
  }

  /** The same with {@code count} trading symbols, well-known ones first. */
  public SyntheticSettings withSymbolCount(int count) {
    String[] names =
        Stream.concat(
                USUAL_SYMBOLS.stream(), IntStream.range(0, count).mapToObj(n -> "SIM" + n + "USDT"))
            .limit(count)
            .toArray(String[]::new);
    return withSymbols(names);
  }

  /** The same with these symbols listed but never changing. */
  public SyntheticSettings withQuiet(String... newQuiet) {
    Set<String> names = new LinkedHashSet<>(List.of(newQuiet));
    return with(seed, symbols, names, levels, updatesPerSecond, tradesPerSecond);
  }

  /** The same with another number of levels per side. */
  public SyntheticSettings withLevels(int newLevels) {
    return with(seed, symbols, quiet, newLevels, updatesPerSecond, tradesPerSecond);
  }

  /** The same with other rates per symbol and second. */
  public SyntheticSettings withRates(int updates, int trades) {
    return with(seed, symbols, quiet, levels, updates, trades);
  }

  /** The same with other bursts. */
  public SyntheticSettings withBursts(int perMille, int factor) {
    return new SyntheticSettings(
        seed,
        symbols,
        quiet,
        levels,
        updatesPerSecond,
        tradesPerSecond,
        perMille,
        factor,
        firstUpdateId,
        firstTradeId,
        tradeHistory,
        idStride,
        liquidationMillis);
  }

  /** The same beginning at other ids. */
  public SyntheticSettings withFirstIds(long updateId, long tradeId) {
    return new SyntheticSettings(
        seed,
        symbols,
        quiet,
        levels,
        updatesPerSecond,
        tradesPerSecond,
        burstPerMille,
        burstFactor,
        updateId,
        tradeId,
        tradeHistory,
        idStride,
        liquidationMillis);
  }

  /** The same with another least step of the update ids. */
  public SyntheticSettings withIdStride(int stride) {
    return new SyntheticSettings(
        seed,
        symbols,
        quiet,
        levels,
        updatesPerSecond,
        tradesPerSecond,
        burstPerMille,
        burstFactor,
        firstUpdateId,
        firstTradeId,
        tradeHistory,
        stride,
        liquidationMillis);
  }

  /** The same with another number of trades that each symbol's history keeps. */
  public SyntheticSettings withTradeHistory(int trades) {
    return new SyntheticSettings(
        seed,
        symbols,
        quiet,
        levels,
        updatesPerSecond,
        tradesPerSecond,
        burstPerMille,
        burstFactor,
        firstUpdateId,
        firstTradeId,
        trades,
        idStride,
        liquidationMillis);
  }

  /** The same with another time between two forced orders of a perpetual; 0 has none. */
  public SyntheticSettings withLiquidationsEvery(int millis) {
    return new SyntheticSettings(
        seed,
        symbols,
        quiet,
        levels,
        updatesPerSecond,
        tradesPerSecond,
        burstPerMille,
        burstFactor,
        firstUpdateId,
        firstTradeId,
        tradeHistory,
        idStride,
        millis);
  }

  private SyntheticSettings with(
      long newSeed,
      List<String> newSymbols,
      Set<String> newQuiet,
      int newLevels,
      int updates,
      int trades) {
    return new SyntheticSettings(
        newSeed,
        newSymbols,
        newQuiet,
        newLevels,
        updates,
        trades,
        burstPerMille,
        burstFactor,
        firstUpdateId,
        firstTradeId,
        tradeHistory,
        idStride,
        liquidationMillis);
  }

  private static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ", must be from " + least + " to " + most);
    }
  }
}
