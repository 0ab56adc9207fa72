// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Side;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows the published deltas as a reader would, and holds them against the truth.
 *
 * <p>The rules: a reader begins at a snapshot; then, within one {@code sync_id}, each {@code
 * prev_seq} is the {@code seq} before, and {@code seq} goes back only where the venue counts anew;
 * another {@code sync_id} begins with a snapshot. Each level of a message is the venue's at {@code
 * seq}, and the best {@value #TOP} levels a side of the reader's book are the venue's best. A chain
 * may break in a window only. Keeps a book for each instrument. Not thread safe.
 */
final class DeltaJudge {
  static final int TOP = 20;

  /** A reader of OKX keeps as many levels a side as the venue's channel has. */
  private static final int OKX_WINDOW = 400;

  private static final class Reader {
    private final Book book = new Book();
    private long syncId;
    private long sequence;
    private boolean following;
  }

  private final Truths truths;
  private final Findings findings;
  private final Suspects suspects;
  private final Map<String, Reader> readers = new HashMap<>();

  DeltaJudge(Truths truths, Findings findings, Suspects suspects) {
    this.truths = truths;
    this.findings = findings;
    this.suspects = suspects;
  }

  void judge(String subject, PublishedDelta delta, Span span) {
    String name = subject + " at " + delta.sequence();
    Reader reader = readers.computeIfAbsent(subject, key -> new Reader());
    if (!takes(subject, name, reader, delta, span)) {
      return;
    }
    apply(reader.book, Side.BID, delta.bids());
    apply(reader.book, Side.ASK, delta.asks());
    if (delta.envelope().exchange().equals("okx")) {
      cut(reader.book, Side.BID);
      cut(reader.book, Side.ASK);
    }
    Optional<Book> known =
        truths.of(subject).book(delta.envelope().instrument(), delta.sequence());
    if (known.isEmpty()) {
      findings.add(FindingKind.UNKNOWN_BOOK, name);
      return;
    }
    boolean right =
        levelsAreTrue(name, Side.BID, delta.bids(), known.get())
            && levelsAreTrue(name, Side.ASK, delta.asks(), known.get())
            && topIsTrue(name, Side.BID, reader.book, known.get())
            && topIsTrue(name, Side.ASK, reader.book, known.get());
    // One wrong message is one finding, not one for each that follows.
    reader.following = right;
  }

  private boolean takes(
      String subject, String name, Reader reader, PublishedDelta delta, Span span) {
    boolean back =
        reader.following
            && delta.syncId() == reader.syncId
            && delta.sequence() < reader.sequence;
    boolean continues =
        reader.following
            && delta.syncId() == reader.syncId
            && Long.valueOf(reader.sequence).equals(delta.previous());
    if (back || reader.following && !delta.snapshot() && !continues) {
      suspects.add(
          FindingKind.BROKEN_CHAIN,
          subject,
          false,
          span,
          "%s: %s after %d of sync_id %d, after %d of %d"
              .formatted(
                  name,
                  delta.snapshot() ? "a snapshot" : "prev_seq " + delta.previous(),
                  delta.sequence(),
                  delta.syncId(),
                  reader.sequence,
                  reader.syncId));
    }
    reader.following = delta.snapshot() || continues && !back;
    reader.syncId = delta.syncId();
    reader.sequence = delta.sequence();
    if (delta.snapshot()) {
      reader.book.levels(Side.BID).clear();
      reader.book.levels(Side.ASK).clear();
    }
    return reader.following;
  }

  private static void apply(Book book, Side side, List<String> levels) {
    for (int i = 0; i < levels.size(); i += 2) {
      book.apply(
          side, new Level(new BigDecimal(levels.get(i)), new BigDecimal(levels.get(i + 1))));
    }
  }

  private static void cut(Book book, Side side) {
    while (book.levels(side).size() > OKX_WINDOW) {
      book.levels(side).pollLastEntry();
    }
  }

  private boolean levelsAreTrue(String name, Side side, List<String> levels, Book known) {
    for (int i = 0; i < levels.size(); i += 2) {
      Level level = find(known, side, levels.get(i));
      String quantity = level == null ? "0" : level.plainQuantity();
      if (!quantity.equals(levels.get(i + 1))) {
        findings.add(
            FindingKind.WRONG_DELTA,
            "%s: %s %s@%s, venue %s"
                .formatted(name, side, levels.get(i + 1), levels.get(i), quantity));
        return false;
      }
    }
    return true;
  }

  private static Level find(Book known, Side side, String price) {
    return known.levels(side).get(new BigDecimal(price));
  }

  private boolean topIsTrue(String name, Side side, Book reader, Book known) {
    Iterator<Level> mine = reader.levels(side).values().iterator();
    int rank = 0;
    for (Level level : known.top(side, TOP)) {
      Level other = mine.hasNext() ? mine.next() : null;
      if (other == null
          || other.price().compareTo(level.price()) != 0
          || other.quantity().compareTo(level.quantity()) != 0) {
        findings.add(
            FindingKind.WRONG_DELTA,
            "%s: %s %d of a reader's book is %s, venue %s"
                .formatted(name, side, rank, other, level));
        return false;
      }
      rank++;
    }
    return true;
  }
}
