// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.spot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter.Reason;
import io.marketprism.model.Decimals;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.Venue.InstrumentList;
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
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What Binance spot really sent, through the production path. */
class BinanceSpotCapturesTest {
  private static final Instrument BTC = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");

  /** Ids at which the recorded ticker is behind: the best bid fell, and no ticker says so. */
  private static final Long[] KNOWN_MISMATCHES = {50_093_478_174L, 50_093_480_542L};

  private static BinanceSpotFrames frames(DataType dataType) {
    return new BinanceSpotFrames("wss://stream.binance.com:9443", dataType);
  }

  private static List<Row> elevenMinutes() throws IOException {
    List<Row> rows = new ArrayList<>(Captures.timed("binance-spot/btcusdt_20240808.gz"));
    rows.addAll(Captures.timed("binance-spot/btcusdt_20240809.gz"));
    return rows;
  }

  @Test
  void booksOfElevenMinutesAreTheGoldenOnesAndTheVenuesOwnBestPrices()
      throws IOException, FrameException, MalformedDecimalException {
    List<Row> rows = elevenMinutes();
    ReplayedMarket market =
        new ReplayedMarket(
            frames(DataType.ORDERBOOK), BinanceSpotBooks.INSTANCE, 1_000, List.of(BTC));
    market.learnTickers(rows);
    market.expect(BTC, Captures.jsonLines("golden/hft-binance-spot-BTCUSDT.jsonl"));
    for (Row row : rows) {
      if (row.text().startsWith("{\"lastUpdateId\"")) {
        market.snapshot(BTC, row);
      } else if (row.text().contains("@depth")) {
        market.frame(row);
      }
    }
    assertThat(market.missed(BTC)).isEmpty();
    assertThat(market.book(BTC).events()).isEqualTo(6_493);
    assertThat(market.book(BTC).notices()).containsExactly("request", "live");
    assertThat(market.compared()).isEqualTo(6_493);
    assertThat(market.mismatches()).containsOnlyKeys(KNOWN_MISMATCHES);
  }

  @Test
  void tradesOfElevenMinutesAreContiguousEachWithTheVenuesDigits()
      throws IOException, FrameException, MalformedDecimalException {
    BinanceSpotFrames codec = frames(DataType.TRADE);
    codec.expect(List.of(BTC));
    Received received = new Received();
    List<JsonNode> sent = new ArrayList<>();
    for (Row row : elevenMinutes()) {
      if (row.text().contains("@trade\"")) {
        sent.add(Fuzz.tree(row.text()).get("data"));
        received.frame(codec, row.text());
      }
    }
    // The second file begins a little before the first one ends.
    assertThat(received.trades).hasSameSizeAs(sent).hasSizeGreaterThan(15_000);
    for (int i = 0; i < sent.size(); i++) {
      assertTrade(received.trades.get(i), sent.get(i));
    }
    TreeSet<Long> ids = new TreeSet<>();
    received.trades.forEach(trade -> ids.add(trade.sequence()));
    assertThat(ids.last() - ids.first() + 1).isEqualTo(ids.size());
  }

  private static void assertTrade(Trade trade, JsonNode sent) throws MalformedDecimalException {
    assertThat(trade.sequence()).isEqualTo(sent.get("t").longValue());
    assertThat(trade.eventTime()).isEqualTo(sent.get("T").longValue());
    assertThat(trade.sell()).isEqualTo(sent.get("m").booleanValue());
    assertThat(BigDecimal.valueOf(trade.price(), trade.priceScale()))
        .isEqualByComparingTo(sent.get("p").textValue());
    assertThat(BigDecimal.valueOf(trade.quantity(), trade.quantityScale()))
        .isEqualByComparingTo(sent.get("q").textValue());
  }

  @Test
  void fourBooksOfOneSocketAreTheGoldenOnes()
      throws IOException, FrameException, MalformedDecimalException {
    List<Row> rows = Captures.dumped("binance-spot/four-symbols-20211012.jsonl.gz");
    InstrumentList list = instruments(rows);
    List<JsonNode> golden = Captures.jsonLines("golden/cf-binance-spot-final.jsonl");
    Map<String, Instrument> collected = new TreeMap<>();
    golden.forEach(
        row ->
            collected.put(
                row.get("instrument").textValue(),
                list.instruments().get(row.get("instrument").textValue())));
    ReplayedMarket market =
        new ReplayedMarket(
            frames(DataType.ORDERBOOK),
            BinanceSpotBooks.INSTANCE,
            1_000,
            List.copyOf(collected.values()));
    market.learnTickers(rows);
    for (Row row : rows) {
      if (row.url().contains("/api/v3/depth")) {
        String symbol = row.url().replaceAll(".*symbol=([A-Z0-9]+).*", "$1");
        market.snapshot(collected.get(symbol), row);
      } else if (row.text().contains("@depth")) {
        market.frame(row);
      }
    }
    for (JsonNode row : golden) {
      Instrument instrument = collected.get(row.get("instrument").textValue());
      assertThat(market.book(instrument).events()).isEqualTo(row.get("events").longValue());
      market.book(instrument).assertEquals(row);
      assertThat(market.book(instrument).notices()).containsExactly("request", "live");
    }
    assertThat(market.compared()).isPositive();
    assertThat(market.mismatches()).isEmpty();
  }

  private static InstrumentList instruments(List<Row> rows) throws FrameException {
    Row list =
        rows.stream().filter(row -> row.url().endsWith("/exchangeInfo")).findFirst().orElseThrow();
    return BinanceSpotInstruments.read(list.bytes());
  }

  @Test
  void everyListedPairThatTradesIsNamedByBaseAndQuote() throws IOException, FrameException {
    List<Row> rows = Captures.dumped("binance-spot/four-symbols-20211012.jsonl.gz");
    InstrumentList list = instruments(rows);
    assertThat(list.instruments()).hasSize(1_262);
    assertThat(list.rejected()).hasSize(433).containsValue("status BREAK");
    for (Row row : rows) {
      if (row.url().endsWith("/exchangeInfo")) {
        for (JsonNode symbol : Fuzz.tree(row.text()).get("symbols")) {
          Instrument instrument = list.instruments().get(symbol.get("symbol").textValue());
          if (instrument != null) {
            assertThat(instrument.symbol())
                .isEqualTo(
                    symbol.get("baseAsset").textValue()
                        + '-'
                        + symbol.get("quoteAsset").textValue());
          }
        }
      }
    }
  }

  @Test
  void messagesMeanWhatAnIndependentMappingSays() throws IOException, FrameException {
    BinanceSpotFrames codec = frames(DataType.TRADE);
    codec.expect(
        List.of(
            Instrument.spot("binance", "BNB-BTC", "BNBBTC"),
            Instrument.spot("binance", "BTC-USDC", "BTCUSDC"),
            Instrument.spot("binance", "GNT-BTC", "GNTBTC"),
            BTC));
    Map<String, Integer> kinds = new TreeMap<>();
    for (JsonNode pair : Captures.jsonLines("normalized-pairs/binance.jsonl")) {
      String stream = pair.get("message").get("stream").textValue();
      String kind = stream.substring(stream.indexOf('@') + 1);
      kinds.merge(kind, 1, Integer::sum);
      String message = pair.get("message").toString();
      JsonNode expected = pair.get("expected").path(0);
      switch (kind) {
        case "trade" -> {
          Trade trade = new Received().frame(codec, message).trades.get(0);
          assertThat(trade.publishedId()).isEqualTo(expected.get("id").textValue());
          assertThat(trade.sell()).isEqualTo("sell".equals(expected.get("side").textValue()));
          assertThat(Instant.ofEpochMilli(trade.eventTime()))
              .isEqualTo(expected.get("timestamp").textValue());
          assertThat(BigDecimal.valueOf(trade.price(), trade.priceScale()))
              .isEqualByComparingTo(expected.get("price").asText());
          assertThat(BigDecimal.valueOf(trade.quantity(), trade.quantityScale()))
              .isEqualByComparingTo(expected.get("amount").asText());
        }
        case "depth" -> assertThat(new Received().frame(codec, message).deltas).hasSize(1);
        case "depthSnapshot" ->
            assertThat(snapshot(BTC, pair.get("message").get("data")).bids().size())
                .isEqualTo(pair.get("message").get("data").get("bids").size());
        default ->
            // Streams that are not subscribed.
            assertThatThrownBy(() -> new Received().frame(codec, message))
                .isInstanceOf(FrameException.class);
      }
    }
    assertThat(kinds)
        .isEqualTo(
            Map.of("trade", 2, "depth", 4, "depthSnapshot", 2, "bookTicker", 1, "ticker", 1));
  }

  private static BookSnapshot snapshot(Instrument instrument, JsonNode body) throws FrameException {
    return BinanceSpotBooks.INSTANCE.snapshot(
        instrument, body.toString().getBytes(UTF_8), 1_000, Received.AT);
  }

  @Test
  void recordedAnswerIsABook() throws IOException, FrameException {
    int found = 0;
    for (JsonNode row : Captures.jsonLines("rest/binance-rest.jsonl")) {
      if ("/api/v3/depth".equals(row.get("path").textValue())) {
        found++;
        BookSnapshot book = snapshot(BTC, row.get("response"));
        JsonNode ask = row.get("response").get("asks").get(0);
        assertThat(book.updateId()).isEqualTo(row.get("response").get("lastUpdateId").longValue());
        assertThat(BigDecimal.valueOf(book.asks().price(0), book.priceScale()))
            .isEqualByComparingTo(ask.get(0).textValue());
        assertThat(Decimals.toPlainString(book.asks().quantity(0), book.quantityScale()))
            .isEqualTo("2.048437");
      }
    }
    assertThat(found).isEqualTo(1);
  }

  @Test
  void framesOfOtherStreamsFrom2026AreToldAsUnknown() throws IOException {
    BinanceSpotFrames codec = frames(DataType.ORDERBOOK);
    codec.expect(List.of(BTC));
    int found = 0;
    for (JsonNode row : Captures.jsonLines("samples/ccxt-2026-samples.jsonl")) {
      if ("binance".equals(row.get("exchange").textValue())) {
        found++;
        assertThatThrownBy(() -> new Received().frame(codec, row.get("msg").toString()))
            .isInstanceOfSatisfying(
                FrameException.class,
                refusal -> assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_MESSAGE));
      }
    }
    assertThat(found).isEqualTo(2);
  }
}
