// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import static io.marketprism.job.book.BookRig.BTC;
import static io.marketprism.job.book.BookRig.ETH;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.model.BookReset;
import io.marketprism.model.Instrument;
import io.marketprism.model.wire.WireMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Books between heap and state: nothing is lost and nothing is forgotten on the way. */
class BookEvictionTest {
  private static final int INSTRUMENTS = 12;
  private static final int EVENTS = 6_000;

  @Test
  void anEvictedBookThatWasLiveIsStillLiveWhenItComesBack() throws Exception {
    BookOptions oneBook = BookRig.options().interval(0).cache(1).build();
    try (BookRig rig = new BookRig(oneBook)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.snapshot(ETH, 20, "9 1", "11 3");
      rig.delta(BTC, 10, 11, "98 1", "");
      rig.delta(ETH, 20, 21, "8 1", "");

      assertThat(rig.books())
          .containsExactly(
              "10: 99 1 / 101 3",
              "20: 9 1 / 11 3",
              "11: 99 1, 98 1 / 101 3",
              "21: 9 1, 8 1 / 11 3");
      assertThat(rig.metrics.value(BookMetrics.CACHE_EVICTIONS + "{}")).isEqualTo(3);
      assertThat(rig.metrics.value(BookMetrics.CACHE_LOADS + "{}")).isEqualTo(2);
      assertThat(rig.metrics.value(BookMetrics.CACHE_BOOKS + "{}")).isOne();
    }
  }

  @Test
  void booksOnTheHeapAreInTheCheckpointThatFollows() throws Exception {
    try (BookRig first = new BookRig(BookRig.EVERY_UPDATE)) {
      first.snapshot(BTC, 10, "99 1", "101 3");
      first.snapshot(ETH, 20, "9 1", "11 3");
      assertThat(first.storedBooks()).as("written behind").isZero();
      first.checkpoint();
      assertThat(first.storedBooks()).isEqualTo(2);
      first.delta(BTC, 10, 11, "98 1", "");
      OperatorSubtaskState second = first.checkpoint();
      first.delta(BTC, 11, 12, "97 1", "");
      try (BookRig restored = new BookRig(BookRig.EVERY_UPDATE, second, first.now())) {
        restored.delta(BTC, 11, 12, "96 1", "");
        restored.delta(ETH, 20, 21, "8 1", "");

        assertThat(restored.books())
            .containsExactly("12: 99 1, 98 1, 96 1 / 101 3", "21: 9 1, 8 1 / 11 3");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyPublishedBookIsOneTheVenueHadWhateverIsEvictedAndRestored(long seed) throws Exception {
    BookOptions threeBooks =
        BookRig.options().interval(0).cache(12_000).keep(500).depth(500).build();
    SplittableRandom random = new SplittableRandom(seed);
    List<VenueMarket> markets = new ArrayList<>();
    Map<String, VenueMarket> bySymbol = new HashMap<>();
    for (int i = 0; i < INSTRUMENTS; i++) {
      Instrument instrument = Instrument.spot("binance", "C" + i + "-USDT", "C" + i + "USDT");
      markets.add(new VenueMarket(instrument, random.nextLong()));
      bySymbol.put(instrument.symbol(), markets.get(i));
    }
    Map<String, Integer> applied = new TreeMap<>();
    Map<String, Integer> published = new TreeMap<>();
    double evictions = 0;
    BookRig rig = new BookRig(threeBooks);
    try {
      for (VenueMarket market : markets) {
        rig.send(market.snapshot(rig.now()));
        applied.merge(market.instrument.symbol(), 1, Integer::sum);
      }
      for (int event = 0; event < EVENTS; event++) {
        VenueMarket market = markets.get(random.nextInt(INSTRUMENTS));
        if (random.nextInt(200) == 0) {
          rig.send(new BookReset(market.instrument, rig.now()));
          market.next(rig.now());
          rig.send(market.snapshot(rig.now()));
        } else {
          rig.send(market.next(rig.now()));
        }
        applied.merge(market.instrument.symbol(), 1, Integer::sum);
        if (event % 500 == 250) {
          verify(rig, bySymbol, published);
          rig.checkpoint();
        }
        if (event % 1_500 == 1_400) {
          verify(rig, bySymbol, published);
          OperatorSubtaskState state = rig.checkpoint();
          long now = rig.now();
          evictions += evictions(rig);
          rig.close();
          rig = new BookRig(threeBooks, state, now + 1);
        }
      }
      verify(rig, bySymbol, published);
      evictions += evictions(rig);
      assertThat(evictions).as("the cache is far too small").isGreaterThan(EVENTS / 3.0);
      assertThat(published).as("every applied update was published").isEqualTo(applied);
    } finally {
      rig.close();
    }
  }

  private static void verify(
      BookRig rig, Map<String, VenueMarket> markets, Map<String, Integer> published) {
    for (WireMessage message : rig.take()) {
      JsonNode book = BookRig.json(message);
      String symbol = book.get("symbol").asText();
      long id = book.get("last_update_id").asLong();
      assertThat(BookRig.text(book)).isEqualTo(markets.get(symbol).state(id));
      published.merge(symbol, 1, Integer::sum);
    }
    assertThat(rig.notices()).isEmpty();
    assertThat(rig.requests).isEmpty();
  }

  private static double evictions(BookRig rig) {
    assertThat(rig.metrics.value(BookMetrics.CACHE_BYTES + "{}")).isLessThanOrEqualTo(12_000);
    assertThat(rig.metrics.value(BookMetrics.CACHE_BOOKS + "{}")).isBetween(1.0, INSTRUMENTS - 1.0);
    return rig.metrics.value(BookMetrics.CACHE_EVICTIONS + "{}");
  }
}
