// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.synthetic;

import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Liquidation;
import io.marketprism.simulator.market.Side;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.market.TradeHistory;
import io.marketprism.simulator.synthetic.VenueRules.TradeIds;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The market of one symbol, advanced tick by tick; ten ticks make a window of 100 ms. Which changes
 * and trades happen in a tick follows from the seed alone, the time stamps are those it is given.
 * Used by the market's thread only; {@link #instrument} by any.
 */
final class SyntheticInstrument {
  static final int TICKS_PER_WINDOW = 10;
  static final int WINDOWS_PER_SECOND = 10;
  private static final int MAX_MATCHES = 8;
  private static final long MATCH_IDS_AHEAD = 1_000_000_000;
  private volatile Instrument instrument;
  private final SyntheticSettings settings;
  private final VenueRules rules;
  private final int stride;
  private final boolean quiet;
  private final SplittableRandom random;
  private final SyntheticBook book;
  private final DepthWindow fast;
  private final DepthWindow slow;
  private final TradeHistory history;
  private final LiquidationSource liquidations;
  private final int phase;
  private long updateId;
  private long tradeId;
  private long matchId;
  private long time;
  private long ticks;
  private int changesLeft;
  private int tradesLeft;
  private Burst burst;

  /** A market whose windows close {@code phase} ticks after those of phase 0. */
  SyntheticInstrument(
      Listing listing, VenueRules rules, SyntheticSettings settings, boolean quiet, int phase) {
    String symbol = listing.instrument().symbol();
    this.settings = settings;
    this.rules = rules;
    this.stride = settings.idStride() == 0 ? rules.idStride() : settings.idStride();
    this.quiet = quiet;
    this.phase = phase % TICKS_PER_WINDOW;
    this.random = new SplittableRandom(settings.seed() * 31 + symbol.hashCode());
    this.instrument = listing.instrument();
    this.updateId = settings.firstUpdateId();
    this.tradeId = settings.firstTradeId() - 1;
    this.matchId = tradeId + (rules.tradeIds() == TradeIds.AGGREGATE ? MATCH_IDS_AHEAD : 0);
    this.fast = new DepthWindow(updateId, stride == 1);
    this.slow = new DepthWindow(updateId, stride == 1);
    this.history = new TradeHistory(settings.tradeHistory());
    this.liquidations =
        instrument.perpetual() && settings.liquidationMillis() > 0
            ? new LiquidationSource(
                ~settings.seed() * 31 + symbol.hashCode(), settings.liquidationMillis())
            : null;
    this.book = new SyntheticBook(listing, settings.levels(), random, this::changed);
  }

  Instrument instrument() {
    return instrument;
  }

  /** Lets it trade, or halts it with the book as it is. */
  void trading(boolean now) {
    instrument = instrument.withTrading(now);
  }

  /** Venue time of the last change of the book, epoch milliseconds; 0 before the first. */
  long time() {
    return time;
  }

  Book book() {
    return book.book();
  }

  DepthWindow window() {
    return fast;
  }

  TradeHistory history() {
    return history;
  }

  long updateId() {
    return updateId;
  }

  long tradeId() {
    return tradeId;
  }

  BookSnapshot snapshot(int limit) {
    return BookSnapshot.of(instrument.symbol(), updateId, time, book.book(), limit);
  }

  /** Advances by one tick of 10 ms; trades are given to {@code trades} in the order they occur. */
  void tick(long now, Consumer<Trade> trades) {
    if (quiet || !instrument.trading()) {
      return;
    }
    long before = updateId;
    int position = (int) (ticks % TICKS_PER_WINDOW);
    if (position == 0) {
      int factor = random.nextInt(1_000) < settings.burstPerMille() ? settings.burstFactor() : 1;
      changesLeft = factor * draw(settings.updatesPerSecond());
      tradesLeft = factor * draw(settings.tradesPerSecond());
    }
    int ticksLeft = TICKS_PER_WINDOW - position;
    int changesNow = changesLeft / ticksLeft;
    for (int i = 0; i < changesNow; i++) {
      book.change();
    }
    changesLeft -= changesNow;
    int tradesNow = random.nextInt(ticksLeft) == 0 ? tradesLeft : 0;
    for (int i = 0; i < tradesNow; i++) {
      trades.accept(trade(now));
    }
    tradesLeft -= tradesNow;
    ticks++;
    if (updateId != before) {
      time = now;
    }
  }

  /** Lets so much more happen within the next window's length, each change in its own event. */
  void burst(boolean ofTrades, int count) {
    burst = new Burst(ofTrades, count);
  }

  /** Advances a burst by one tick; does nothing without one or where trading is halted. */
  void burstTick(long now, Consumer<DepthEvent> changes, Consumer<Trade> trades) {
    if (burst == null || !instrument.trading()) {
      return;
    }
    int ofTick = burst.nextTick();
    for (int i = 0; i < ofTick; i++) {
      if (burst.ofTrades()) {
        trades.accept(trade(now));
      } else {
        book.change();
        time = now;
        fast.close(instrument.symbol(), updateId, now).ifPresent(changes);
      }
    }
    if (burst.over()) {
      burst = null;
    }
  }

  /** The event of 100 ms that ends now, if one does. */
  Optional<DepthEvent> closeFast(long now) {
    boolean due = ticks % TICKS_PER_WINDOW == phase;
    if (!due || updateId == fast.lastSent()) {
      return Optional.empty();
    }
    time = now;
    return fast.close(instrument.symbol(), updateId, now);
  }

  /** The event of 1,000 ms that ends now, if one does; it ends where an event of 100 ms ends. */
  Optional<DepthEvent> closeSlow(long now) {
    boolean due = ticks % (TICKS_PER_WINDOW * WINDOWS_PER_SECOND) == phase;
    return due ? slow.close(instrument.symbol(), updateId, now) : Optional.empty();
  }

  /** The order that is forced in this tick, if one is. */
  Optional<Liquidation> liquidation(long now) {
    return quiet || liquidations == null || !instrument.trading()
        ? Optional.empty()
        : liquidations.tick(instrument, book.book(), now);
  }

  /** A number per window whose mean is that of the rate per second, remainders included. */
  private int draw(int perSecond) {
    int twice = 2 * perSecond;
    int whole = twice / WINDOWS_PER_SECOND;
    int rest = random.nextInt(WINDOWS_PER_SECOND) < twice % WINDOWS_PER_SECOND ? 1 : 0;
    return random.nextInt(whole + rest + 1);
  }

  private Trade trade(long now) {
    boolean buyerIsMaker = random.nextBoolean();
    Level taken = book.take(buyerIsMaker ? Side.BID : Side.ASK);
    long first = matchId + 1;
    matchId += matches(taken.quantity());
    tradeId = rules.tradeIds() == TradeIds.LAST_MATCH ? matchId : tradeId + 1;
    Trade trade =
        new Trade(
            instrument.symbol(),
            tradeId,
            taken.price(),
            taken.quantity(),
            now,
            now + random.nextInt(2),
            buyerIsMaker,
            first,
            matchId);
    history.add(trade);
    return trade;
  }

  /** How many matches a trade is made of; each has at least one step of the quantity. */
  private long matches(BigDecimal quantity) {
    if (rules.tradeIds() == TradeIds.SINGLE) {
      return 1;
    }
    long steps = quantity.divideToIntegralValue(instrument.stepSize()).longValueExact();
    return Math.min(steps, 1 + random.nextInt(1 + random.nextInt(MAX_MATCHES)));
  }

  private void changed(Side side, Level level) {
    if (stride == 1) {
      updateId += random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1;
    } else {
      updateId += stride + random.nextInt(stride);
    }
    fast.add(updateId, side, level);
    slow.add(updateId, side, level);
  }
}
