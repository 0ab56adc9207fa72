// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import io.marketprism.simulator.truth.FaultRow;
import io.marketprism.simulator.truth.SocketRow;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was made to go wrong: the rows of the truth logs, and the windows of processes. A fault can
 * be the cause of something up to a horizon after its end.
 */
final class Faults {
  /** A row may be written this long after its effect was noticed, ms. */
  static final long SLACK = 1_000;

  /** Kinds during which no frame comes. */
  private static final Set<String> HOLDING = Set.of("delay", "silence", "half-open");

  /** Kinds that lose a frame of an instrument, or make it unreadable. */
  private static final Set<String> LOSING = Set.of("drop", "truncate", "corrupt", "silence");

  private static final String DELIST = "delist";
  private static final String LIST = "list";

  private final Truths truths;
  private final Windows windows;
  private final long horizon;
  private final Map<String, List<FaultRow>> rows = new HashMap<>();
  private final Map<String, List<SocketRow>> closes = new TreeMap<>();
  private final Map<String, List<SocketRow>> refusals = new TreeMap<>();
  private final Map<String, Long> counts = new TreeMap<>();

  /**
   * @param processes faults of processes
   * @param horizon ms
   */
  Faults(Truths truths, List<FaultRow> processes, Windows windows, long horizon) {
    this.truths = truths;
    this.windows = windows;
    this.horizon = horizon;
    truths
        .logs()
        .forEach(
            (log, truth) -> {
              rows.put(log, truth.books().faults());
              closes.put(
                  log,
                  truth.books().sockets().stream()
                      .filter(row -> row.is(SocketRow.Event.CLOSED))
                      .sorted(Comparator.comparingLong(SocketRow::time))
                      .toList());
              refusals.put(
                  log,
                  truth.books().sockets().stream()
                      .filter(row -> row.is(SocketRow.Event.REFUSED))
                      .toList());
            });
    rows.values().forEach(list -> list.forEach(this::count));
    processes.forEach(this::count);
  }

  private void count(FaultRow row) {
    counts.merge(row.kind(), 1L, Long::sum);
  }

  /** Whether anything that went wrong can be the cause of something that was noticed of a feed. */
  boolean explain(FeedEvent event) {
    return windows.within(event.noticed() + SLACK, horizon + SLACK)
        || rows(event.place()).stream().anyMatch(row -> explains(row, event))
        || closes.get(truths.logOf("feed_status." + event.place())).stream()
            .anyMatch(row -> within(row.time(), row.time(), event.noticed()));
  }

  /** Whether the venue of a market refused a socket at most {@code millis} before. */
  boolean refused(FeedEvent event, long millis) {
    return refusals.get(truths.logOf("feed_status." + event.place())).stream()
        .anyMatch(
            row -> row.time() <= event.noticed() + SLACK && event.noticed() <= row.time() + millis);
  }

  /** Whether a fault of a market's sockets can be the cause of something noticed of one. */
  boolean ofSockets(FeedEvent event) {
    return rows(event.place()).stream()
        .anyMatch(row -> row.feed().equals("socket") && explains(row, event));
  }

  private boolean explains(FaultRow row, FeedEvent event) {
    boolean other =
        row.feed().equals("orderbook") && event.feed().equals("trade")
            || row.feed().equals("trade") && event.feed().equals("orderbook");
    boolean concerned = event.instrument() == null || row.concerns(event.instrument());
    long end = row.kind().equals(DELIST) ? Long.MAX_VALUE - horizon : row.until();
    return concerned && !other && within(row.begin(), end, event.noticed());
  }

  private boolean within(long begin, long end, long time) {
    return begin <= time + SLACK && time <= end + horizon;
  }

  private List<FaultRow> rows(String place) {
    return rows.get(truths.logOf("feed_status." + place));
  }

  private List<FaultRow> ofBook(String place, String instrument) {
    return rows(place).stream()
        .filter(row -> row.concerns(instrument) && !row.feed().equals("trade"))
        .toList();
  }

  /** Whether frames of a book were held back for all or some of a span. */
  boolean heldBack(String place, String instrument, Span span) {
    return ofBook(place, instrument).stream()
        .anyMatch(
            row ->
                HOLDING.contains(row.kind())
                    && span.touches(row.begin() - SLACK, row.until() + SLACK));
  }

  /** Whether a frame of a book was lost in a span. */
  boolean lostFrame(String place, String instrument, Span span) {
    return ofBook(place, instrument).stream()
        .anyMatch(row -> LOSING.contains(row.kind()) && span.touches(row.begin(), row.until()));
  }

  /** Whether the venue began to count the ids of a book anew in a span. */
  boolean countedAnew(String place, String instrument, Span span) {
    return ofBook(place, instrument).stream()
        .anyMatch(
            row ->
                row.kind().equals(FaultRow.SEQUENCE_RESET)
                    && span.touches(row.begin(), row.begin()));
  }

  /** Whether an instrument was off the venue's list at some time of a span. */
  boolean delisted(String place, String instrument, Span span) {
    boolean off = false;
    for (FaultRow row : rows(place)) {
      if (row.begin() > span.to()) {
        break;
      }
      if (row.concerns(instrument) && row.kind().equals(DELIST)) {
        off = true;
      } else if (row.concerns(instrument) && row.kind().equals(LIST)) {
        off = row.begin() + horizon >= span.from();
      }
    }
    return off;
  }

  /** Whether an instrument was put on or taken off the list in a span. */
  boolean relisted(String place, String instrument, Span span) {
    return rows(place).stream()
        .anyMatch(
            row ->
                row.concerns(instrument)
                    && (row.kind().equals(DELIST) || row.kind().equals(LIST))
                    && span.touches(row.begin(), row.begin()));
  }

  /** The closed sockets of a log, in order of time. */
  Map<String, List<SocketRow>> closes() {
    return closes;
  }

  /** The name of the log that tells of a place. */
  String logOf(String place) {
    return truths.logOf("feed_status." + place);
  }

  /** Faults by kind. */
  Map<String, Long> counts() {
    return counts;
  }
}
