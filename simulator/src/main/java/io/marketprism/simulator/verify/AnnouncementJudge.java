// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Holds announced losses against the faults: each must have a cause, and each must end, once.
 *
 * <p>The rules: a {@code gap} or {@code resync} of a book and a {@code gap} of trades follow a
 * fault of that instrument or of all, a closed socket, or a window, within the horizon. After one
 * of a book comes one {@code live} of the same connection, after one of trades one {@code
 * recovered} of the same ids; another loss before that, or an end without a loss, is a finding
 * unless a window lies between. A loss still open at the end must be younger than {@value
 * #OPEN_AT_MOST} ms, delisted, or behind a window after which the instrument was published again.
 */
final class AnnouncementJudge {
  static final long OPEN_AT_MOST = 30_000;
  private static final String EXPIRED = "book_expired";

  private final FeedHistory history;
  private final Faults faults;
  private final Windows windows;
  private final Activity activity;
  private final Findings findings;
  private final long end;
  private final Map<String, Long> losses = new HashMap<>();

  /**
   * @param end when listening ended, epoch milliseconds
   */
  AnnouncementJudge(
      FeedHistory history,
      Faults faults,
      Windows windows,
      Activity activity,
      Findings findings,
      long end) {
    this.history = history;
    this.faults = faults;
    this.windows = windows;
    this.activity = activity;
    this.findings = findings;
    this.end = end;
  }

  void judge() {
    for (String place : history.places()) {
      Map<String, Pairing> pairings = new HashMap<>();
      for (FeedEvent event : history.of(place)) {
        if (event.isLoss()) {
          losses.merge(event.feed() + " " + event.event(), 1L, Long::sum);
        }
        if ((event.isLoss() || event.isOfOneOfMany()) && !faults.explain(event)) {
          findings.add(FindingKind.FALSE_ANNOUNCEMENT, "nothing was wrong before: " + event);
        }
        if (event.connection().isEmpty() && event.reason().equals(EXPIRED)) {
          // The books say this of their own; the feed tells of it with its next update.
          continue;
        }
        Pairing pairing =
            pairings.computeIfAbsent(
                event.feed() + " " + event.connection(), key -> new Pairing(place));
        if (event.feed().equals("orderbook")) {
          pairing.book(event);
        } else if (event.feed().equals("trade")) {
          pairing.trades(event);
        }
      }
      pairings.values().forEach(Pairing::end);
    }
  }

  /** Losses announced, by feed and event. */
  Map<String, Long> losses() {
    return losses;
  }

  /** One instrument's feed on one connection. */
  private final class Pairing {
    private final String place;
    private FeedEvent open;
    private FeedEvent lastLive;

    private Pairing(String place) {
      this.place = place;
    }

    void book(FeedEvent event) {
      boolean whole =
          event.event().equals("live")
              || event.event().equals("recovered") && !event.reason().equals("silence");
      if (event.isLoss() || event.isOfOneOfMany()) {
        opens(event);
      } else if (whole) {
        if (open == null && lastLive != null && !renewed(lastLive, event)) {
          unpaired("live without a loss: " + event);
        }
        open = null;
        lastLive = event;
      }
    }

    void trades(FeedEvent event) {
      if (event.isLoss() || event.isOfOneOfMany()) {
        opens(event);
      } else if (event.event().equals("recovered") && event.reason().equals("backfill")) {
        boolean same =
            open != null
                && Objects.equals(open.previous(), event.previous())
                && Objects.equals(open.sequence(), event.sequence());
        if (!same && !windows.within(event.noticed(), Recoveries.LONGEST)) {
          unpaired("recovered without its gap: " + event);
        }
        open = null;
      }
    }

    private void opens(FeedEvent event) {
      boolean expiredTwice = event.reason().equals(EXPIRED);
      if (open != null && !expiredTwice && !windows.touch(open.noticed(), event.span().to())) {
        unpaired("lost again before the end of " + open + ": " + event);
      }
      open = event;
    }

    /** Whether a book may be proven anew: its connection, its listing or its process was. */
    private boolean renewed(FeedEvent before, FeedEvent now) {
      Span between = new Span(before.noticed(), now.span().to());
      return windows.touch(between)
          || faults.relisted(place, String.valueOf(now.instrument()), between)
          || history.of(place).stream()
              .anyMatch(event -> event.event().equals("rejected") && in(between, event))
          || history.of(FeedEvent.socketsOf(place)).stream()
              .anyMatch(event -> isEnd(event, now.connection()) && in(between, event));
    }

    private boolean isEnd(FeedEvent event, String connection) {
      return (connection.isEmpty() || event.connection().equals(connection))
          && List.of("disconnected", "rotating", "rejected").contains(event.event());
    }

    private static boolean in(Span between, FeedEvent event) {
      return between.touches(event.span().from(), event.span().to());
    }

    private void end() {
      if (open == null || end - open.noticed() <= OPEN_AT_MOST) {
        return;
      }
      Span since = new Span(open.noticed(), end);
      boolean over =
          faults.delisted(place, String.valueOf(open.instrument()), since)
              || windows.touch(since) && publishedAgain();
      if (!over) {
        findings.add(FindingKind.NEVER_RECOVERED, "no end of " + open);
      }
    }

    private boolean publishedAgain() {
      return open.feed().equals("trade")
          || activity.firstFrom("orderbook." + place, open.span().to()) >= 0;
    }

    private void unpaired(String what) {
      findings.add(FindingKind.UNPAIRED_ANNOUNCEMENT, what);
    }
  }
}
