// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketprism.model.DataType;
import io.marketprism.model.Trade;
import io.marketprism.simulator.load.LoadVenue;
import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.Level;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the generator of load sends is a market like any other to the feeds. */
class LoadITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int INSTRUMENTS = 3;

  /** More changes of a book than one round of the generator's frames has. */
  private static final int CHANGES = 4_500;

  @Test
  void booksAndTradesChainThroughSeveralRounds() throws Exception {
    try (LoadVenue venue = LoadVenue.start(LoadVenue.synthetic(), INSTRUMENTS, 0);
        FeedRig rig =
            FeedRig.start(
                FeedSettings.of("binance_spot", venue.simulator())
                    .symbols(symbol(0), symbol(1), symbol(2))
                    .types(DataType.ORDERBOOK, DataType.TRADE))) {
      Collected collected = rig.collected();
      venue.pace(1_000);
      for (int i = 0; i < INSTRUMENTS; i++) {
        String symbol = symbol(i);
        await()
            .atMost(PATIENCE)
            .until(() -> collected.isWhole(symbol) && !collected.trades(symbol).isEmpty());
      }
      venue.pace(Double.POSITIVE_INFINITY);
      for (int i = 0; i < INSTRUMENTS; i++) {
        String symbol = symbol(i);
        await().atMost(PATIENCE).until(() -> collected.book(symbol).deltas() > CHANGES);
      }
      venue.pace(0);
      for (int i = 0; i < INSTRUMENTS; i++) {
        int instrument = i;
        RigBook book = collected.book(symbol(i));
        await()
            .atMost(PATIENCE)
            .until(() -> book.lastId() == venue.book(instrument, 1).lastUpdateId());
        BookSnapshot had = venue.book(i, RigBook.DEPTH);
        assertThat(book.now()).isEqualTo(new RigBook.Top(texts(had.bids()), texts(had.asks())));
        assertThat(book.isCrossed()).isFalse();
        assertThat(book.resets()).isZero();
      }
      assertThat(collected.letters()).isEmpty();
      tradesAreThoseSent(venue, collected);
    }
  }

  private static void tradesAreThoseSent(LoadVenue venue, Collected collected) {
    for (int i = 0; i < INSTRUMENTS; i++) {
      List<Trade> trades = collected.trades(symbol(i));
      for (int t = 0; t < trades.size(); t++) {
        Trade trade = trades.get(t);
        var had = venue.trade(i, id(trade));
        assertThat(BigDecimal.valueOf(trade.price(), trade.priceScale()))
            .isEqualByComparingTo(had.price());
        assertThat(BigDecimal.valueOf(trade.quantity(), trade.quantityScale()))
            .isEqualByComparingTo(had.quantity());
        assertThat(trade.sell()).isEqualTo(had.buyerIsMaker());
        if (t > 0) {
          assertThat(id(trade)).isEqualTo(id(trades.get(t - 1)) + 1);
        }
      }
    }
  }

  private static long id(Trade trade) {
    return Long.parseLong(trade.publishedId());
  }

  private static String symbol(int instrument) {
    return LoadVenue.symbol(instrument);
  }

  private static List<String> texts(List<Level> levels) {
    return levels.stream().map(Level::toString).toList();
  }
}
