// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.book;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DecimalParser;
import io.marketprism.model.Decimals;
import io.marketprism.model.Levels;
import io.marketprism.model.MalformedDecimalException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Replays eleven minutes of Binance spot BTCUSDT and compares the book, whole, with those that an
 * independent replay computed. Skipped where the recordings are absent ({@code captures.dir}).
 */
class BinanceSpotGoldenTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final int EVERY_LEVEL = 1_000_000;
  private static final Path CAPTURES =
      Path.of(System.getProperty("captures.dir", "../../shared/captures"));
  private static final Path GOLDEN = CAPTURES.resolve("golden/hft-binance-spot-BTCUSDT.jsonl");
  private static final List<Path> RECORDINGS =
      List.of(
          CAPTURES.resolve("binance-spot/btcusdt_20240808.gz"),
          CAPTURES.resolve("binance-spot/btcusdt_20240809.gz"));

  private final DecimalParser parser = new DecimalParser();
  private final OrderBook book = new OrderBook();
  private final Deque<JsonNode> golden = new ArrayDeque<>();
  private long event = -1;

  @BeforeEach
  void needsTheRecordings() {
    assumeTrue(Files.isReadable(GOLDEN), () -> "no recording at " + GOLDEN);
    RECORDINGS.forEach(file -> assumeTrue(Files.isReadable(file), () -> "no recording at " + file));
  }

  @Test
  void everyGoldenBookOfTheRecordingIsRebuilt() throws IOException, MalformedDecimalException {
    for (String line : Files.readAllLines(GOLDEN)) {
      golden.add(JACKSON.readTree(line));
    }
    assertThat(golden).hasSize(14);

    List<JsonNode> beforeSnapshot = new ArrayList<>();
    for (Path file : RECORDINGS) {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          String json = line.substring(line.indexOf(' ') + 1);
          if (json.startsWith("{\"lastUpdateId\"")) {
            apply(snapshot(JACKSON.readTree(json)));
            for (JsonNode diff : beforeSnapshot) {
              applyIfNewer(diff);
            }
          } else if (json.contains("@depth")) {
            JsonNode diff = JACKSON.readTree(json).get("data");
            if (event < 0) {
              beforeSnapshot.add(diff);
            } else {
              applyIfNewer(diff);
            }
          }
        }
      }
    }

    assertThat(event).isEqualTo(6_493);
    assertThat(golden).as("golden books that were never reached").isEmpty();
  }

  private void apply(BookSnapshot snapshot) throws MalformedDecimalException {
    book.apply(snapshot, EVERY_LEVEL);
    event = 0;
    compareIfGolden();
  }

  private void applyIfNewer(JsonNode diff) throws MalformedDecimalException {
    if (diff.get("u").longValue() <= book.lastId()) {
      return;
    }
    assertThat(diff.get("U").longValue()).isLessThanOrEqualTo(book.lastId() + 1);
    book.apply(delta(diff), EVERY_LEVEL);
    event++;
    assertThat(book.isCrossed()).isFalse();
    compareIfGolden();
  }

  private void compareIfGolden() {
    JsonNode next = golden.peek();
    if (next == null || next.get("event").longValue() != event) {
      return;
    }
    golden.remove();
    String at = "event " + event;
    assertThat(book.lastId()).as(at).isEqualTo(next.get("u").longValue());
    assertThat(book.bidCount()).as(at).isEqualTo(next.get("levels").get(0).intValue());
    assertThat(book.askCount()).as(at).isEqualTo(next.get("levels").get(1).intValue());
    assertThat(bids(10)).as(at).isEqualTo(next.get("bids").toString());
    assertThat(asks(10)).as(at).isEqualTo(next.get("asks").toString());
    assertThat(sha256('[' + bids(book.bidCount()) + ',' + asks(book.askCount()) + ']'))
        .as(at)
        .isEqualTo(next.get("sha256").textValue());
  }

  private String bids(int count) {
    List<String> levels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      levels.add(level(book.bidPrice(i), book.bidQuantity(i)));
    }
    return '[' + String.join(",", levels) + ']';
  }

  private String asks(int count) {
    List<String> levels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      levels.add(level(book.askPrice(i), book.askQuantity(i)));
    }
    return '[' + String.join(",", levels) + ']';
  }

  private String level(long price, long quantity) {
    return "[\""
        + Decimals.toPlainString(price, book.priceScale())
        + "\",\""
        + Decimals.toPlainString(quantity, book.quantityScale())
        + "\"]";
  }

  private BookSnapshot snapshot(JsonNode rest) throws MalformedDecimalException {
    int priceScale = scale(rest, "bids", "asks", 0);
    int quantityScale = scale(rest, "bids", "asks", 1);
    return BookEvents.snapshot(
        rest.get("lastUpdateId").longValue(),
        priceScale,
        quantityScale,
        levels(rest.get("bids"), priceScale, quantityScale),
        levels(rest.get("asks"), priceScale, quantityScale),
        false,
        false);
  }

  private BookDelta delta(JsonNode diff) throws MalformedDecimalException {
    int priceScale = scale(diff, "b", "a", 0);
    int quantityScale = scale(diff, "b", "a", 1);
    return BookEvents.delta(
        book.lastId(),
        diff.get("u").longValue(),
        priceScale,
        quantityScale,
        levels(diff.get("b"), priceScale, quantityScale),
        levels(diff.get("a"), priceScale, quantityScale));
  }

  /** The smallest scale that holds all prices (column 0) or quantities (column 1). */
  private int scale(JsonNode event, String bids, String asks, int column)
      throws MalformedDecimalException {
    int scale = 0;
    for (String side : List.of(bids, asks)) {
      for (JsonNode level : event.get(side)) {
        parser.parse(level.get(column).textValue());
        scale = Math.max(scale, parser.scale());
      }
    }
    return scale;
  }

  private Levels levels(JsonNode side, int priceScale, int quantityScale)
      throws MalformedDecimalException {
    long[] prices = new long[side.size()];
    long[] quantities = new long[side.size()];
    for (int i = 0; i < prices.length; i++) {
      prices[i] = mantissa(side.get(i).get(0).textValue(), priceScale);
      quantities[i] = mantissa(side.get(i).get(1).textValue(), quantityScale);
    }
    return new Levels(prices, quantities, prices.length);
  }

  private long mantissa(String text, int scale) throws MalformedDecimalException {
    parser.parse(text);
    return Decimals.rescale(parser.mantissa(), parser.scale(), scale);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
