// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import io.marketprism.simulator.market.PlainDecimal;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.truth.TruthBooks;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Holds the trades of one transport against the truth: each once, none missing between the first
 * and the last. Not thread safe.
 */
final class TradeJudge {
  private static final int MAX_SPAN = 1 << 30;

  private static final class Seen {
    private final PatientTruth truth;
    private final String instrument;
    private final long origin;
    private final BitSet ids = new BitSet();

    Seen(PatientTruth truth, String instrument, long origin) {
      this.truth = truth;
      this.instrument = instrument;
      this.origin = origin;
    }
  }

  private final Truths truths;
  private final Findings findings;
  private final FindingKind doubled;
  private final FindingKind lost;
  private final Map<String, Seen> bySubject = new TreeMap<>();
  private long announced;

  /** A judge who reports what was doubled and lost under the given kinds; null reports nothing. */
  TradeJudge(Truths truths, Findings findings, FindingKind doubled, FindingKind lost) {
    this.truths = truths;
    this.findings = findings;
    this.doubled = doubled;
    this.lost = lost;
  }

  void judge(String subject, PublishedTrade trade) {
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
    Seen seen =
        bySubject.computeIfAbsent(
            subject,
            key -> {
              TruthBooks books = truth.books();
              Trade first = books.trade(instrument, books.tradeId(instrument, 0)).orElseThrow();
              return new Seen(truth, instrument, firstCovered(first));
            });
    cover(name, seen, firstCovered(known.get()), trade.id());
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

  /** The first id that a trade stands for: its own, or that of its first match. */
  private static long firstCovered(Trade trade) {
    return trade.id() == trade.lastMatch() ? trade.firstMatch() : trade.id();
  }

  private void cover(String name, Seen seen, long first, long last) {
    long end = last - seen.origin + 1;
    if (end > MAX_SPAN) {
      findings.add(FindingKind.OVERRUN, name + " is too far from the first trade");
      return;
    }
    int from = (int) (first - seen.origin);
    if (!seen.ids.get(from, (int) end).isEmpty() && doubled != null) {
      findings.add(doubled, name);
    }
    seen.ids.set(from, (int) end);
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

  /** Looks for trades missing between the first and the last seen of each subject. */
  void conclude(AnnouncedGaps gaps) {
    bySubject.forEach(
        (subject, seen) -> {
          TruthBooks books = seen.truth.books();
          int last = seen.ids.length() - 1;
          int first = seen.ids.nextSetBit(0);
          for (int place = seen.ids.nextClearBit(Math.max(first, 0));
              place < last;
              place = seen.ids.nextClearBit(place + 1)) {
            long id = seen.origin + place;
            if (books.tradeHolding(seen.instrument, id).isPresent()) {
              missing(subject, id, gaps);
            }
          }
        });
  }

  private void missing(String subject, long id, AnnouncedGaps gaps) {
    if (gaps.announced(subject, id)) {
      announced++;
    } else {
      findings.add(lost, subject + " trade " + id);
    }
  }

  /** Missing trades that had been announced. */
  long announced() {
    return announced;
  }

  /**
   * Reports the trades that another transport had within the span of this one but this one lacks.
   */
  void lacks(TradeJudge other, AnnouncedGaps gaps) {
    other.bySubject.forEach(
        (subject, theirs) -> {
          Seen mine = bySubject.get(subject);
          BitSet missing = (BitSet) theirs.ids.clone();
          if (mine != null) {
            missing.andNot(mine.ids);
          }
          missing.stream()
              .filter(place -> mine == null || outside(mine.ids, place))
              .forEach(place -> missing(subject, theirs.origin + place, gaps));
        });
  }

  private static boolean outside(BitSet ids, int place) {
    return place < ids.nextSetBit(0) || place > ids.length() - 1;
  }
}
