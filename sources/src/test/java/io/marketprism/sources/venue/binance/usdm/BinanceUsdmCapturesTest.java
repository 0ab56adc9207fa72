// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.model.DeadLetter.Reason;
import io.marketprism.model.Instrument;
import io.marketprism.model.Liquidation;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.StreamCodec;
import io.marketprism.sources.venue.Venue.InstrumentList;
import io.marketprism.sources.venue.binance.BinanceFrames;
import io.marketprism.sources.venue.binance.Captures;
import io.marketprism.sources.venue.binance.Captures.Row;
import io.marketprism.sources.venue.binance.Fuzz;
import io.marketprism.sources.venue.binance.Received;
import io.marketprism.sources.venue.binance.ReplayedMarket;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Frames that Binance USD-M really sent, through the production path. */
class BinanceUsdmCapturesTest {
  private static final String WS = "wss://fstream.binance.com";
  private static final String FOUR_SYMBOLS = "binance-usdm/four-symbols-20210722.jsonl.gz";

  @Test
  void booksOfSixMinutesAreTheGoldenOnesAndTheVenuesOwnBestPrices()
      throws IOException, FrameException, MalformedDecimalException {
    List<Row> rows = Captures.timed("binance-usdm/btcusdt_20240808.gz");
    ReplayedMarket market =
        new ReplayedMarket(
            BinanceUsdmFrames.books(WS), BinanceUsdmBooks.INSTANCE, 1_000, List.of(Usdm.BTC));
    market.learnTickers(rows);
    market.expect(Usdm.BTC, Captures.jsonLines("golden/hft-binance-usdm-BTCUSDT.jsonl"));
    for (Row row : rows) {
      if (row.text().startsWith("{\"lastUpdateId\"")) {
        market.snapshot(Usdm.BTC, row);
      } else if (row.text().contains("@depth")) {
        market.frame(row);
      }
    }
    assertThat(market.missed(Usdm.BTC)).isEmpty();
    assertThat(market.book(Usdm.BTC).events()).isEqualTo(6_547);
    assertThat(market.book(Usdm.BTC).notices()).containsExactly("request", "live");
    assertThat(market.compared()).isEqualTo(6_547);
    assertThat(market.mismatches()).isEmpty();
  }

  @Test
  void singleTradesOfSixMinutesAreContiguousEachWithTheVenuesDigits()
      throws IOException, FrameException {
    BinanceUsdmFrames codec = BinanceUsdmFrames.singleTrades(WS);
    codec.expect(List.of(Usdm.BTC));
    Received received = new Received();
    List<JsonNode> sent = new ArrayList<>();
    for (Row row : Captures.timed("binance-usdm/btcusdt_20240808.gz")) {
      if (row.text().contains("@trade\"")) {
        sent.add(Fuzz.tree(row.text()).get("data"));
        received.frame(codec, row.text());
      }
    }
    assertThat(received.trades).hasSize(21_313);
    for (int i = 0; i < sent.size(); i++) {
      Trade trade = received.trades.get(i);
      assertThat(trade.sequence()).isEqualTo(sent.get(0).get("t").longValue() + i);
      assertTrade(trade, sent.get(i), "t");
    }
  }

  private static void assertTrade(Trade trade, JsonNode sent, String id) {
    assertThat(trade.sequence()).isEqualTo(sent.get(id).longValue());
    assertThat(trade.eventTime()).isEqualTo(sent.get("T").longValue());
    assertThat(trade.sell()).isEqualTo(sent.get("m").booleanValue());
    assertThat(BigDecimal.valueOf(trade.price(), trade.priceScale()))
        .isEqualByComparingTo(sent.get("p").textValue());
    assertThat(BigDecimal.valueOf(trade.quantity(), trade.quantityScale()))
        .isEqualByComparingTo(sent.get("q").textValue());
  }

  private static InstrumentList instruments(List<Row> rows) throws FrameException {
    Row list =
        rows.stream().filter(row -> row.url().endsWith("/exchangeInfo")).findFirst().orElseThrow();
    return BinanceUsdmInstruments.read(list.bytes());
  }

  private static Map<String, Instrument> collected(List<Row> rows)
      throws IOException, FrameException {
    Map<String, Instrument> collected = new TreeMap<>();
    for (JsonNode row : Captures.jsonLines("golden/cf-binance-usdm-final.jsonl")) {
      String symbol = row.get("instrument").textValue();
      collected.put(symbol, instruments(rows).instruments().get(symbol));
    }
    return collected;
  }

  @Test
  void fourBooksOfOneSocketAreTheGoldenOnes()
      throws IOException, FrameException, MalformedDecimalException {
    List<Row> rows = Captures.dumped(FOUR_SYMBOLS);
    Map<String, Instrument> collected = collected(rows);
    ReplayedMarket market =
        new ReplayedMarket(
            BinanceUsdmFrames.books(WS),
            BinanceUsdmBooks.INSTANCE,
            1_000,
            List.copyOf(collected.values()));
    market.learnTickers(rows);
    List<String> snapshots = new ArrayList<>();
    for (Row row : rows) {
      if (row.url().contains("/fapi/v1/depth")) {
        String symbol = row.url().replaceAll(".*symbol=([A-Z0-9]+).*", "$1");
        snapshots.add(symbol + Fuzz.tree(row.text()).get("lastUpdateId"));
        market.snapshot(collected.get(symbol), row);
      } else if (row.text().contains("@depth")) {
        market.frame(row);
      }
    }
    for (JsonNode row : Captures.jsonLines("golden/cf-binance-usdm-final.jsonl")) {
      Instrument instrument = collected.get(row.get("instrument").textValue());
      // The golden count has the event that ends at the snapshot's id, which is dropped here.
      long covered =
          rows.stream().filter(frame -> endsAtSnapshot(frame, instrument, snapshots)).count();
      assertThat(market.book(instrument).events() + covered)
          .isEqualTo(row.get("events").longValue());
      market.book(instrument).assertEquals(row);
      assertThat(market.book(instrument).notices()).containsExactly("request", "live");
    }
    assertThat(market.compared()).isGreaterThan(700);
    assertThat(market.mismatches()).isEmpty();
  }

  private static boolean endsAtSnapshot(Row row, Instrument of, List<String> snapshots) {
    if (!row.text().contains("@depth")) {
      return false;
    }
    JsonNode data = Fuzz.tree(row.text()).get("data");
    String symbol = data.get("s").textValue();
    return symbol.equals(of.nativeId()) && snapshots.contains(symbol + data.get("u"));
  }

  @Test
  void aggregateTradesOfFourSymbolsAreContiguousInIdsAndMatches()
      throws IOException, FrameException {
    List<Row> rows = Captures.dumped(FOUR_SYMBOLS);
    BinanceUsdmFrames codec = BinanceUsdmFrames.aggregateTrades(WS);
    codec.expect(List.copyOf(collected(rows).values()));
    Map<Instrument, Trade> before = new TreeMap<>((a, b) -> a.key().compareTo(b.key()));
    int count = 0;
    for (Row row : rows) {
      if (row.text().contains("@aggTrade\"")) {
        count++;
        JsonNode sent = Fuzz.tree(row.text()).get("data");
        Trade trade = new Received().frame(codec, row.text()).trades.get(0);
        assertTrade(trade, sent, "a");
        assertThat(trade.count())
            .isEqualTo(sent.get("l").longValue() - sent.get("f").longValue() + 1);
        Trade last = before.put(trade.instrument(), trade);
        assertThat(last == null || last.sequence() + 1 == trade.sequence()).isTrue();
      }
    }
    assertThat(count).isEqualTo(91);
  }

  @Test
  void listedPerpetualsAreNamedByBaseAndQuoteAndTheRestIsRejected()
      throws IOException, FrameException {
    InstrumentList list = instruments(Captures.dumped(FOUR_SYMBOLS));
    assertThat(list.instruments()).hasSize(119);
    assertThat(list.instruments().get("1000SHIBUSDT").symbol()).isEqualTo("1000SHIB-USDT");
    assertThat(list.rejected())
        .isEqualTo(
            Map.of(
                "BTCSTUSDT", "unsupported_instrument",
                "BTCUSDT_210924", "unsupported_instrument",
                "ETHUSDT_210924", "unsupported_instrument"));
  }

  private static StreamCodec expecting(BinanceFrames codec) {
    codec.expect(List.of(Usdm.BTC, Usdm.ETH));
    return codec;
  }

  /**
   * Of the pairs, our contract carries trades and liquidations in the same form. The aggregate
   * trade of 2019 has no {@code a}, which the venue sends since 2020; the open interest of 2019 has
   * no {@code time}: both are refused for that. Tickers and mark prices are not subscribed; what
   * they hold is polled.
   */
  @Test
  void messagesMeanWhatAnIndependentMappingSays() throws IOException, FrameException {
    StreamCodec trades = expecting(BinanceUsdmFrames.singleTrades(WS));
    StreamCodec aggregates = expecting(BinanceUsdmFrames.aggregateTrades(WS));
    StreamCodec books = expecting(BinanceUsdmFrames.books(WS));
    StreamCodec liquidations = expecting(new BinanceUsdmLiquidations(WS, false));
    Map<String, Integer> kinds = new TreeMap<>();
    for (JsonNode pair : Captures.jsonLines("normalized-pairs/binance-futures.jsonl")) {
      String stream = pair.get("message").get("stream").textValue();
      String kind = stream.substring(stream.indexOf('@') + 1);
      kinds.merge(kind, 1, Integer::sum);
      String message = pair.get("message").toString();
      JsonNode expected = pair.get("expected").path(0);
      switch (kind) {
        case "trade" -> {
          Received received = new Received().frame(trades, message);
          if (expected.isMissingNode()) {
            assertThat(received.filtered).containsExactly("non_trade");
          } else {
            assertPair(received.trades.get(0), expected);
          }
        }
        case "aggTrade" -> assertMissing(aggregates, message, "a");
        case "depth@100ms" -> assertThat(new Received().frame(books, message).deltas).hasSize(1);
        case "forceOrder" -> {
          Liquidation liquidation =
              (Liquidation) new Received().frame(liquidations, message).events.get(0);
          assertThat(liquidation.sell()).isEqualTo("sell".equals(expected.get("side").textValue()));
          assertThat(liquidation.quantity()).isEqualByComparingTo(expected.get("amount").asText());
          assertThat(Instant.ofEpochMilli(liquidation.eventTime()))
              .isEqualTo(expected.get("timestamp").textValue());
          // The mapping gives the order's price; our contract the average, where there is one.
          assertThat(expected.get("price").asText()).isEqualTo("4793.91");
          assertThat(liquidation.price()).isEqualTo(new BigDecimal("4706.04"));
          assertThat(liquidation.status()).isEqualTo(Liquidation.Status.FILLED);
        }
        case "openInterest" -> {
          String body = pair.get("message").get("data").toString();
          BinanceUsdmInterestPoll poll = new BinanceUsdmInterestPoll();
          assertThatThrownBy(() -> new Received().answer(poll, Usdm.BTC, body))
              .isInstanceOf(FrameException.class)
              .hasMessage("time");
          String timed = body.replace("}", ",\"time\":1569888003001}");
          assertThat(new Received().answer(poll, Usdm.BTC, timed).events.get(0))
              .hasFieldOrPropertyWithValue(
                  "amount", new BigDecimal(expected.get("openInterest").asText()));
        }
        case "depthSnapshot" ->
            assertThat(
                    new Received()
                        .answer(
                            new BinanceUsdmBookPoll(1_000, ""),
                            Usdm.BTC,
                            pair.get("message").get("data").toString())
                        .snapshots)
                .hasSize(1);
        default ->
            assertThatThrownBy(() -> new Received().frame(books, message))
                .isInstanceOf(FrameException.class);
      }
    }
    assertThat(kinds)
        .isEqualTo(
            new TreeMap<>(
                Map.of(
                    "aggTrade", 1,
                    "ticker", 2,
                    "markPrice", 1,
                    "markPrice@1s", 2,
                    "trade", 3,
                    "depth@100ms", 3,
                    "depthSnapshot", 2,
                    "openInterest", 1,
                    "forceOrder", 1,
                    "bookTicker", 1)));
  }

  private static void assertPair(Trade trade, JsonNode expected) {
    assertThat(trade.publishedId()).isEqualTo(expected.get("id").textValue());
    assertThat(trade.sell()).isEqualTo("sell".equals(expected.get("side").textValue()));
    assertThat(Instant.ofEpochMilli(trade.eventTime()))
        .isEqualTo(expected.get("timestamp").textValue());
    assertThat(BigDecimal.valueOf(trade.price(), trade.priceScale()))
        .isEqualByComparingTo(expected.get("price").asText());
    assertThat(BigDecimal.valueOf(trade.quantity(), trade.quantityScale()))
        .isEqualByComparingTo(expected.get("amount").asText());
  }

  private static void assertMissing(StreamCodec codec, String message, String field) {
    assertThatThrownBy(() -> new Received().frame(codec, message))
        .isInstanceOfSatisfying(
            FrameException.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.MISSING_FIELD);
              assertThat(refusal.getMessage()).isEqualTo(field);
            });
  }

  /** The update that is told to continue a snapshot at {@code pu}, from another test of theirs. */
  @Test
  void updatesOfThePairsStartFromTheirSnapshots() throws IOException, FrameException {
    StreamCodec books = expecting(BinanceUsdmFrames.books(WS));
    Received received = new Received();
    for (JsonNode pair : Captures.jsonLines("normalized-pairs/binance-futures.jsonl")) {
      String stream = pair.get("message").get("stream").textValue();
      if (stream.endsWith("@depth@100ms")) {
        received.frame(books, pair.get("message").toString());
      } else if (stream.endsWith("@depthSnapshot")) {
        long id = pair.get("message").get("data").get("lastUpdateId").longValue();
        assertThat(
                BinanceUsdmBooks.INSTANCE
                    .chain()
                    .startsFrom(received.deltas.get(received.deltas.size() - 1), id))
            .isTrue();
      }
    }
    assertThat(received.deltas).hasSize(3);
  }

  @Test
  void framesOfOtherStreamsFrom2026AreToldAsUnknown() throws IOException {
    int found = 0;
    for (JsonNode row : Captures.jsonLines("samples/ccxt-2026-samples.jsonl")) {
      if ("binance-usdm".equals(row.get("exchange").textValue())) {
        found++;
        StreamCodec codec = expecting(BinanceUsdmFrames.aggregateTrades(WS));
        assertThatThrownBy(() -> new Received().frame(codec, row.get("msg").toString()))
            .isInstanceOf(FrameException.class);
      }
    }
    assertThat(found).isEqualTo(1);
  }
}
