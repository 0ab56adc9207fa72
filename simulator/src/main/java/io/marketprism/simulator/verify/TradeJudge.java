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
    private final String instrument;
    private final long origin;
    private final BitSet ids = new BitSet();

    Seen(String instrument, long origin) {
      this.instrument = instrument;
      this.origin = origin;
    }
  }

  private final PatientTruth truth;
  private final Findings findings;
  private final FindingKind doubled;
  private final FindingKind lost;
  private final Map<String, Seen> bySubject = new TreeMap<>();
  private long announced;

  /** A judge who reports what was doubled and lost under the given kinds; null reports nothing. */
  TradeJudge(PatientTruth truth, Findings findings, FindingKind doubled, FindingKind lost) {
    this.truth = truth;
    this.findings = findings;
    this.doubled = doubled;
    this.lost = lost;
  }

  void judge(String subject, PublishedTrade trade) {
    String name = subject + " trade " + trade.id();
    String instrument = trade.envelope().instrument();
    Optional<Trade> known = truth.trade(instrument, trade.id());
    if (known.isEmpty()) {
      findings.add(FindingKind.UNKNOWN_TRADE, name);
      return;
    }
    compare(name, trade, known.get());
    Seen seen =
        bySubject.computeIfAbsent(
            subject, key -> new Seen(instrument, truth.books().tradeId(instrument, 0)));
    long place = trade.id() - seen.origin;
    if (place >= MAX_SPAN) {
      findings.add(FindingKind.OVERRUN, name + " is too far from the first trade");
    } else if (seen.ids.get((int) place)) {
      if (doubled != null) {
        findings.add(doubled, name);
      }
    } else {
      seen.ids.set((int) place);
    }
  }

  private void compare(String name, PublishedTrade trade, Trade known) {
    check(name, "price", trade.price(), PlainDecimal.of(known.price()));
    check(name, "quantity", trade.quantity(), PlainDecimal.of(known.quantity()));
    check(name, "side", trade.side(), known.buyerIsMaker() ? "sell" : "buy");
    check(name, "is_maker", trade.maker(), known.buyerIsMaker());
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
    TruthBooks books = truth.books();
    bySubject.forEach(
        (subject, seen) -> {
          int last = seen.ids.length() - 1;
          int first = seen.ids.nextSetBit(0);
          for (int place = seen.ids.nextClearBit(Math.max(first, 0));
              place < last;
              place = seen.ids.nextClearBit(place + 1)) {
            long id = seen.origin + place;
            if (books.trade(seen.instrument, id).isPresent()) {
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
