// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks.frames;

import io.marketprism.model.Instrument;
import io.marketprism.model.QuantityUnit;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/** The probe's writer: one instrument's messages into one buffer, two digits at a time. */
final class ProbeJson {
  /** The scale of all decimals. */
  static final int SCALE = 8;

  static final long[] POWERS = new long[SCALE + 1];

  private static final byte[] PAIRS = new byte[200];

  static {
    POWERS[0] = 1;
    for (int i = 1; i <= SCALE; i++) {
      POWERS[i] = 10 * POWERS[i - 1];
    }
    for (int i = 0; i < 100; i++) {
      PAIRS[2 * i] = (byte) ('0' + i / 10);
      PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
    }
  }

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);

  private static final byte[] SOURCE = ascii(",\"ts_source\":\"exchange\",\"collected_ts_ms\":");
  private static final byte[] PUBLISHED = ascii(",\"published_ts_ms\":");
  private static final byte[] BIDS = ascii(",\"bids\":[");
  private static final byte[] ASKS = ascii("],\"asks\":[");
  private static final byte[] LAST_ID = ascii("],\"last_update_id\":");
  private static final byte[] SNAPSHOT = ascii(",\"update_type\":\"snapshot\",\"depth_levels\":");
  private static final byte[] UPDATE = ascii(",\"update_type\":\"update\",\"depth_levels\":");
  private static final byte[] SYNC_ID = ascii(",\"sync_id\":");
  private static final byte[] BOOK_END = ascii("+00:00\",\"standardization_version\":\"2.0\"}");
  private static final byte[] TRADE_ID = ascii(",\"trade_id\":\"");
  private static final byte[] PRICE = ascii("\",\"price\":\"");
  private static final byte[] QUANTITY = ascii("\",\"quantity\":\"");
  private static final byte[] BASE = ascii(",\"base_quantity\":\"");
  private static final byte[] SELL =
      ascii(
          ",\"side\":\"sell\",\"is_maker\":true,\"trade_count\":1,\"backfilled\":false,\"trade_ts_ms\":");
  private static final byte[] BUY =
      ascii(
          ",\"side\":\"buy\",\"is_maker\":false,\"trade_count\":1,\"backfilled\":false,\"trade_ts_ms\":");

  private final boolean base;
  private final byte[] bookHead;
  private final byte[] tradeHead;
  private final byte[] bookUnit;
  private final byte[] tradeUnit;
  private byte[] buffer = new byte[32_768];
  private int size;
  private long second = -1;
  private byte[] seconds;

  ProbeJson(Instrument instrument) {
    base = instrument.quantityUnit() == QuantityUnit.BASE;
    bookHead = head(instrument, "orderbook");
    tradeHead = head(instrument, "trade");
    String unit = instrument.quantityUnit().token();
    bookUnit =
        ascii(
            ",\"integrity\":\"sequence\",\"quantity_unit\":\""
                + unit
                + "\",\"contract_value\":null,\"standardized_at\":\"");
    tradeUnit =
        ascii("\",\"quantity_unit\":\"" + unit + (base ? "\"" : "\",\"base_quantity\":null"));
  }

  private static byte[] head(Instrument instrument, String dataType) {
    return ascii(
        ("{\"exchange\":\"%s\",\"market_type\":\"%s\",\"symbol\":\"%s\",\"normalized_symbol\":\"%3$s\","
                + "\"instrument_id\":\"%s\",\"data_type\":\"%s\",\"publisher\":\"unified-collector\","
                + "\"data_source\":\"marketprism\",\"schema_version\":\"1\",\"ts_ms\":")
            .formatted(
                instrument.exchange(),
                instrument.marketType().token(),
                instrument.symbol(),
                instrument.nativeId(),
                dataType));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  byte[] book(ProbePath.Book book, long id, long time, long receiveTime) {
    size = 0;
    raw(bookHead);
    times(time, receiveTime);
    int bids = Math.min(Work.DEPTH, book.bids.size());
    int asks = Math.min(Work.DEPTH, book.asks.size());
    raw(BIDS);
    levels(book.bids, bids);
    raw(ASKS);
    levels(book.asks, asks);
    raw(LAST_ID);
    number(id);
    raw(book.publishedAt == 0 ? SNAPSHOT : UPDATE);
    number(bids + asks);
    raw(SYNC_ID);
    number(book.syncId);
    raw(bookUnit);
    iso(receiveTime + 1);
    raw(BOOK_END);
    return Arrays.copyOf(buffer, size);
  }

  byte[] trade(long id, long price, long quantity, boolean sell, long time, long receiveTime) {
    size = 0;
    raw(tradeHead);
    times(time, receiveTime);
    raw(TRADE_ID);
    number(id);
    raw(PRICE);
    decimal(price);
    raw(QUANTITY);
    decimal(quantity);
    raw(tradeUnit);
    if (base) {
      raw(BASE);
      decimal(quantity);
      buffer[size++] = '"';
    }
    raw(sell ? SELL : BUY);
    number(time);
    buffer[size++] = '}';
    return Arrays.copyOf(buffer, size);
  }

  private void times(long time, long receiveTime) {
    number(time);
    raw(SOURCE);
    number(receiveTime);
    raw(PUBLISHED);
    number(receiveTime + 1);
  }

  private void iso(long millis) {
    if (millis / 1_000 != second) {
      second = millis / 1_000;
      seconds = ascii(SECONDS.format(Instant.ofEpochSecond(second)));
    }
    raw(seconds);
    int rest = (int) (millis % 1_000);
    buffer[size++] = (byte) ('0' + rest / 100);
    pair(rest % 100);
  }

  private void levels(ProbePath.Side side, int levels) {
    for (int i = 0; i < levels; i++) {
      if (i > 0) {
        buffer[size++] = ',';
      }
      buffer[size++] = '[';
      buffer[size++] = '"';
      decimal(side.price(i));
      buffer[size++] = '"';
      buffer[size++] = ',';
      buffer[size++] = '"';
      decimal(side.quantity(i));
      buffer[size++] = '"';
      buffer[size++] = ']';
    }
  }

  private void raw(byte[] bytes) {
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    size += bytes.length;
  }

  private void pair(int value) {
    buffer[size++] = PAIRS[2 * value];
    buffer[size++] = PAIRS[2 * value + 1];
  }

  private void number(long value) {
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    int position = size + digits;
    size = position;
    long rest = value;
    while (rest >= 100) {
      long next = rest / 100;
      int index = 2 * (int) (rest - 100 * next);
      buffer[--position] = PAIRS[index + 1];
      buffer[--position] = PAIRS[index];
      rest = next;
    }
    if (rest >= 10) {
      buffer[--position] = PAIRS[2 * (int) rest + 1];
      buffer[--position] = PAIRS[2 * (int) rest];
    } else {
      buffer[--position] = (byte) ('0' + rest);
    }
  }

  private void decimal(long value) {
    long whole = value / POWERS[SCALE];
    int fraction = (int) (value - whole * POWERS[SCALE]);
    number(whole);
    if (fraction != 0) {
      buffer[size++] = '.';
      pair(fraction / 1_000_000);
      pair(fraction / 10_000 % 100);
      pair(fraction / 100 % 100);
      pair(fraction % 100);
      while (buffer[size - 1] == '0') {
        size--;
      }
    }
  }

  /** A decimal as text. */
  static String plain(long value) {
    return Messages.plain(BigDecimal.valueOf(value, SCALE));
  }
}
