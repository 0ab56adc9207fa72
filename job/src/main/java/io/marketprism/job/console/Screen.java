// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.util.List;

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
 * @param rows all subjects
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
   */
  record NatsView(
      boolean connected, long messages, double perSecond, long dropped, long tradesStored) {}

  Screen {
    rows = List.copyOf(rows);
    events = List.copyOf(events);
  }
}
