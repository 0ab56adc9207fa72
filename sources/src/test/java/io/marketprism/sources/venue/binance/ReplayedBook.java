// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Decimals;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.book.OrderBook;
import io.marketprism.sources.book.BookSynchronizer;
import io.marketprism.sources.book.ChainRule;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/** A book behind its synchronizer, as in production, compared with what is known to be right. */
public final class ReplayedBook implements BookSynchronizer.Output {
  private static final int EVERY_LEVEL = 1_000_000;

  private final OrderBook book = new OrderBook();
  private final Consumer<ReplayedBook> changed;
  private final List<String> notices = new ArrayList<>();
  private long events = -1;

  /** Synchronizes the book; deltas and snapshots go in here. */
  public final BookSynchronizer synchronizer;

  /**
   * @param changed told after each change
   */
  public ReplayedBook(ChainRule rule, Consumer<ReplayedBook> changed) {
    this.changed = changed;
    this.synchronizer = new BookSynchronizer(rule, this, 10_000, 8 << 20, 3_600_000);
  }

  /** Deltas applied since the snapshot; -1 before it. */
  public long events() {
    return events;
  }

  /** What else the synchronizer said. */
  public List<String> notices() {
    return notices;
  }

  /** The book's update id. */
  public long id() {
    return book.lastId();
  }

  @Override
  public void snapshot(BookSnapshot snapshot) {
    apply(() -> book.apply(snapshot, EVERY_LEVEL));
    events = 0;
    changed.accept(this);
  }

  @Override
  public void delta(BookDelta delta) {
    assertThat(delta.previousId()).isEqualTo(book.lastId());
    apply(() -> book.apply(delta, EVERY_LEVEL));
    events++;
    assertThat(book.isCrossed()).as("crossed at %s", delta.lastId()).isFalse();
    changed.accept(this);
  }

  private interface Change {
    void apply() throws MalformedDecimalException;
  }

  private static void apply(Change change) {
    try {
      change.apply();
    } catch (MalformedDecimalException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void lost(String reason, long lastGoodId, long breakingId, long lastGoodTime) {
    notices.add("lost " + reason + " at " + lastGoodId);
  }

  @Override
  public void live(String reason, long id, long eventTime) {
    notices.add("live");
  }

  @Override
  public void requestSnapshot(String reason) {
    notices.add(reason == null ? "request" : "request " + reason);
  }

  /** Compares the whole book with a golden one. */
  public void assertEquals(JsonNode golden) {
    String at = golden.path("instrument").asText("") + " event " + events;
    assertThat(book.bidCount()).as(at).isEqualTo(golden.get("levels").get(0).intValue());
    assertThat(book.askCount()).as(at).isEqualTo(golden.get("levels").get(1).intValue());
    assertThat(bids(10)).as(at).isEqualTo(golden.get("bids").toString());
    assertThat(asks(10)).as(at).isEqualTo(golden.get("asks").toString());
    assertThat(sha256('[' + bids(book.bidCount()) + ',' + asks(book.askCount()) + ']'))
        .as(at)
        .isEqualTo(golden.get("sha256").textValue());
  }

  /** Best bid and ask with their quantities. */
  public String top() {
    return bids(1) + asks(1);
  }

  /** A {@code bookTicker}'s best bid and ask in the form of {@link #top}. */
  public static String top(JsonNode ticker) throws MalformedDecimalException {
    return "[["
        + plain(ticker.get("b").textValue())
        + ','
        + plain(ticker.get("B").textValue())
        + "]][["
        + plain(ticker.get("a").textValue())
        + ','
        + plain(ticker.get("A").textValue())
        + "]]";
  }

  private static String plain(String number) throws MalformedDecimalException {
    return '"' + Decimals.toPlainString(Decimals.exact(number)) + '"';
  }

  private String bids(int count) {
    return side(count, rank -> book.bidPrice((int) rank), rank -> book.bidQuantity((int) rank));
  }

  private String asks(int count) {
    return side(count, rank -> book.askPrice((int) rank), rank -> book.askQuantity((int) rank));
  }

  private String side(int count, LongUnaryOperator price, LongUnaryOperator quantity) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ",")
          .append("[\"")
          .append(Decimals.toPlainString(price.applyAsLong(i), book.priceScale()))
          .append("\",\"")
          .append(Decimals.toPlainString(quantity.applyAsLong(i), book.quantityScale()))
          .append("\"]");
    }
    return text.append(']').toString();
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
