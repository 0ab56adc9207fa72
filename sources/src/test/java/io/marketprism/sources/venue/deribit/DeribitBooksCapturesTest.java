// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.sources.venue.deribit.DeribitFixtures.decode;
import static io.marketprism.sources.venue.deribit.DeribitRecordings.lines;
import static io.marketprism.sources.venue.deribit.DeribitRecordings.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter.Reason;
import io.marketprism.model.Decimals;
import io.marketprism.model.Instrument;
import io.marketprism.model.book.OrderBook;
import io.marketprism.sources.book.BookSynchronizer;
import io.marketprism.sources.book.BookSynchronizer.State;
import io.marketprism.sources.venue.deribit.DeribitFixtures.Recorder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Recorded books against those of an independent replay. */
class DeribitBooksCapturesTest {
  private static final int KEEP_DEPTH = 1_000;

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
            books.keySet().stream().map(DeribitRecordings::instrument).toArray(Instrument[]::new));
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
}
