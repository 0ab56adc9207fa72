// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One moment of the collector as the console sees it.
 *
 * @param elapsedSeconds seconds since the console started
 * @param nowMs wall clock, ms since the epoch; only for the age of the last checkpoint
 * @param flinkUrl where Flink's REST interface and web UI are
 * @param job the job
 * @param natsUrl the NATS server
 * @param nats what is known of it
 * @param deadLetters dead letters received
 * @param gaps gap events received
 * @param expected subjects that must be published; none where that is not known
 * @param completeAfterSeconds after how many seconds of the run the last expected subject spoke for
 *     the first time, -1 before that
 * @param rows all subjects, those without a message only where they are expected
 * @param events the last feed events, oldest first
 */
record Screen(
    long elapsedSeconds,
    long nowMs,
    String flinkUrl,
    JobView job,
    String natsUrl,
    NatsView nats,
    long deadLetters,
    long gaps,
    List<String> expected,
    long completeAfterSeconds,
    List<SubjectRow> rows,
    List<FeedEvent> events) {
  /**
   * The NATS side.
   *
   * @param connected whether the console is connected
   * @param messages messages received
   * @param perSecond messages per second of late
   * @param dropped messages that the console could not keep up with
   * @param tradesStored messages in the stream of trades, -1 when unknown
   * @param figuresStored messages in the stream of funding, open interest and so on, -1 when
   *     unknown
   */
  record NatsView(
      boolean connected,
      long messages,
      double perSecond,
      long dropped,
      long tradesStored,
      long figuresStored) {}

  Screen {
    expected = List.copyOf(expected);
    rows = List.copyOf(rows);
    events = List.copyOf(events);
  }

  /** Returns this moment with the time at which all expected subjects had spoken. */
  Screen completeAfter(long seconds) {
    return new Screen(
        elapsedSeconds,
        nowMs,
        flinkUrl,
        job,
        natsUrl,
        nats,
        deadLetters,
        gaps,
        expected,
        seconds,
        rows,
        events);
  }

  /** Returns the expected subjects that have had no message. */
  List<String> silent() {
    Set<String> heard =
        rows.stream()
            .filter(SubjectRow::heard)
            .map(SubjectRow::subject)
            .collect(Collectors.toSet());
    return expected.stream().filter(subject -> !heard.contains(subject)).toList();
  }

  /**
   * Returns the seconds since the job was submitted; since the console's start if that was before.
   */
  long runSeconds() {
    return Math.max(elapsedSeconds, job.uptimeMs() / 1_000);
  }
}
