// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.truth.TruthBooks;
import java.util.Map;

/**
 * Looks in the end for trades that are missing, and holds announced losses against what was
 * published.
 *
 * <p>The rules: between the first and the last trade that a transport had of an instrument there is
 * every trade of the venue, except those announced as lost for good; core subscribers may also miss
 * what was made in a window, where the stream has it. Of an announced loss, {@code lost_count} is
 * the number of ids skipped, and at its end those that are missing for good; {@code
 * backfilled_count} is the number published so marked. No id of it was published live, unless a
 * window lies within the horizon before.
 */
final class LossJudge {
  /** How far a trade's time may be from the window in which it was lost, ms. */
  private static final long AROUND = 5_000;

  private final TradeJudge core;
  private final TradeJudge stream;
  private final TradeLosses losses;
  private final Windows windows;
  private final long horizon;
  private final Findings findings;
  private long announced;
  private long excused;

  /**
   * @param stream what was read from the stream; null where it was not
   * @param horizon ms
   */
  LossJudge(
      TradeJudge core,
      TradeJudge stream,
      TradeLosses losses,
      Windows windows,
      long horizon,
      Findings findings) {
    this.core = core;
    this.stream = stream;
    this.losses = losses;
    this.windows = windows;
    this.horizon = horizon;
    this.findings = findings;
  }

  /** Looks for missing trades. */
  void missing() {
    core.published().forEach((subject, mine) -> missing(subject, mine, FindingKind.LOST_TRADE));
    if (stream != null) {
      stream
          .published()
          .forEach((subject, mine) -> missing(subject, mine, FindingKind.LOST_IN_STREAM));
      core.published().forEach(this::beyondTheStream);
    }
  }

  private void missing(String subject, PublishedTrades mine, FindingKind kind) {
    TruthBooks books = mine.truth().books();
    long last = mine.last();
    for (long id = mine.nextMissing(mine.first()); id < last; id = mine.nextMissing(id + 1)) {
      if (books.tradeHolding(mine.instrument(), id).isPresent()) {
        missing(subject, mine, id, kind);
      }
    }
  }

  private void missing(String subject, PublishedTrades mine, long id, FindingKind kind) {
    if (losses.announced(subject, id)) {
      announced++;
    } else if (kind == FindingKind.LOST_TRADE && missedInWindow(subject, mine, id)) {
      excused++;
    } else {
      findings.add(kind, subject + " trade " + id);
    }
  }

  private boolean missedInWindow(String subject, PublishedTrades mine, long id) {
    if (stream != null && !has(stream.published(), subject, id)) {
      return false;
    }
    return mine.truth()
        .trade(mine.instrument(), id)
        .map(Trade::tradeTime)
        .filter(time -> windows.touch(time - AROUND, time + AROUND))
        .isPresent();
  }

  private static boolean has(Map<String, PublishedTrades> published, String subject, long id) {
    PublishedTrades trades = published.get(subject);
    return trades != null && trades.has(id);
  }

  /** Trades that core had before the first or after the last one of the stream. */
  private void beyondTheStream(String subject, PublishedTrades cores) {
    PublishedTrades streams = stream.published().get(subject);
    for (long id = cores.first(); id <= cores.last(); id++) {
      boolean inside = streams != null && streams.first() <= id && id <= streams.last();
      if (inside) {
        id = streams.last();
      } else if (cores.has(id)) {
        missing(subject, cores, id, FindingKind.LOST_IN_STREAM);
      }
    }
  }

  /** Holds the announced losses against what was published. */
  void counts() {
    losses.all().values().forEach(list -> list.forEach(this::counts));
  }

  private void counts(TradeLosses.Loss loss) {
    FeedEvent gap = loss.gap();
    FeedEvent end = loss.recovered();
    boolean afterCrash = windows.within(gap.noticed() + Faults.SLACK, horizon + Faults.SLACK);
    PublishedTrades cores = core.published().get(loss.subject());
    if (gap.lost() != null && gap.lost() != loss.size()) {
      wrong(gap, "its ids are " + loss.size(), gap.lost());
    }
    if (cores != null && !afterCrash && cores.liveIn(loss.first(), loss.last()) > 0) {
      findings.add(
          FindingKind.FALSE_ANNOUNCEMENT,
          cores.liveIn(loss.first(), loss.last()) + " of its trades were published live: " + gap);
    }
    if (end == null) {
      return;
    }
    long backfilled = end.backfilled() == null ? 0 : end.backfilled();
    if (gap.lost() != null && end.lost() != null && end.lost() + backfilled != gap.lost()) {
      wrong(end, "of " + gap.lost() + ", lost and backfilled are", end.lost() + backfilled);
    }
    boolean touched = windows.touch(gap.noticed() - Faults.SLACK, end.span().to() + AROUND);
    // After a crash, what had been published before it is fetched again, and counts as live here.
    if (cores != null && !touched && !afterCrash) {
      long published = cores.backfilledIn(loss.first(), loss.last());
      if (published != backfilled) {
        wrong(end, published + " were published as backfilled", backfilled);
      }
    }
    if (end.lost() != null && !(touched && stream == null)) {
      lostForGood(loss, end, afterCrash);
    }
  }

  private void lostForGood(TradeLosses.Loss loss, FeedEvent end, boolean afterCrash) {
    long missing = 0;
    PublishedTrades cores = core.published().get(loss.subject());
    if (cores == null) {
      return;
    }
    TruthBooks books = cores.truth().books();
    for (long id = loss.first(); id <= loss.last(); id++) {
      boolean published =
          cores.has(id) || stream != null && has(stream.published(), loss.subject(), id);
      if (!published && books.tradeHolding(cores.instrument(), id).isPresent()) {
        missing++;
      }
    }
    if (missing < end.lost() && !afterCrash) {
      findings.add(
          FindingKind.FALSE_ANNOUNCEMENT,
          (end.lost() - missing) + " trades said to be lost were published: " + end);
    } else if (missing > end.lost() && end.lost() > 0) {
      findings.add(
          FindingKind.LOST_TRADE,
          missing + " trades are missing, and only " + end.lost() + " are told: " + end,
          missing - end.lost());
    }
  }

  private void wrong(FeedEvent event, String ids, long told) {
    findings.add(FindingKind.WRONG_COUNT, ids + ", told is " + told + ": " + event);
  }

  /** Missing trades that had been announced. */
  long announced() {
    return announced;
  }

  /** Trades that core subscribers missed in a window and the stream has. */
  long excused() {
    return excused;
  }
}
