// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;
import io.marketprism.model.Integrity;
import io.marketprism.model.Levels;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.MarketType;
import io.marketprism.model.QuantityUnit;
import io.marketprism.model.Trade;
import io.marketprism.model.book.OrderBook;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The forms a message may take beside {@link Goldens}, and the messages about feeds, byte for byte
 * as the wire contract has them.
 */
class WireMessagesTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final Instrument BTC_USDT = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");
  private static final long EVENT = 1_786_613_174_873L;
  private static final long COLLECTED = 1_786_613_174_921L;
  private static final long PUBLISHED = 1_786_613_174_928L;

  /** The example of wire contract 6.1. */
  private static final String ORDERBOOK =
      """
      {"exchange":"binance","market_type":"spot","symbol":"BTC-USDT","normalized_symbol":"BTC-USDT",\
      "instrument_id":"BTCUSDT","data_type":"orderbook","publisher":"unified-collector",\
      "data_source":"marketprism","schema_version":"1","ts_ms":1786613174873,"ts_source":"exchange",\
      "collected_ts_ms":1786613174921,"published_ts_ms":1786613174928,\
      "bids":[["63704","4.77471"],["63703.5","0.012"]],\
      "asks":[["63704.01","11.33198"],["63705","0.4"]],\
      "last_update_id":98494969448,"update_type":"update","depth_levels":4,"sync_id":98494900012,\
      "integrity":"sequence","quantity_unit":"base","contract_value":null,\
      "standardized_at":"2026-08-13T09:26:14.928+00:00","standardization_version":"2.0"}""";

  @Test
  void orderBook() throws MalformedDecimalException, IOException {
    WireMessage message = encode(WireOptions.DEFAULT);
    assertThat(message.kind()).isEqualTo(WireMessage.Kind.ORDERBOOK);
    assertThat(message.subject()).isEqualTo("orderbook.binance.spot.BTC-USDT");
    assertThat(message.messageId())
        .isEqualTo("orderbook:binance:spot:BTC-USDT:98494969448:1786613174873");
    assertThat(text(message)).isEqualTo(ORDERBOOK);

    JsonNode read = JACKSON.readTree(message.payload());
    assertThat(names(read))
        .containsExactly(
            "exchange",
            "market_type",
            "symbol",
            "normalized_symbol",
            "instrument_id",
            "data_type",
            "publisher",
            "data_source",
            "schema_version",
            "ts_ms",
            "ts_source",
            "collected_ts_ms",
            "published_ts_ms",
            "bids",
            "asks",
            "last_update_id",
            "update_type",
            "depth_levels",
            "sync_id",
            "integrity",
            "quantity_unit",
            "contract_value",
            "standardized_at",
            "standardization_version");
    for (String integer :
        List.of(
            "ts_ms",
            "collected_ts_ms",
            "published_ts_ms",
            "last_update_id",
            "depth_levels",
            "sync_id")) {
      assertThat(read.get(integer).isIntegralNumber()).as(integer).isTrue();
    }
    for (JsonNode level : read.get("bids")) {
      assertThat(level.get(0).isTextual() && level.get(1).isTextual()).isTrue();
    }
  }

  @Test
  void orderBookWithLevelsAsObjects() throws MalformedDecimalException, IOException {
    WireMessage message = encode(new WireOptions(true, false));
    assertThat(text(message))
        .isEqualTo(
            ORDERBOOK
                .replace(
                    "[[\"63704\",\"4.77471\"],[\"63703.5\",\"0.012\"]]",
                    "[{\"price\":\"63704\",\"quantity\":\"4.77471\"},"
                        + "{\"price\":\"63703.5\",\"quantity\":\"0.012\"}]")
                .replace(
                    "[[\"63704.01\",\"11.33198\"],[\"63705\",\"0.4\"]]",
                    "[{\"price\":\"63704.01\",\"quantity\":\"11.33198\"},"
                        + "{\"price\":\"63705\",\"quantity\":\"0.4\"}]"));
    assertThat(JACKSON.readTree(message.payload()).get("asks").get(1).get("quantity").textValue())
        .isEqualTo("0.4");
  }

  @Test
  void orderBookInPublishTimeMode() throws MalformedDecimalException {
    WireMessage message = encode(new WireOptions(false, true));
    assertThat(message.messageId())
        .as("built from the event time in every mode")
        .isEqualTo("orderbook:binance:spot:BTC-USDT:98494969448:1786613174873");
    assertThat(text(message))
        .isEqualTo(
            ORDERBOOK
                .replace("\"ts_ms\":1786613174873", "\"ts_ms\":1786613174928")
                .replace(
                    "\"ts_source\":\"exchange\",",
                    "\"ts_source\":\"exchange\",\"event_ts_ms\":1786613174873,"));
  }

  @Test
  void aBookWithoutTheVenuesTimeSaysSoAndHasNoMessageId()
      throws MalformedDecimalException, IOException {
    OrderBook book = new OrderBook();
    book.apply(snapshot(0, Integrity.SNAPSHOT), 1_000);
    WireMessage message =
        new OrderBookEncoder(WireOptions.DEFAULT).encode(BTC_USDT, book, 1, 2, false, PUBLISHED);
    JsonNode read = JACKSON.readTree(message.payload());
    assertThat(read.get("ts_source").textValue()).isEqualTo("local");
    assertThat(read.get("ts_ms").longValue()).isEqualTo(COLLECTED - 100);
    assertThat(read.get("update_type").textValue())
        .as("of a snapshot, also when it is not the first")
        .isEqualTo("snapshot");
    assertThat(read.get("integrity").textValue()).isEqualTo("snapshot");
    assertThat(read.get("depth_levels").intValue()).isEqualTo(3);
    assertThat(read.get("bids")).hasSize(1);
    assertThat(read.get("asks")).hasSize(2);
    assertThat(message.messageId()).as("ids hold no local clock").isNull();
  }

  @Test
  void anOrderBookOfContractsSaysHowLargeTheyAre() throws MalformedDecimalException, IOException {
    Instrument swap =
        new Instrument(
            "okx",
            MarketType.PERPETUAL,
            "BTC-USDT",
            "BTC-USDT-SWAP",
            QuantityUnit.CONTRACTS,
            "0.01");
    WireMessage message =
        new OrderBookEncoder(WireOptions.DEFAULT).encode(swap, book(), 2, 2, false, PUBLISHED);
    JsonNode read = JACKSON.readTree(message.payload());
    assertThat(message.subject()).isEqualTo("orderbook.okx.perpetual.BTC-USDT");
    assertThat(read.get("quantity_unit").textValue()).isEqualTo("contracts");
    assertThat(read.get("contract_value").textValue()).isEqualTo("0.01");
  }

  @Test
  void oneEncoderServesManyInstrumentsAndTimes() throws MalformedDecimalException, IOException {
    OrderBookEncoder encoder = new OrderBookEncoder(WireOptions.DEFAULT);
    OrderBook book = book();
    for (int i = 0; i < 100; i++) {
      Instrument instrument = Instrument.spot("binance", "C" + i % 7 + "-USDT", "C" + i % 7);
      long time = PUBLISHED + 397L * (i % 10) - 2_000;
      WireMessage message = encoder.encode(instrument, book, 2, 2, false, time);
      JsonNode read = JACKSON.readTree(message.payload());
      assertThat(read.get("symbol").textValue()).isEqualTo(instrument.symbol());
      assertThat(message.subject()).endsWith(instrument.key());
      assertThat(
              java.time.OffsetDateTime.parse(read.get("standardized_at").textValue())
                  .toInstant()
                  .toEpochMilli())
          .isEqualTo(time);
    }
  }

  @Test
  void tradeBoughtInAnAggregateAndBackfilled() throws IOException {
    JsonNode read =
        JACKSON.readTree(
            new TradeEncoder(new WireOptions(false, true)).encode(trade(), PUBLISHED).payload());
    assertThat(read.get("side").textValue()).isEqualTo("buy");
    assertThat(read.get("is_maker").booleanValue()).isFalse();
    assertThat(read.get("trade_count").intValue()).isEqualTo(3);
    assertThat(read.get("backfilled").booleanValue()).isTrue();
    assertThat(read.get("ts_ms").longValue()).isEqualTo(PUBLISHED);
    assertThat(read.get("event_ts_ms").longValue()).isEqualTo(EVENT);
    assertThat(read.get("trade_ts_ms").longValue()).isEqualTo(EVENT);
  }

  @Test
  void aTradeOfContractsOfUnknownSizeHasNoBaseQuantity() throws IOException {
    Instrument swap =
        new Instrument(
            "okx", MarketType.PERPETUAL, "BTC-USDT", "BTC-USDT-SWAP", QuantityUnit.CONTRACTS, null);
    Trade trade =
        GoldenTrades.trade(swap, 1, null, EVENT, COLLECTED, "63921", "0.4", false, 1, false);
    JsonNode read =
        JACKSON.readTree(new TradeEncoder(WireOptions.DEFAULT).encode(trade, PUBLISHED).payload());
    assertThat(read.get("quantity").textValue()).isEqualTo("0.4");
    assertThat(read.get("quantity_unit").textValue()).isEqualTo("contracts");
    assertThat(read.get("base_quantity").isNull()).isTrue();
  }

  @Test
  void feedStatusOfAnInstrument() {
    FeedStatus status =
        FeedStatus.of(BTC_USDT, DataType.ORDERBOOK, FeedStatus.Event.GAP)
            .reason("sequence_gap")
            .sequences(98_494_969_448L, 98_494_969_470L)
            .gap(EVENT, FeedStatus.NONE)
            .connection("binance-spot-0")
            .at(COLLECTED);
    WireMessage message = new NoticeEncoder(WireOptions.DEFAULT).encode(status, PUBLISHED);
    assertThat(message.kind()).isEqualTo(WireMessage.Kind.FEED_STATUS);
    assertThat(message.subject()).isEqualTo("feed_status.binance.spot.BTC-USDT");
    assertThat(message.messageId()).isNull();
    assertThat(text(message))
        .isEqualTo(
            """
            {"exchange":"binance","market_type":"spot","symbol":"BTC-USDT",\
            "normalized_symbol":"BTC-USDT","instrument_id":"BTCUSDT","data_type":"feed_status",\
            "publisher":"unified-collector","data_source":"marketprism","schema_version":"1",\
            "ts_ms":1786613174921,"ts_source":"local","collected_ts_ms":1786613174921,\
            "published_ts_ms":1786613174928,"event":"gap","feed":"orderbook",\
            "reason":"sequence_gap","prev_seq":98494969448,"seq":98494969470,\
            "gap_start_ts_ms":1786613174873,"gap_end_ts_ms":null,"lost_count":null,\
            "backfilled_count":null,"connection_id":"binance-spot-0","detail":null}""");
  }

  @Test
  void feedStatusOfASocket() throws IOException {
    FeedStatus status =
        FeedStatus.ofSocket("binance", MarketType.SPOT, FeedStatus.Event.RATE_LIMITED)
            .reason("http_429")
            .lost(0)
            .backfilled(12)
            .connection("binance-spot-1")
            .detail("retry after 7 s: \"slow down\"")
            .at(COLLECTED);
    WireMessage message = new NoticeEncoder(WireOptions.DEFAULT).encode(status, PUBLISHED);
    assertThat(message.subject()).isEqualTo("feed_status.binance.spot.ALL");
    JsonNode read = JACKSON.readTree(message.payload());
    assertThat(read.get("instrument_id").isNull()).isTrue();
    assertThat(read.get("feed").textValue()).isEqualTo("socket");
    assertThat(read.get("event").textValue()).isEqualTo("rate_limited");
    assertThat(read.get("prev_seq").isNull()).isTrue();
    assertThat(read.get("lost_count").longValue()).isZero();
    assertThat(read.get("backfilled_count").longValue()).isEqualTo(12);
    assertThat(read.get("detail").textValue()).isEqualTo("retry after 7 s: \"slow down\"");
  }

  @Test
  void deadLetterOfText() {
    WireMessage message =
        deadLetter("{\"e\":\"trade\",\"p\":\"1,2\"}".getBytes(UTF_8), "price '1,2'");
    assertThat(message.kind()).isEqualTo(WireMessage.Kind.DEAD_LETTER);
    assertThat(message.subject()).isEqualTo("dead_letter.binance");
    assertThat(message.messageId()).isNull();
    assertThat(text(message))
        .isEqualTo(
            """
            {"exchange":"binance","market_type":"spot","data_type":"trade","reason":"bad_number",\
            "detail":"price '1,2'","raw":"{\\"e\\":\\"trade\\",\\"p\\":\\"1,2\\"}",\
            "raw_encoding":"utf8","raw_bytes":23,\
            "raw_sha256":"2d63af397398515073a0a9eb1ee91bad3fa9ef9e2466961ee5a84b7d00adfd07",\
            "connection_id":"binance-spot-0","collected_ts_ms":1786613174921,\
            "published_ts_ms":1786613174928}""");
  }

  @Test
  void deadLetterOfBytesThatAreNoText() throws IOException {
    WireMessage message =
        new NoticeEncoder(WireOptions.DEFAULT)
            .encode(
                DeadLetter.of(
                    "okx",
                    null,
                    null,
                    DeadLetter.Reason.MALFORMED_JSON,
                    null,
                    new byte[] {(byte) 0xC3, 0x28, 0},
                    null,
                    COLLECTED),
                PUBLISHED);
    assertThat(text(message))
        .isEqualTo(
            """
            {"exchange":"okx","market_type":null,"data_type":null,"reason":"malformed_json",\
            "detail":null,"raw":"wygA","raw_encoding":"base64","raw_bytes":3,\
            "raw_sha256":"fadbe034d767c53cb160282b37f73303e865bdb7fb5f3740fafe013c9fdba49f",\
            "connection_id":null,"collected_ts_ms":1786613174921,"published_ts_ms":1786613174928}""");
    assertThat(JACKSON.readTree(message.payload()).get("raw").binaryValue())
        .containsExactly(0xC3, 0x28, 0);
  }

  @Test
  void theWorstDeadLetterFitsAMessage() throws IOException {
    byte[] frame = new byte[200_000];
    Arrays.fill(frame, (byte) 1);
    WireMessage message = deadLetter(frame, "\u0001".repeat(1_000));
    assertThat(message.payload().length).isLessThan(1_000_000);
    JsonNode read = JACKSON.readTree(message.payload());
    assertThat(read.get("raw").textValue()).hasSize(DeadLetter.MAX_RAW_BYTES);
    assertThat(read.get("raw_bytes").intValue()).isEqualTo(200_000);
  }

  @ParameterizedTest
  @CsvSource({"0", "8", "18"})
  void noNumberOfAFullBookHasAnExponentOrTrailingZeros(int scale)
      throws MalformedDecimalException, IOException {
    int depth = 400;
    long[] bids = new long[depth];
    long[] asks = new long[depth];
    long[] quantities = new long[depth];
    for (int i = 0; i < depth; i++) {
      bids[i] = 500_000_000 - i * 1_250L;
      asks[i] = 500_000_010 + i * 1_250L;
      quantities[i] = 1 + i * 10L;
    }
    OrderBook book = new OrderBook();
    book.apply(
        new BookSnapshot(
            BTC_USDT,
            1,
            EVENT,
            COLLECTED,
            scale,
            scale,
            new Levels(bids, quantities, depth),
            new Levels(asks, quantities, depth),
            true,
            true),
        1_000);
    JsonNode read =
        JACKSON.readTree(
            new OrderBookEncoder(WireOptions.DEFAULT)
                .encode(BTC_USDT, book, depth, depth, false, PUBLISHED)
                .payload());
    List<String> numbers = new ArrayList<>();
    for (JsonNode level : read.get("bids")) {
      numbers.add(level.get(0).textValue());
      numbers.add(level.get(1).textValue());
    }
    for (JsonNode level : read.get("asks")) {
      numbers.add(level.get(0).textValue());
    }
    assertThat(numbers).hasSize(3 * depth).allMatch(n -> n.matches("[0-9]+(\\.[0-9]*[1-9])?"));
    assertThat(read.get("depth_levels").intValue()).isEqualTo(2 * depth);
  }

  private static WireMessage encode(WireOptions options) throws MalformedDecimalException {
    return new OrderBookEncoder(options).encode(BTC_USDT, book(), 2, 2, false, PUBLISHED);
  }

  private static OrderBook book() throws MalformedDecimalException {
    OrderBook book = new OrderBook();
    book.apply(snapshot(EVENT - 100, Integrity.SEQUENCE), 1_000);
    book.apply(
        new BookDelta(
            BTC_USDT,
            98_494_900_012L,
            98_494_900_013L,
            98_494_969_448L,
            EVENT,
            COLLECTED,
            2,
            5,
            new Levels(new long[] {63_704_00, 63_701_00}, new long[] {4_77471, 0}, 2),
            Levels.NONE),
        1_000);
    return book;
  }

  private static BookSnapshot snapshot(long eventTime, Integrity integrity) {
    return new BookSnapshot(
        BTC_USDT,
        98_494_900_012L,
        eventTime,
        COLLECTED - 100,
        2,
        8,
        new Levels(new long[] {63_703_50, 63_701_00}, new long[] {1_200_000, 1}, 2),
        new Levels(new long[] {63_704_01, 63_705_00}, new long[] {1_133_198_000, 40_000_000}, 2),
        true,
        true,
        integrity);
  }

  private static Trade trade() {
    return new Trade(
        BTC_USDT, 3_734_219_511L, null, EVENT, COLLECTED, 6_183_760, 2, 9_000, 8, false, 3, true);
  }

  private static WireMessage deadLetter(byte[] frame, String detail) {
    return new NoticeEncoder(WireOptions.DEFAULT)
        .encode(
            DeadLetter.of(
                "binance",
                MarketType.SPOT,
                DataType.TRADE,
                DeadLetter.Reason.BAD_NUMBER,
                detail,
                frame,
                "binance-spot-0",
                COLLECTED),
            PUBLISHED);
  }

  private static String text(WireMessage message) {
    return new String(message.payload(), UTF_8);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
