// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import io.marketprism.simulator.market.PlainDecimal;
import io.marketprism.simulator.market.Trade;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Holds the trades of one transport against the truth: each as it was, each once, in the order of
 * ids. What may be otherwise:
 *
 * <ul>
 *   <li>To core subscribers a trade may come again, and one may come late, in a window; and where
 *       it is marked as fetched again, within the horizon after it.
 *   <li>In the stream, a single match may stand behind the gathered trade that holds it where it is
 *       so marked, within the horizon after a window (docs/messages.md, "OKX after a crash").
 * </ul>
 *
 * Not thread safe.
 */
final class TradeJudge {
  private final Truths truths;
  private final Findings findings;
  private final Suspects suspects;
  private final boolean stream;
  private final boolean repeatsAllowed;
  private final Map<String, PublishedTrades> bySubject = new TreeMap<>();

  private TradeJudge(
      Truths truths, Findings findings, Suspects suspects, boolean stream, boolean repeatsAllowed) {
    this.truths = truths;
    this.findings = findings;
    this.suspects = suspects;
    this.stream = stream;
    this.repeatsAllowed = repeatsAllowed;
  }

  static TradeJudge ofCore(
      Truths truths, Findings findings, Suspects suspects, boolean repeatsAllowed) {
    return new TradeJudge(truths, findings, suspects, false, repeatsAllowed);
  }

  static TradeJudge ofStream(Truths truths, Findings findings, Suspects suspects) {
    return new TradeJudge(truths, findings, suspects, true, false);
  }

  void judge(String subject, PublishedTrade trade, Span span) {
    String name = subject + " trade " + trade.id();
    String instrument = trade.envelope().instrument();
    PatientTruth truth = truths.of(subject);
    Optional<Trade> known =
        truth.trade(instrument, trade.id()).flatMap(holder -> told(holder, trade));
    if (known.isEmpty()) {
      findings.add(FindingKind.UNKNOWN_TRADE, name);
      return;
    }
    compare(name, trade, known.get());
    PublishedTrades published =
        bySubject.computeIfAbsent(subject, key -> new PublishedTrades(truth, instrument));
    long first = PublishedTrades.firstCovered(known.get());
    if (published.isTooFar(first) || published.isTooFar(trade.id())) {
      findings.add(FindingKind.OVERRUN, name + " is too far from the first trade");
      return;
    }
    long last = published.last();
    boolean part = trade.count() == 1 && trade.backfilled() && published.isGathered(trade.id());
    boolean repeated = published.add(first, trade.id(), trade.backfilled());
    if (repeated) {
      repeated(subject, name, trade, part, span);
    } else if (trade.id() < last) {
      backward(subject, name + " after " + last, trade, span);
    }
  }

  private void repeated(
      String subject, String name, PublishedTrade trade, boolean part, Span span) {
    if (stream && part) {
      suspects.add(FindingKind.DOUBLED_IN_STREAM, subject, true, span, name);
    } else if (stream) {
      findings.add(FindingKind.DOUBLED_IN_STREAM, name);
    } else if (!repeatsAllowed) {
      suspects.add(FindingKind.DOUBLED_TRADE, subject, trade.backfilled(), span, name);
    }
  }

  private void backward(String subject, String name, PublishedTrade trade, Span span) {
    if (stream) {
      findings.add(FindingKind.BACKWARD_IN_STREAM, name);
    } else {
      suspects.add(FindingKind.BACKWARD_TRADE, subject, trade.backfilled(), span, name);
    }
  }

  /**
   * What the venue told under the published id: a trade, or, where it names trades by their last
   * match, also a single match of one, as histories have them.
   */
  private static Optional<Trade> told(Trade holder, PublishedTrade published) {
    boolean single = holder.id() == holder.lastMatch() && published.count() == 1;
    if (single) {
      return Optional.of(
          holder.matches().get(Math.toIntExact(published.id() - holder.firstMatch())));
    }
    return holder.id() == published.id() ? Optional.of(holder) : Optional.empty();
  }

  private void compare(String name, PublishedTrade trade, Trade known) {
    check(name, "price", trade.price(), PlainDecimal.of(known.price()));
    check(name, "quantity", trade.quantity(), PlainDecimal.of(known.quantity()));
    check(name, "side", trade.side(), known.buyerIsMaker() ? "sell" : "buy");
    check(name, "is_maker", trade.maker(), known.buyerIsMaker());
    check(name, "trade_count", trade.count(), known.count());
    check(name, "trade_ts_ms", trade.tradeTime(), known.tradeTime());
  }

  private void check(String name, String field, Object published, Object venue) {
    if (!published.equals(venue)) {
      findings.add(
          FindingKind.WRONG_TRADE, name + ": " + field + " " + published + ", venue " + venue);
    }
  }

  /** What was published, by subject. */
  Map<String, PublishedTrades> published() {
    return bySubject;
  }
}
