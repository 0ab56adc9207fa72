// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Side;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Holds published quotes against the truth: each is the top of the venue's book at its id, and ids
 * do not go back within one synchronised period. Not thread safe.
 */
final class QuoteJudge {
  private record Position(long syncId, long updateId) {}

  private final Truths truths;
  private final Findings findings;
  private final Map<String, Position> positions = new HashMap<>();

  QuoteJudge(Truths truths, Findings findings) {
    this.truths = truths;
    this.findings = findings;
  }

  void judge(String subject, PublishedQuote quote) {
    String name = subject + " at " + quote.updateId();
    Position before =
        positions.put(subject, new Position(quote.syncId(), quote.updateId()));
    if (before != null
        && before.syncId() == quote.syncId()
        && quote.updateId() < before.updateId()) {
      findings.add(FindingKind.BACKWARD_BOOK, name + " after " + before.updateId());
    }
    Optional<Book> known =
        truths.of(subject).book(quote.envelope().instrument(), quote.updateId());
    if (known.isEmpty()) {
      findings.add(FindingKind.UNKNOWN_BOOK, name);
      return;
    }
    compare(name, quote.bidPrice(), quote.bidQuantity(), known.get().best(Side.BID));
    compare(name, quote.askPrice(), quote.askQuantity(), known.get().best(Side.ASK));
  }

  private void compare(String name, String price, String quantity, Level best) {
    if (best == null
        || !price.equals(best.plainPrice())
        || !quantity.equals(best.plainQuantity())) {
      findings.add(
          FindingKind.WRONG_QUOTE, name + ": " + quantity + "@" + price + ", venue " + best);
    }
  }
}
