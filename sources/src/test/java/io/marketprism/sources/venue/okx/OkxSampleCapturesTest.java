// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static io.marketprism.sources.venue.okx.OkxFixture.RECEIVED;
import static io.marketprism.sources.venue.okx.OkxFixture.settings;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter.Reason;
import io.marketprism.model.FundingRate;
import io.marketprism.model.Instrument;
import io.marketprism.model.Integrity;
import io.marketprism.model.LongShortRatio;
import io.marketprism.model.OpenInterest;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.StreamCodec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single messages of OKX, collected by other projects, each asserted by value. */
class OkxSampleCapturesTest {
  private static final long SENT = 1_703_070_685_309L;

  /**
   * What is told of each message equals what an independent implementation makes of it. Of v3 of
   * the venue's protocol ({@code table}), which it retired in 2021, nothing is read; tickers, index
   * and mark prices and best-level books are not collected.
   */
  @ParameterizedTest
  @ValueSource(strings = {"okex", "okex-swap"})
  void messagesAreMappedAsAnIndependentImplementationMapsThem(String file) throws FrameException {
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonNode row : Recordings.rows("normalized-pairs/" + file + ".jsonl")) {
      JsonNode message = row.get("message");
      counts.merge(compare(message, row.get("expected")), 1, Integer::sum);
    }
    assertThat(counts)
        .isEqualTo(
            file.equals("okex")
                ? Map.of("retired v3", 7, "answer", 1, "trade", 2, "book", 2, "not collected", 1)
                : Map.of(
                    "retired v3", 13,
                    "trade", 1,
                    "book", 1,
                    "funding", 1,
                    "funding without rate", 1,
                    "open interest", 1,
                    "not collected", 12));
  }

  private static String compare(JsonNode message, JsonNode expected) throws FrameException {
    if (message.has("table")) {
      return "retired v3";
    }
    String channel = message.get("arg").get("channel").textValue();
    Instrument instrument = instrument(message.get("arg").get("instId").textValue());
    if (message.has("event")) {
      StreamCodec codec = OkxFixture.codec(DataType.TRADE, instrument);
      assertThat(OkxFixture.told(codec, message.toString()).words)
          .containsExactly("accepted 0 " + instrument.nativeId());
      return "answer";
    }
    switch (channel) {
      case "trades", "trades-all" -> {
        compareTrade(channel, instrument, message, expected.get(0));
        return "trade";
      }
      case "books-l2-tbt" -> {
        compareBook(instrument, message, expected.get(0));
        return "book";
      }
      case "funding-rate" -> {
        return compareFunding(instrument, message, expected.get(0));
      }
      case "open-interest" -> {
        OpenInterest told = (OpenInterest) polled(DataType.OPEN_INTEREST, instrument, message);
        assertThat(told.amount()).isEqualByComparingTo(number(expected.get(0), "openInterest"));
        return "open interest";
      }
      default -> {
        StreamCodec codec = OkxFixture.codec(DataType.TRADE, instrument);
        assertThatThrownBy(() -> OkxFixture.told(codec, message.toString()))
            .isInstanceOf(FrameException.class)
            .hasMessageContaining(channel);
        return "not collected";
      }
    }
  }

  private static Instrument instrument(String instId) {
    Instrument perpetual = OkxVenue.derivatives().bySuffix(instId);
    return perpetual != null ? perpetual : OkxVenue.spot().bySuffix(instId);
  }

  private static void compareTrade(
      String channel, Instrument instrument, JsonNode message, JsonNode expected)
      throws FrameException {
    StreamCodec codec =
        OkxFixture.codec(
            OkxVenue.spot(), DataType.TRADE, Map.of("trades-channel", channel), instrument);
    Trade trade = OkxFixture.told(codec, message.toString()).trades.get(0);
    assertThat(trade.instrument().nativeId()).isEqualTo(expected.get("symbol").textValue());
    assertThat(trade.publishedId()).isEqualTo(expected.get("id").textValue());
    assertThat(BigDecimal.valueOf(trade.price(), trade.priceScale()))
        .isEqualByComparingTo(number(expected, "price"));
    assertThat(BigDecimal.valueOf(trade.quantity(), trade.quantityScale()))
        .isEqualByComparingTo(number(expected, "amount"));
    assertThat(trade.sell() ? "sell" : "buy").isEqualTo(expected.get("side").textValue());
    assertThat(trade.eventTime()).isEqualTo(time(expected, "timestamp"));
  }

  /** A channel of the same shape, before it had ids; cut, so that its checksum says nothing. */
  private static void compareBook(Instrument instrument, JsonNode message, JsonNode expected)
      throws FrameException {
    StreamCodec codec = OkxFixture.codec(DataType.ORDERBOOK, instrument);
    Told told = OkxFixture.told(codec, asBooks(message, 0).toString());
    boolean isSnapshot = expected.get("isSnapshot").booleanValue();
    assertThat(told.words)
        .containsExactly(
            (isSnapshot
                    ? "snapshot " + instrument.nativeId() + " 7 "
                    : "delta " + instrument.nativeId() + " 3>7 ")
                + levels(expected.get("bids"))
                + levels(expected.get("asks")));
    long time = isSnapshot ? told.snapshots.get(0).eventTime() : told.deltas.get(0).eventTime();
    assertThat(time).isEqualTo(time(expected, "timestamp"));
  }

  private static JsonNode asBooks(JsonNode message, int checksum) {
    ObjectNode frame = message.deepCopy();
    ((ObjectNode) frame.get("arg")).put("channel", "books");
    ((ObjectNode) frame.get("data").get(0))
        .put("checksum", checksum)
        .put("prevSeqId", 3)
        .put("seqId", 7);
    return frame;
  }

  private static List<String> levels(JsonNode side) {
    List<String> texts = new ArrayList<>();
    side.forEach(
        level -> texts.add(level.get("price").asText() + 'x' + level.get("amount").asText()));
    return texts;
  }

  private static String compareFunding(Instrument instrument, JsonNode message, JsonNode expected)
      throws FrameException {
    if (!expected.has("fundingRate")) {
      assertThatThrownBy(() -> polled(DataType.FUNDING_RATE, instrument, message))
          .isInstanceOf(FrameException.class)
          .hasMessage("fundingRate");
      return "funding without rate";
    }
    FundingRate told = (FundingRate) polled(DataType.FUNDING_RATE, instrument, message);
    assertThat(told.rate()).isEqualByComparingTo(number(expected, "fundingRate"));
    assertThat(told.nextFundingTime()).isEqualTo(time(expected, "fundingTimestamp"));
    assertThat(told.estimatedRate()).isEqualByComparingTo(number(expected, "predictedFundingRate"));
    return "funding";
  }

  /** A push's data as the answer of the REST API, whose records have the same fields and a time. */
  private static Object polled(DataType dataType, Instrument instrument, JsonNode message)
      throws FrameException {
    ObjectNode entry = message.get("data").get(0).deepCopy();
    if (!entry.has("ts")) {
      entry.put("ts", Long.toString(SENT));
    }
    return polled(dataType, instrument, "{\"code\":\"0\",\"data\":[" + entry + "]}", Map.of());
  }

  private static Object polled(
      DataType dataType, Instrument instrument, String answer, Map<String, String> options)
      throws FrameException {
    PollCodec poll = OkxVenue.derivatives().poll(dataType, settings(options));
    Told told = new Told();
    poll.decode(instrument, answer.getBytes(UTF_8), RECEIVED, told);
    assertThat(told.words).hasSize(1);
    return dataType == DataType.ORDERBOOK ? told.snapshots.get(0) : told.derivatives.get(0);
  }

  private static BigDecimal number(JsonNode node, String field) {
    return new BigDecimal(node.get(field).asText());
  }

  private static long time(JsonNode node, String field) {
    return Instant.parse(node.get(field).textValue()).toEpochMilli();
  }

  @Test
  void oneFrameOfEachChannel() throws FrameException {
    List<String> notCollected = new ArrayList<>();
    for (JsonNode row : Recordings.rows("samples/okx-pushdata.jsonl")) {
      JsonNode message = row.get("msg");
      String name = row.get("name").textValue();
      switch (name) {
        case "Trade" ->
            assertThat(trade("BTC-USDT", message))
                .isEqualTo(
                    new Trade(
                        OkxFixture.BTC,
                        130_639_474,
                        null,
                        1_630_048_897_897L,
                        RECEIVED,
                        422_199,
                        1,
                        12_060_306,
                        8,
                        false,
                        1,
                        false));
        case "Test Snapshot Orderbook" -> assertSampleBook(message);
        case "Open Interest" -> {
          Instrument ltc = instrument("LTC-USD-SWAP");
          assertThat(polled(DataType.OPEN_INTEREST, ltc, message))
              .isEqualTo(
                  new OpenInterest(
                      ltc,
                      1_597_026_383_085L,
                      RECEIVED,
                      new BigDecimal("5000"),
                      new BigDecimal("555.55"),
                      null,
                      null,
                      null));
        }
        case "Funding Rate" -> {
          Instrument btc = instrument("BTC-USD-SWAP");
          assertThat(polled(DataType.FUNDING_RATE, btc, message))
              .isEqualTo(funding(btc, SENT, "0.018", null, null, 1_597_026_383_085L, UNKNOWN));
        }
        case "Failure" ->
            assertThat(told(message).words)
                .singleElement()
                .asString()
                .startsWith("declined 0 all 60012: Invalid request: {\"op\": \"subscribe\"");
        default -> {
          assertThatThrownBy(() -> told(message))
              .as(name)
              .isInstanceOfSatisfying(
                  FrameException.class,
                  e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_MESSAGE));
          notCollected.add(name);
        }
      }
    }
    assertThat(notCollected)
        .containsExactlyInAnyOrder(
            "Quotes",
            "Structure Block Trades",
            "Instrument",
            "Estimated Delivery And Exercise Price",
            "Mark Price",
            "Mark Price Candlestick",
            "Price Limit",
            "Options Trades",
            "Public Block Trades",
            "Option Summary",
            "Index Candlestick",
            "Index Ticker",
            "Status",
            "Public Struct Block Trades",
            "Block Ticker",
            "Economic Calendar");
  }

  private static final long UNKNOWN = FundingRate.UNKNOWN;

  private static FundingRate funding(
      Instrument instrument,
      long time,
      String rate,
      String settled,
      String premium,
      long next,
      long following) {
    return new FundingRate(
        instrument,
        time,
        RECEIVED,
        new BigDecimal(rate),
        null,
        settled == null ? null : new BigDecimal(settled),
        null,
        following == UNKNOWN ? UNKNOWN : following - next,
        next,
        UNKNOWN,
        following,
        null,
        null,
        premium == null ? null : new BigDecimal(premium));
  }

  private static Told told(JsonNode message) throws FrameException {
    return OkxFixture.told(OkxFixture.codec(DataType.TRADE, OkxFixture.BTC), message.toString());
  }

  private static Trade trade(String instId, JsonNode message) throws FrameException {
    StreamCodec codec = OkxFixture.codec(DataType.TRADE, instrument(instId));
    return OkxFixture.told(codec, message.toString()).trades.get(0);
  }

  /** It is whole: its checksum holds. */
  private static void assertSampleBook(JsonNode message) throws FrameException {
    StreamCodec codec = OkxFixture.codec(DataType.ORDERBOOK, OkxFixture.BTC);
    int checksum = message.get("data").get(0).get("checksum").intValue();
    BookSnapshot book =
        OkxFixture.told(codec, asBooks(message, checksum).toString()).snapshots.get(0);
    assertThat(book.integrity()).isEqualTo(Integrity.CHECKSUM);
    assertThat(book.eventTime()).isEqualTo(1_659_792_392_540L);
    assertThat(Told.levels(book.bids(), book.priceScale(), book.quantityScale()))
        .hasSize(39)
        .startsWith("0.07014x56", "0.07011x608");
    assertThat(Told.levels(book.asks(), book.priceScale(), book.quantityScale()))
        .hasSize(37)
        .startsWith("0.07026x5", "0.07027x765")
        .endsWith("0.10768x1");
  }

  /** The only channel of OKX among the frames of 2026 is one that is not collected. */
  @Test
  void framesOf2026() {
    List<String> channels = new ArrayList<>();
    for (JsonNode row : Recordings.rows("samples/ccxt-2026-samples.jsonl")) {
      if (row.path("exchange").asText().equals("okx")) {
        assertThatThrownBy(() -> told(row.get("msg"))).isInstanceOf(FrameException.class);
        channels.add(row.get("msg").get("arg").get("channel").textValue());
      }
    }
    assertThat(channels).hasSize(3).containsOnly("tickers");
  }

  /**
   * The answers to what is polled. Not polled are mark prices, open interest with volume, and taker
   * volume ({@code GetMarkPrices}, {@code GetRubikContractSummary}, {@code GetRubikTakerVolume}).
   */
  @Test
  void answersOfRest() throws FrameException {
    Instrument btc = OkxFixture.BTC_SWAP;
    assertThat(polled(DataType.FUNDING_RATE, btc, rest("GetFundingRates"), Map.of()))
        .isEqualTo(
            funding(
                btc,
                1_703_070_685_309L,
                "0.000079238688534",
                "0.0001418433662153",
                "0.0001233824646391",
                1_703_088_000_000L,
                1_703_116_800_000L));
    assertThat(polled(DataType.OPEN_INTEREST, btc, rest("GetOpenInterests"), Map.of()))
        .isEqualTo(
            new OpenInterest(
                btc,
                1_597_026_383_085L,
                RECEIVED,
                new BigDecimal("5000"),
                new BigDecimal("555.55"),
                null,
                null,
                null));
    assertThat(
            polled(
                DataType.LSR_ALL_ACCOUNT,
                btc,
                rest("GetRubikLongShortRatio"),
                Map.of("lsr-scope", "currency")))
        .isEqualTo(
            new LongShortRatio(
                btc,
                DataType.LSR_ALL_ACCOUNT,
                1_630_502_100_000L,
                RECEIVED,
                new BigDecimal("1.25"),
                null,
                null,
                "5m"));
  }

  /** The recorded book is of the time before {@code seqId}, without which a book has no id. */
  @Test
  void bookOfRestNeedsItsId() throws FrameException {
    String answer = rest("GetOrderBook");
    assertThatThrownBy(() -> polled(DataType.ORDERBOOK, OkxFixture.BTC_SWAP, answer, Map.of()))
        .isInstanceOf(FrameException.class)
        .hasMessage("seqId");
    BookSnapshot book =
        (BookSnapshot)
            polled(
                DataType.ORDERBOOK,
                OkxFixture.BTC_SWAP,
                answer.replace("\"ts\":", "\"seqId\": 9, \"ts\":"),
                Map.of());
    assertThat(book.updateId()).isEqualTo(9);
    assertThat(book.eventTime()).isEqualTo(1_629_966_436_396L);
    assertThat(Told.levels(book.bids(), book.priceScale(), book.quantityScale()))
        .containsExactly("41006.3x0.30178218");
    assertThat(Told.levels(book.asks(), book.priceScale(), book.quantityScale()))
        .containsExactly("41006.8x0.60038921");
  }

  private static String rest(String name) {
    return Recordings.answer("rest/okx-" + name + ".txt");
  }
}
