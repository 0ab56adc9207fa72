// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Side;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Holds published books against the truth. Not thread safe. */
final class BookJudge {
  private record Position(long syncId, long lastUpdateId) {}

  private final Truths truths;
  private final GoldenBooks golden;
  private final Findings findings;
  private final Map<String, Position> positions = new HashMap<>();
  private int leastLevels = Integer.MAX_VALUE;
  private int mostLevels;

  BookJudge(Truths truths, GoldenBooks golden, Findings findings) {
    this.truths = truths;
    this.golden = golden;
    this.findings = findings;
  }

  /** Takes a book; gives whether it is the venue's at its update id. */
  boolean judge(String subject, PublishedBook book) {
    String name = subject + " at " + book.lastUpdateId();
    if (book.bids().isEmpty() || book.asks().isEmpty()) {
      findings.add(FindingKind.EMPTY_SIDE, name);
    } else if (new BigDecimal(book.bids().get(0)).compareTo(new BigDecimal(book.asks().get(0)))
        >= 0) {
      findings.add(
          FindingKind.CROSSED_BOOK, name + ": " + book.bids().get(0) + " / " + book.asks().get(0));
    }
    for (List<String> side : List.of(book.bids(), book.asks())) {
      leastLevels = Math.min(leastLevels, side.size() / 2);
      mostLevels = Math.max(mostLevels, side.size() / 2);
    }
    Position position = new Position(book.syncId(), book.lastUpdateId());
    Position before = positions.put(subject, position);
    if (before != null
        && before.syncId() == position.syncId()
        && position.lastUpdateId() < before.lastUpdateId()) {
      findings.add(FindingKind.BACKWARD_BOOK, name + " after " + before.lastUpdateId());
    }
    golden.compare(name, book, findings);
    return compare(name, book, truths.of(subject));
  }

  private boolean compare(String name, PublishedBook published, PatientTruth truth) {
    String instrument = published.envelope().instrument();
    Optional<Book> known = truth.book(instrument, published.lastUpdateId());
    if (known.isEmpty()) {
      findings.add(FindingKind.UNKNOWN_BOOK, name);
      return false;
    }
    boolean bids = compare(name, Side.BID, published.bids(), known.get());
    boolean asks = compare(name, Side.ASK, published.asks(), known.get());
    if (published.envelope().timeSource().equals("exchange")) {
      OptionalLong time = truth.eventTime(instrument, published.lastUpdateId());
      if (time.isPresent() && time.getAsLong() != published.envelope().time()) {
        findings.add(
            FindingKind.WRONG_TIME,
            name + ": ts_ms " + published.envelope().time() + ", venue " + time.getAsLong());
      }
    }
    return bids && asks;
  }

  private boolean compare(String name, Side side, List<String> published, Book known) {
    int place = 0;
    for (Level level : known.levels(side).values()) {
      if (place == published.size()) {
        return true;
      }
      String price = published.get(place);
      String quantity = published.get(place + 1);
      if (!price.equals(level.plainPrice()) || !quantity.equals(level.plainQuantity())) {
        findings.add(
            FindingKind.WRONG_LEVEL,
            "%s: %s %d is %s@%s, venue %s"
                .formatted(name, side, place / 2, quantity, price, level));
        return false;
      }
      place += 2;
    }
    if (place < published.size()) {
      findings.add(
          FindingKind.WRONG_LEVEL,
          "%s: %s %d is %s@%s, the venue had %d levels"
              .formatted(
                  name,
                  side,
                  place / 2,
                  published.get(place + 1),
                  published.get(place),
                  known.levels(side).size()));
      return false;
    }
    return true;
  }

  /** Least and most levels of a published side. */
  List<Integer> levels() {
    return List.of(Math.min(leastLevels, mostLevels), mostLevels);
  }
}
