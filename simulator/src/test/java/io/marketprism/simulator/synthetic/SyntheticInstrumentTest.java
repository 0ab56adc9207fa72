// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Side;
import io.marketprism.simulator.market.Trade;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticInstrumentTest {
  private static final int TICKS = 20_000;
  private static final SyntheticSettings SETTINGS =
      SyntheticSettings.usual().withSymbols("BTCUSDT").withLevels(500).withRates(300, 30);

  /** A run of a market with what came out of it. */
  private static final class Run {
    final List<DepthEvent> fast = new ArrayList<>();
    final List<DepthEvent> slow = new ArrayList<>();
    final List<Trade> trades = new ArrayList<>();
    final BookSnapshot start;
    final SyntheticInstrument market;

    Run(SyntheticSettings settings, String symbol, int phase) {
      this(settings, VenueRules.BINANCE_SPOT, symbol, phase);
    }

    Run(SyntheticSettings settings, VenueRules rules, String symbol, int phase) {
      market =
          new SyntheticInstrument(
              rules.listings(symbol).get(0),
              rules,
              settings,
              settings.quiet().contains(symbol),
              phase);
      start = market.snapshot(Integer.MAX_VALUE);
      for (int tick = 1; tick <= TICKS; tick++) {
        long now = 1_700_000_000_000L + tick * 10L;
        market.tick(now, trades::add);
        assertThat(market.book().crossed()).isFalse();
        market.closeFast(now).ifPresent(fast::add);
        market.closeSlow(now).ifPresent(slow::add);
      }
    }
  }

  @Test
  void sameSeedGivesTheSameHistory() {
    Run one = new Run(SETTINGS, "BTCUSDT", 3);
    Run other = new Run(SETTINGS, "BTCUSDT", 3);
    assertThat(one.fast.equals(other.fast)).isTrue();
    assertThat(one.trades.equals(other.trades)).isTrue();
    Run stranger = new Run(SETTINGS.withSeed(2), "BTCUSDT", 3);
    assertThat(stranger.trades.equals(one.trades)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void eventsChainAndLeadFromTheFirstBookToTheLast(long seed) {
    Run run = new Run(SETTINGS.withSeed(seed), "ETHBTC", 0);
    for (List<DepthEvent> events : List.of(run.fast, run.slow)) {
      Book book = Book.of(run.start.bids(), run.start.asks());
      long last = run.start.lastUpdateId();
      for (DepthEvent event : events) {
        assertThat(event.firstId()).isEqualTo(last + 1);
        assertThat(event.lastId()).isGreaterThanOrEqualTo(event.firstId());
        book.apply(event.bids(), event.asks());
        last = event.lastId();
      }
      assertThat(last).isEqualTo(run.market.updateId());
      assertThat(book.sha256()).isEqualTo(run.market.book().sha256());
    }
    assertThat(run.slow.size()).isLessThan(run.fast.size());
  }

  @Test
  void booksKeepTheirDepth() {
    Run run = new Run(SETTINGS, "BTCUSDT", 0);
    for (Side side : Side.values()) {
      assertThat(run.market.book().levels(side)).hasSizeBetween(450, 600);
    }
  }

  @Test
  void aboutAFifthOfTheDeletesNameALevelThatIsNotThere() {
    Run run = new Run(SETTINGS, "BTCUSDT", 0);
    Book book = Book.of(run.start.bids(), run.start.asks());
    int deletes = 0;
    int absent = 0;
    for (DepthEvent event : run.fast) {
      Map<Side, List<Level>> sides =
          new HashMap<>(Map.of(Side.BID, event.bids(), Side.ASK, event.asks()));
      for (Side side : Side.values()) {
        for (Level level : sides.get(side)) {
          if (level.deletes()) {
            deletes++;
            absent += book.levels(side).containsKey(level.price()) ? 0 : 1;
          }
        }
      }
      book.apply(event.bids(), event.asks());
    }
    assertThat(absent * 100 / deletes).isBetween(10, 45);
  }

  @Test
  void tradesAreContiguousAndSeveralShareAMillisecond() {
    Run run = new Run(SETTINGS, "BTCUSDT", 0);
    long expected = SETTINGS.firstTradeId();
    long sameTime = 0;
    long before = 0;
    for (Trade trade : run.trades) {
      assertThat(trade.id()).isEqualTo(expected++);
      assertThat(trade.price().signum()).isPositive();
      assertThat(trade.quantity().signum()).isPositive();
      sameTime += trade.tradeTime() == before ? 1 : 0;
      before = trade.tradeTime();
    }
    assertThat(run.trades).hasSizeGreaterThan(3_000);
    assertThat(sameTime).isGreaterThan(1_000);
  }

  @Test
  void aQuietSymbolNeverChanges() {
    Run run = new Run(SETTINGS.withQuiet("ETHBTC"), "ETHBTC", 0);
    assertThat(run.fast).isEmpty();
    assertThat(run.trades).isEmpty();
    assertThat(run.market.updateId()).isEqualTo(run.start.lastUpdateId());
    assertThat(run.start.bids()).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = VenueRules.class,
      names = {"BINANCE_USDM", "OKX", "DERIBIT"})
  void idsThatJumpChainByTheIdOfTheEventBefore(VenueRules rules) {
    Run run = new Run(SETTINGS, rules, "BTCUSDT", 0);
    for (List<DepthEvent> events : List.of(run.fast, run.slow)) {
      Book book = Book.of(run.start.bids(), run.start.asks());
      long last = run.start.lastUpdateId();
      for (DepthEvent event : events) {
        assertThat(event.previousId()).isEqualTo(last);
        assertThat(event.firstId()).isGreaterThan(last + 1);
        assertThat(event.lastId()).isGreaterThanOrEqualTo(event.firstId());
        book.apply(event.bids(), event.asks());
        last = event.lastId();
      }
      assertThat(book.sha256()).isEqualTo(run.market.book().sha256());
    }
  }

  @Test
  void tradesNamedByTheirLastMatchCoverAllMatches() {
    Run run = new Run(SETTINGS, VenueRules.OKX, "BTCUSDT", 0);
    long last = SETTINGS.firstTradeId() - 1;
    boolean several = false;
    for (Trade trade : run.trades) {
      assertThat(trade.firstMatch()).isEqualTo(last + 1);
      assertThat(trade.id()).isEqualTo(trade.lastMatch());
      several |= trade.count() > 1;
      BigDecimal sum = BigDecimal.ZERO;
      for (Trade match : trade.matches()) {
        assertThat(match.id()).isEqualTo(++last);
        assertThat(match.quantity().signum()).isPositive();
        sum = sum.add(match.quantity());
      }
      assertThat(sum).isEqualByComparingTo(trade.quantity());
    }
    assertThat(several).isTrue();
    List<Trade> page = run.market.history().matchesBefore(last - 5, 100);
    assertThat(page).hasSize(100);
    assertThat(page.get(99).id()).isEqualTo(last - 6);
    assertThat(page.get(0).id()).isEqualTo(last - 105);
  }

  @Test
  void everyVenueMakesItsInstrumentsOfAPair() {
    assertThat(names(VenueRules.BINANCE_SPOT, "BTCUSDT")).containsExactly("BTCUSDT");
    assertThat(names(VenueRules.BINANCE_USDM, "BTCUSDT")).containsExactly("BTCUSDT");
    assertThat(names(VenueRules.OKX, "BTCUSDT")).containsExactly("BTC-USDT", "BTC-USDT-SWAP");
    assertThat(names(VenueRules.OKX, "BTCUSD")).containsExactly("BTC-USD-SWAP");
    assertThat(names(VenueRules.DERIBIT, "BTCUSDT")).containsExactly("BTC-PERPETUAL");
    assertThat(names(VenueRules.DERIBIT, "SOLUSDT")).containsExactly("SOL_USDC-PERPETUAL");
  }

  private static List<String> names(VenueRules rules, String pair) {
    return rules.instruments(pair).stream().map(Instrument::symbol).toList();
  }
}
