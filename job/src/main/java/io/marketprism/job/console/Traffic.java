// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Everything heard on NATS, counted. Pure: messages and the clock come in as arguments.
 *
 * <p>{@link #record} may be called by any thread, {@link #rows} and {@link #perSecond} by the
 * drawing thread only. Bounded: beyond {@value #MAX_SUBJECTS} subjects a message counts only in the
 * total; {@value #MAX_EVENTS} feed events are kept.
 */
final class Traffic {
  static final int MAX_SUBJECTS = 5_000;
  static final int MAX_EVENTS = 50;

  private static final List<String> ORDER =
      List.of(
          "orderbook",
          "trade",
          "funding_rate",
          "open_interest",
          "liquidation",
          "lsr_top_position",
          "lsr_all_account",
          "volatility_index");
  private static final Comparator<SubjectRow> BY_TYPE_THEN_NAME =
      Comparator.comparingInt((SubjectRow row) -> rank(row.dataType()))
          .thenComparing(SubjectRow::subject);

  private final Map<String, SubjectTally> tallies = new ConcurrentHashMap<>();
  private final Deque<FeedEvent> events = new ArrayDeque<>();
  private final Map<String, Long> eventCounts = new ConcurrentHashMap<>();
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong deadLetters = new AtomicLong();
  private final RateWindow rate = new RateWindow(21);

  /** Takes one message. */
  void record(String subject, byte[] payload, long nowNanos) {
    messages.incrementAndGet();
    if (subject.startsWith("dead_letter.")) {
      deadLetters.incrementAndGet();
    } else if (subject.startsWith("feed_status.")) {
      recordEvent(payload);
    } else {
      SubjectTally tally = tally(subject);
      if (tally != null) {
        tally.record(payload, nowNanos);
      }
    }
  }

  /** Makes rows of subjects that have had no message yet. */
  void expect(List<String> subjects) {
    subjects.forEach(this::tally);
  }

  /**
   * Takes what a stream holds of a subject: messages from before this console listened.
   *
   * @param count how many
   * @param newest the newest of them
   * @param atNanos when that was stored, on the clock of {@link #record}
   */
  void recall(String subject, long count, byte[] newest, long atNanos) {
    SubjectTally tally = tally(subject);
    if (tally != null) {
      tally.recall(count, newest, atNanos);
    }
  }

  /** Returns how many messages of a subject are known, heard and recalled. */
  long known(String subject) {
    SubjectTally tally = tallies.get(subject);
    return tally == null ? 0 : tally.messages();
  }

  private SubjectTally tally(String subject) {
    SubjectTally known = tallies.get(subject);
    if (known != null || tallies.size() >= MAX_SUBJECTS) {
      return known;
    }
    return tallies.computeIfAbsent(subject, SubjectTally::new);
  }

  private void recordEvent(byte[] payload) {
    FeedEvent event;
    try {
      event = MessageReader.feedEvent(payload);
    } catch (IOException | NumberFormatException e) {
      return;
    }
    eventCounts.merge(event.event(), 1L, Long::sum);
    SubjectTally tally = tallies.get(event.subject());
    if (tally != null) {
      tally.record(event);
    }
    synchronized (events) {
      events.addLast(event);
      if (events.size() > MAX_EVENTS) {
        events.removeFirst();
      }
    }
  }

  /** Samples all rates and returns the rows, books first. */
  List<SubjectRow> rows(long nowNanos) {
    rate.sample(nowNanos, messages.get());
    List<SubjectRow> rows = new ArrayList<>();
    for (SubjectTally tally : tallies.values()) {
      rows.add(tally.row(nowNanos));
    }
    rows.sort(BY_TYPE_THEN_NAME);
    return rows;
  }

  /** Returns messages per second over all subjects, as of the last {@link #rows}. */
  double perSecond() {
    return rate.perSecond();
  }

  /** Returns the messages received so far, of all kinds. */
  long messages() {
    return messages.get();
  }

  /** Returns the dead letters received so far. */
  long deadLetters() {
    return deadLetters.get();
  }

  /** Returns how often an event of {@code feed_status.*} was received, e.g. {@code gap}. */
  long eventCount(String event) {
    return eventCounts.getOrDefault(event, 0L);
  }

  /** Returns the last feed events, oldest first. */
  List<FeedEvent> events() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  private static int rank(String dataType) {
    int place = ORDER.indexOf(dataType);
    return place < 0 ? ORDER.size() : place;
  }
}
