// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import io.marketprism.simulator.market.Trade;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The losses of trades that feed_status announced, with the ids that they speak of. */
final class TradeLosses {
  /**
   * What a simulated Deribit's {@code trade_seq}, of which feed_status speaks, is above its ids.
   */
  private static final long DERIBIT_SEQUENCE_ABOVE_ID = 1_000_000;

  /**
   * One loss.
   *
   * @param subject of the trades
   * @param recovered the announcement of its end, or null
   * @param first the first id that is said to be missing
   * @param last the last one
   */
  record Loss(String subject, FeedEvent gap, FeedEvent recovered, long first, long last) {
    long size() {
      return Math.max(0, last - first + 1);
    }

    /** Whether it leaves ids that may never be published. */
    boolean mayLack() {
      return recovered == null || recovered.lost() == null || recovered.lost() > 0;
    }

    boolean holds(long id) {
      return first <= id && id <= last;
    }
  }

  private final Map<String, List<Loss>> bySubject = new HashMap<>();

  TradeLosses(FeedHistory history, Truths truths, Findings findings) {
    for (String place : history.places()) {
      String subject = "trade." + place;
      List<FeedEvent> events = history.of(place);
      for (int i = 0; i < events.size(); i++) {
        FeedEvent gap = events.get(i);
        if (gap.isOf("trade", "gap")) {
          FeedEvent recovered = endOf(gap, events.subList(i + 1, events.size())).orElse(null);
          loss(subject, gap, recovered, truths, findings);
        }
      }
    }
  }

  private static Optional<FeedEvent> endOf(FeedEvent gap, List<FeedEvent> later) {
    return later.stream()
        .filter(event -> event.isOf("trade", "recovered") && event.reason().equals("backfill"))
        .filter(event -> event.connection().equals(gap.connection()))
        .filter(event -> Objects.equals(event.previous(), gap.previous()))
        .filter(event -> Objects.equals(event.sequence(), gap.sequence()))
        .findFirst();
  }

  private void loss(
      String subject, FeedEvent gap, FeedEvent recovered, Truths truths, Findings findings) {
    if (gap.previous() == null || gap.sequence() == null || gap.instrument() == null) {
      findings.add(FindingKind.MALFORMED, "without ids or instrument: " + gap);
      return;
    }
    long above = subject.startsWith("trade.deribit.") ? DERIBIT_SEQUENCE_ABOVE_ID : 0;
    long next = gap.sequence() - above;
    Optional<Trade> behind = truths.of(subject).trade(gap.instrument(), next);
    if (behind.isEmpty()) {
      findings.add(FindingKind.FALSE_ANNOUNCEMENT, "the venue made no trade " + next + ": " + gap);
      return;
    }
    bySubject
        .computeIfAbsent(subject, key -> new ArrayList<>())
        .add(
            new Loss(
                subject,
                gap,
                recovered,
                gap.previous() - above + 1,
                PublishedTrades.firstCovered(behind.get()) - 1));
  }

  List<Loss> of(String subject) {
    return bySubject.getOrDefault(subject, List.of());
  }

  Map<String, List<Loss>> all() {
    return bySubject;
  }

  /** Whether it was said that a trade may be missing for good. */
  boolean announced(String subject, long id) {
    return of(subject).stream().anyMatch(loss -> loss.mayLack() && loss.holds(id));
  }
}
