// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.sources.venue.deribit.DeribitFixtures.decode;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.poll;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.settings;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter.Reason;
import io.marketprism.model.Decimals;
import io.marketprism.model.FundingRate;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.model.OpenInterest;
import io.marketprism.model.QuantityUnit;
import io.marketprism.model.Trade;
import io.marketprism.model.book.OrderBook;
import io.marketprism.sources.book.BookSynchronizer;
import io.marketprism.sources.book.BookSynchronizer.State;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.deribit.DeribitFixtures.Recorder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * What Deribit really sent, and what others make of it. Skipped where the recordings are absent
 * ({@code captures.dir}).
 */
class DeribitCapturesTest {
  private static final Path CAPTURES =
      Path.of(System.getProperty("captures.dir", "../../shared/captures"));
  private static final int KEEP_DEPTH = 1_000;

  private static List<String> lines(String name) throws IOException {
    Path file = CAPTURES.resolve(name);
    assumeTrue(Files.exists(file), () -> file + " is absent");
    try (InputStream in = Files.newInputStream(file);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    name.endsWith(".gz") ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    }
  }

  /** Perpetuals as they are listed; the recorded options as instruments of the test's own. */
  private static Instrument instrument(String name) {
    Instrument listed = DeribitInstruments.byName(name);
    return listed != null
        ? listed
        : new Instrument("deribit", MarketType.OPTIONS, name, name, QuantityUnit.BASE, null);
  }

  /** A book that is fed as in production. */
  private static final class Followed implements BookSynchronizer.Output {
    final OrderBook book = new OrderBook();
    final BookSynchronizer synchronizer =
        new BookSynchronizer(DeribitBooks.INSTANCE.chain(), this, 100, 1 << 20, 3_600_000);
    final List<String> troubles = new ArrayList<>();
    int messages;
    int chained;

    @Override
    public void snapshot(BookSnapshot snapshot) {
      try {
        book.apply(snapshot, KEEP_DEPTH);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void delta(BookDelta delta) {
      chained++;
      try {
        book.apply(delta, KEEP_DEPTH);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void lost(String reason, long lastGoodId, long breakingId, long lastGoodTime) {
      troubles.add("lost " + reason);
    }

    @Override
    public void live(String reason, long id, long eventTime) {}

    @Override
    public void requestSnapshot(String reason) {
      troubles.add("request " + reason);
    }
  }

  @Test
  void recordedChangesChainWithoutAGapAndFinalBooksAreTheGoldenOnes() throws Exception {
    Map<String, Followed> books = new TreeMap<>();
    for (String golden : lines("golden/cf-deribit-final.jsonl")) {
      books.put(RawJson.object(golden).get("instrument"), new Followed());
    }
    DeribitFrames frames =
        DeribitFixtures.frames(
            DataType.ORDERBOOK,
            books.keySet().stream()
                .map(DeribitCapturesTest::instrument)
                .toArray(Instrument[]::new));
    int tickers = 0;
    for (String line : lines("deribit/ten-options-20210722.jsonl.gz")) {
      Map<String, String> row = RawJson.object(line);
      if (!"recv".equals(row.get("dir"))) {
        continue;
      }
      if (row.get("msg").contains("\"channel\":\"ticker.")) {
        tickers++;
        assertThat(refusal(frames, row.get("msg"))).isEqualTo(Reason.UNKNOWN_MESSAGE);
        continue;
      }
      Recorder found = decode(frames, row.get("msg"));
      for (BookSnapshot snapshot : found.snapshots) {
        Followed followed = books.get(snapshot.instrument().nativeId());
        followed.messages++;
        followed.synchronizer.onStreamSnapshot(snapshot);
      }
      for (BookDelta delta : found.deltas) {
        Followed followed = books.get(delta.instrument().nativeId());
        followed.messages++;
        followed.synchronizer.onDelta(delta);
      }
    }
    assertThat(tickers).isEqualTo(89);
    assertThat(books.values().stream().mapToInt(followed -> followed.chained).sum()).isEqualTo(36);
    for (String line : lines("golden/cf-deribit-final.jsonl")) {
      Map<String, String> golden = RawJson.object(line);
      Followed followed = books.get(golden.get("instrument"));
      assertThat(followed.troubles).isEmpty();
      assertThat(followed.synchronizer.state()).isEqualTo(State.SYNCED);
      assertThat(followed.messages).isEqualTo(Integer.parseInt(golden.get("events")));
      assertGolden(followed.book, golden);
    }
  }

  private static void assertGolden(OrderBook book, Map<String, String> golden) throws Exception {
    List<String> bids =
        levels(book.bidCount(), i -> level(book, book.bidPrice(i), book.bidQuantity(i)));
    List<String> asks =
        levels(book.askCount(), i -> level(book, book.askPrice(i), book.askQuantity(i)));
    assertThat(List.of(bids.size(), asks.size()).toString()).isEqualTo(golden.get("levels"));
    assertThat(top(bids)).isEqualTo(golden.get("bids").replace(" ", ""));
    assertThat(top(asks)).isEqualTo(golden.get("asks").replace(" ", ""));
    String whole = "[[" + String.join(",", bids) + "],[" + String.join(",", asks) + "]]";
    assertThat(
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256")
                        .digest(whole.getBytes(StandardCharsets.UTF_8))))
        .as(golden.get("instrument"))
        .isEqualTo(golden.get("sha256"));
  }

  private static List<String> levels(int count, IntFunction<String> level) {
    return IntStream.range(0, count).mapToObj(level).toList();
  }

  private static String level(OrderBook book, long price, long quantity) {
    return "[\""
        + Decimals.toPlainString(price, book.priceScale())
        + "\",\""
        + Decimals.toPlainString(quantity, book.quantityScale())
        + "\"]";
  }

  private static String top(List<String> levels) {
    return levels.stream().limit(10).collect(Collectors.joining(",", "[", "]"));
  }

  private static Reason refusal(DeribitFrames frames, String frame) {
    return catchThrowableOfType(FrameException.class, () -> decode(frames, frame)).reason();
  }

  /**
   * Not compared: {@code quote} is not collected; tickers of options and combinations are not
   * either; liquidations of Deribit are not, only the trades that they are. Two books of 2019 have
   * no {@code type}, which the venue has sent ever since the form of today.
   */
  @Test
  void everyMessageMeansWhatAnIndependentImplementationSays() throws Exception {
    Map<String, Integer> compared = new TreeMap<>();
    for (String line : lines("normalized-pairs/deribit.jsonl")) {
      Map<String, String> pair = RawJson.object(line);
      String message = pair.get("message");
      Map<String, String> params = RawJson.object(RawJson.object(message).get("params"));
      String[] channel = params.get("channel").split("\\.");
      Instrument instrument = instrument(channel[1]);
      List<Map<String, String>> expected =
          RawJson.array(pair.get("expected")).stream().map(RawJson::object).toList();
      String kind =
          switch (channel[0]) {
            case "trades" -> assertTrades(instrument, message, expected);
            case "book" -> assertBook(instrument, message, expected.get(0));
            case "ticker" ->
                channel[1].endsWith("-PERPETUAL")
                    ? assertTicker(instrument, params.get("data"), expected.get(0))
                    : "ticker of an option or a combination";
            default -> channel[0];
          };
      compared.merge(kind, 1, Integer::sum);
    }
    assertThat(compared)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "trades", 3,
                "book", 2,
                "book without a type", 2,
                "ticker", 2,
                "ticker of an option or a combination", 8,
                "quote", 1));
  }

  private static String assertTrades(
      Instrument instrument, String message, List<Map<String, String>> expected)
      throws FrameException {
    Recorder found = decode(DeribitFixtures.frames(DataType.TRADE, instrument), message);
    assertThat(found.refused).isEmpty();
    assertThat(found.trades.stream().map(DeribitCapturesTest::tradeText))
        .containsExactlyElementsOf(
            expected.stream()
                .filter(object -> "trade".equals(object.get("type")))
                .map(
                    trade ->
                        trade.get("id")
                            + ' '
                            + trade.get("side")
                            + ' '
                            + trade.get("amount")
                            + '@'
                            + trade.get("price")
                            + ' '
                            + millis(trade))
                .toList());
    return "trades";
  }

  private static String tradeText(Trade trade) {
    return trade.publishedId()
        + (trade.sell() ? " sell " : " buy ")
        + Decimals.toPlainString(trade.quantity(), trade.quantityScale())
        + '@'
        + Decimals.toPlainString(trade.price(), trade.priceScale())
        + ' '
        + trade.eventTime();
  }

  private static String assertBook(
      Instrument instrument, String message, Map<String, String> expected) throws FrameException {
    DeribitFrames frames = DeribitFixtures.frames(DataType.ORDERBOOK, instrument);
    if (!message.contains("\"type\"")) {
      assertThat(refusal(frames, message)).isEqualTo(Reason.MISSING_FIELD);
      return "book without a type";
    }
    Recorder found = decode(frames, message);
    String levels = expectedLevels(expected, "bids") + " | " + expectedLevels(expected, "asks");
    if (found.snapshots.isEmpty()) {
      // Taken for a snapshot there because it follows nothing; here it starts no book, and the
      // venue is asked for one.
      BookDelta delta = found.deltas.get(0);
      assertThat(delta.previousId()).isZero();
      assertThat(text(delta)).isEqualTo("0>14617771529 t" + millis(expected) + " | " + levels);
    } else {
      assertThat(text(found.snapshots.get(0)))
          .isEqualTo("1232767964 t" + millis(expected) + " | " + levels);
    }
    return "book";
  }

  private static String expectedLevels(Map<String, String> expected, String side) {
    return RawJson.array(expected.get(side)).stream()
        .map(RawJson::object)
        .map(level -> level.get("price") + '@' + level.get("amount"))
        .collect(Collectors.joining(" "));
  }

  private static String assertTicker(
      Instrument instrument, String data, Map<String, String> expected) throws FrameException {
    FundingRate funding = funding(instrument, data);
    OpenInterest interest = openInterest(instrument, data);
    assertThat(funding.rate()).isEqualTo(new BigDecimal(expected.get("fundingRate")));
    assertThat(funding.markPrice()).isEqualTo(new BigDecimal(expected.get("markPrice")));
    assertThat(funding.indexPrice()).isEqualTo(new BigDecimal(expected.get("indexPrice")));
    assertThat(funding.eventTime()).isEqualTo(millis(expected));
    assertThat(interest.amount()).isEqualTo(new BigDecimal(expected.get("openInterest")));
    assertThat(interest.eventTime()).isEqualTo(millis(expected));
    return "ticker";
  }

  private static long millis(Map<String, String> expected) {
    return Instant.parse(expected.get("timestamp")).toEpochMilli();
  }

  /** The channel's data and the result of {@code public/ticker} have one shape. */
  private static FundingRate funding(Instrument instrument, String data) throws FrameException {
    return (FundingRate)
        poll(DeribitPolls.of(DataType.FUNDING_RATE, settings(Map.of())), instrument, result(data))
            .events
            .get(0);
  }

  private static OpenInterest openInterest(Instrument instrument, String data)
      throws FrameException {
    return (OpenInterest)
        poll(DeribitPolls.of(DataType.OPEN_INTEREST, settings(Map.of())), instrument, result(data))
            .events
            .get(0);
  }

  private static String result(String data) {
    return "{\"jsonrpc\":\"2.0\",\"result\":" + data + "}";
  }

  private static String describe(FundingRate funding, OpenInterest interest) {
    return String.join(
        " ",
        "t" + funding.eventTime(),
        funding.rate().toPlainString(),
        funding.settledRate().toPlainString(),
        funding.markPrice().toPlainString(),
        funding.indexPrice().toPlainString(),
        interest.amount().toPlainString(),
        interest.baseAmount().toPlainString(),
        interest.usdAmount().toPlainString());
  }

  /** The long book of the samples has no asks at all, and an absent side is not an empty one. */
  @Test
  void documentedPushesDecodeToTheirValues() throws Exception {
    Map<String, String> found = new TreeMap<>();
    for (String line : lines("samples/deribit-pushdata.jsonl")) {
      Map<String, String> row = RawJson.object(line);
      String sample = sample(row.get("msg"));
      if (!sample.isEmpty()) {
        found.put(row.get("name"), sample);
      }
    }
    assertThat(found)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Orderbook",
                "refused: MISSING_FIELD",
                "Orderbook Update",
                "297217 t1554373962454 | 5042.34@30 5041.94@20 | 5042.64@40 5043.3@40",
                "Instrument Trades",
                "BTC-PERPETUAL #30289442 48079269 t1590484512188 sell 10@8950",
                "Instruments Ticker",
                "t1623060194301 0 0.0000211 36446.51 36441.64 502097590 13776.28722201 502097590"));
  }

  @Test
  void recordedPushesOf2026DecodeToTheirValues() throws Exception {
    List<String> found = new ArrayList<>();
    for (String line : lines("samples/ccxt-2026-samples.jsonl")) {
      Map<String, String> row = RawJson.object(line);
      if ("deribit".equals(row.get("exchange"))) {
        found.add(sample(row.get("msg")));
      }
    }
    assertThat(found)
        .containsExactly(
            "answer",
            "t1786563120494 0.00002081 0.00010036 63346.33 63329.18 716004750 11303.01865949"
                + " 716004750",
            "BTC-PERPETUAL #296152987 440192723 t1786563104514 buy 20@63344.5");
  }

  /** What a frame says of what is collected, or nothing. */
  private static String sample(String message) throws FrameException {
    Map<String, String> members = RawJson.object(message);
    DeribitFrames books = DeribitFixtures.frames(DataType.ORDERBOOK, DeribitFixtures.BTC);
    if (members.containsKey("result")) {
      books.subscribe(1, List.of(DeribitFixtures.BTC));
      assertThat(decode(books, message).control)
          .containsExactly(
              "refused 1 BTC-PERPETUAL: book.BTC-PERPETUAL.100ms is not in the answer");
      return "answer";
    }
    Map<String, String> params = RawJson.object(members.get("params"));
    String channel = params.get("channel");
    if (channel.startsWith("book.")) {
      if (!RawJson.object(params.get("data")).containsKey("asks")) {
        assertBids(decode(books, message.replace("\"bids\"", "\"asks\":[],\"bids\"")), params);
        return "refused: " + refusal(books, message);
      }
      return text(decode(books, message).snapshots.get(0));
    }
    if (channel.startsWith("trades.BTC-PERPETUAL.")) {
      DeribitFrames trades = DeribitFixtures.frames(DataType.TRADE, DeribitFixtures.BTC);
      return text(decode(trades, message).trades.get(0));
    }
    if (channel.startsWith("ticker.")) {
      return describe(
          funding(DeribitFixtures.BTC, params.get("data")),
          openInterest(DeribitFixtures.BTC, params.get("data")));
    }
    assertThat(catchThrowableOfType(FrameException.class, () -> decode(books, message)))
        .isNotNull();
    return "";
  }

  private static void assertBids(Recorder found, Map<String, String> params) {
    BookSnapshot book = found.snapshots.get(0);
    List<String> expected =
        RawJson.array(RawJson.object(params.get("data")).get("bids")).stream()
            .map(RawJson::array)
            .map(level -> plain(level.get(1)) + '@' + plain(level.get(2)))
            .toList();
    assertThat(expected).hasSize(259);
    assertThat(text(book.bids(), book.priceScale(), book.quantityScale()))
        .isEqualTo(String.join(" ", expected));
  }

  private static String plain(String number) {
    return new BigDecimal(number).stripTrailingZeros().toPlainString();
  }
}
