// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

/**
 * Count, rate and newest message of one subject. {@link #record} is called by NATS' thread for
 * every message and does no more than keep it; {@link #row} is called by the drawing thread, a few
 * times a second, and reads it.
 */
final class SubjectTally {
  /** At four samples a second the rate spans five seconds. */
  private static final int RATE_SAMPLES = 21;

  private final String subject;
  private final String dataType;
  private final RateWindow rate = new RateWindow(RATE_SAMPLES);
  private long messages;
  private long lastNanos;
  private byte[] newest = new byte[0];
  private BookState state = BookState.LIVE;

  private byte[] shownPayload = newest;
  private Headline shown = new Headline.None();

  SubjectTally(String subject) {
    this.subject = subject;
    int dot = subject.indexOf('.');
    this.dataType = dot < 0 ? subject : subject.substring(0, dot);
  }

  /** Counts a message. A message after a gap or a silence means that the book is whole again. */
  synchronized void record(byte[] payload, long nowNanos) {
    messages++;
    lastNanos = nowNanos;
    newest = payload;
    state = BookState.LIVE;
  }

  /** Takes what a stream holds of the subject; counts nothing twice that was heard as well. */
  synchronized void recall(long count, byte[] payload, long atNanos) {
    if (messages == 0 || atNanos - lastNanos > 0) {
      lastNanos = atNanos;
      newest = payload;
    }
    messages = Math.max(messages, count);
  }

  /** Returns the messages known of. */
  synchronized long messages() {
    return messages;
  }

  /**
   * Takes note of an event about this subject; events that say nothing about its state are ignored.
   */
  synchronized void record(FeedEvent event) {
    switch (event.event()) {
      case "gap", "resync" -> state = BookState.RESYNC;
      case "stale" -> state = BookState.STALE;
      case "live", "recovered" -> state = BookState.LIVE;
      default -> {}
    }
  }

  /** Samples the rate and returns what a row shows. Only the drawing thread may call. */
  SubjectRow row(long nowNanos) {
    long count;
    long last;
    byte[] payload;
    BookState bookState;
    synchronized (this) {
      count = messages;
      last = lastNanos;
      payload = newest;
      bookState = state;
    }
    rate.sample(nowNanos, count);
    if (payload != shownPayload) {
      shown = MessageReader.headline(dataType, payload);
      shownPayload = payload;
    }
    double age = count == 0 ? Double.NaN : Math.max(0, nowNanos - last) / 1e9;
    return new SubjectRow(subject, dataType, count, rate.perSecond(), age, shown, bookState);
  }
}
