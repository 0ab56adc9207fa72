// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import io.marketprism.simulator.truth.TruthBooks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Notes where books of an instrument pause or begin anew, and holds that in the end against what
 * was announced.
 *
 * <p>The rules. A <em>pause</em>: between two books published more than {@value #PAUSE} ms apart,
 * or after the last one, the venue went on changing the book for more than that by its own times. A
 * <em>new beginning</em>: the {@code sync_id} changed. Either needs, between its two books, a
 * {@code gap}, {@code resync}, {@code rejected} or {@code stale} of the instrument, a {@code
 * disconnected} (other than after a hand-over) or {@code rejected} of its socket, a window, or a
 * delisting. A pause may also be the stream's own: its frames were held back and not lost. A new
 * beginning without any of that is the replacement of a live book (docs/messages.md, "What is
 * known") where the id does not go back and no frame of the book was lost meanwhile, or the venue's
 * counting anew. Not thread safe.
 */
final class BookHistory {
  static final long PAUSE = 5_000;

  /** How much earlier than the last good book something may have been noticed, ms. */
  private static final long BEFORE = 2_000;

  private static final int LIMIT = 200_000;

  /** Reason of a socket's end that nothing was lost by (docs/messages.md). */
  private static final String HANDED_OVER = "handed_over";

  private record Shown(String instrument, long id, long syncId, long published, boolean polled) {}

  private record Break(String place, Shown before, Shown after, boolean pause) {}

  private final Truths truths;
  private final Findings findings;
  private final Map<String, Shown> last = new HashMap<>();
  private final List<Break> breaks = new ArrayList<>();
  private long newest;

  BookHistory(Truths truths, Findings findings) {
    this.truths = truths;
    this.findings = findings;
  }

  /** Takes a published book of {@code orderbook.{exchange}.{market}.{symbol}}. */
  void book(String subject, PublishedBook book) {
    Shown now =
        new Shown(
            book.envelope().instrument(),
            book.lastUpdateId(),
            book.syncId(),
            book.envelope().published(),
            book.polled());
    newest = Math.max(newest, now.published());
    Shown before = last.put(subject, now);
    if (before == null) {
      return;
    }
    if (before.syncId() != now.syncId() && !now.polled()) {
      keep(new Break(FeedEvent.place(subject), before, now, false));
    }
    if (now.published() - before.published() > PAUSE && lasted(subject, before, now)) {
      keep(new Break(FeedEvent.place(subject), before, now, true));
    }
  }

  private boolean lasted(String subject, Shown before, Shown now) {
    return truths
            .of(subject)
            .books()
            .updateSpan(before.instrument(), before.id(), now.id(), Long.MAX_VALUE)
        > PAUSE;
  }

  private void keep(Break found) {
    if (breaks.size() == LIMIT) {
      findings.add(FindingKind.OVERRUN, "too many pauses to remember: " + describe(found));
    } else {
      breaks.add(found);
    }
  }

  /** Judges all of it; {@code end} is when listening ended, epoch milliseconds. */
  void judge(FeedHistory history, Faults faults, Windows windows, long end) {
    last.forEach((subject, shown) -> openPause(subject, shown, end));
    for (Break found : breaks) {
      Span span =
          new Span(found.before().published() - BEFORE, found.after().published() + Faults.SLACK);
      boolean explained =
          windows.touch(found.before().published(), found.after().published())
              || announced(history, found.place(), span)
              || faults.delisted(found.place(), found.before().instrument(), span)
              || (found.pause()
                  ? faults.heldBack(found.place(), found.before().instrument(), span)
                  : replaced(faults, found, span));
      if (!explained) {
        findings.add(FindingKind.UNANNOUNCED_GAP, describe(found));
      }
    }
  }

  /** A pause that had not ended with the listening: the last book is the one before it. */
  private void openPause(String subject, Shown shown, long end) {
    long silent = Math.min(end, newest + PAUSE) - shown.published();
    if (silent <= PAUSE) {
      return;
    }
    TruthBooks books = truths.of(subject).books();
    long venueTime = books.eventTime(shown.instrument(), shown.id()).orElse(0);
    long span =
        venueTime == 0
            ? 0
            : books.updateSpan(shown.instrument(), shown.id(), Long.MAX_VALUE, venueTime + silent);
    if (span > PAUSE) {
      Shown never =
          new Shown(shown.instrument(), -1, shown.syncId(), shown.published() + silent, false);
      keep(new Break(FeedEvent.place(subject), shown, never, true));
    }
  }

  private static boolean announced(FeedHistory history, String place, Span span) {
    return history.of(place).stream()
            .anyMatch(
                event ->
                    event.isOf("orderbook", "gap", "resync", "rejected", "stale")
                        && span.touches(event.span().from(), event.span().to()))
        || history.socketsOf(place, "orderbook").stream()
            .anyMatch(
                event ->
                    event.isOf("socket", "disconnected", "rejected")
                        && !event.reason().equals(HANDED_OVER)
                        && span.touches(event.span().from(), event.span().to()));
  }

  private static boolean replaced(Faults faults, Break found, Span span) {
    String instrument = found.before().instrument();
    return found.after().id() >= found.before().id()
        ? !faults.lostFrame(found.place(), instrument, span)
        : faults.countedAnew(found.place(), instrument, span);
  }

  private static String describe(Break found) {
    Shown before = found.before();
    Shown after = found.after();
    return found.pause()
        ? "orderbook.%s paused from %d (id %d) for %d ms"
            .formatted(
                found.place(),
                before.published(),
                before.id(),
                after.published() - before.published())
        : "orderbook.%s began anew at %d: sync_id %d after %d, id %d after %d"
            .formatted(
                found.place(),
                after.published(),
                after.syncId(),
                before.syncId(),
                after.id(),
                before.id());
  }
}
