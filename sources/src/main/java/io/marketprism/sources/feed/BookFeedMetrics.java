// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.sources.net.RestException;
import java.util.List;
import org.apache.flink.metrics.Counter;

/**
 * Figures of the synchronisation of one book on one connection. With the labels {@code
 * exchange,market_type,symbol}:
 *
 * <ul>
 *   <li>{@code marketprism_orderbook_resyncs_total} with {@code reason}, and by exchange alone
 *       {@code marketprism_orderbook_resync_count}
 *   <li>{@code marketprism_orderbook_waiting_for_snapshot_seconds}, {@code
 *       marketprism_orderbook_buffer_size}: as of the last second
 *   <li>{@code marketprism_orderbook_queue_drops_total}, {@code
 *       marketprism_orderbook_backlog_resyncs_total}, {@code
 *       marketprism_orderbook_checksum_errors_total}
 *   <li>{@code marketprism_snapshot_requests_total} with {@code status}, {@code
 *       marketprism_snapshot_request_duration_seconds}, {@code
 *       marketprism_snapshot_timeouts_total}, and by market {@code
 *       marketprism_snapshot_reconnections_total}
 * </ul>
 *
 * <p>Written by the feed's thread.
 */
final class BookFeedMetrics {
  static final String CHECKSUM_ERRORS = "marketprism_orderbook_checksum_errors_total";
  private static final String DROPS = "marketprism_orderbook_queue_drops_total";
  private static final String BACKLOGS = "marketprism_orderbook_backlog_resyncs_total";
  private static final String TIMEOUTS = "marketprism_snapshot_timeouts_total";

  private static final String SUCCESS = "success";
  private static final String TIMEOUT = "timeout";
  private static final String ERROR = "error";
  private static final String CANCELLED = "cancelled";

  /** What is counted of each book, without a further label. */
  static final List<String> COUNTERS = List.of(CHECKSUM_ERRORS, DROPS, BACKLOGS, TIMEOUTS);

  /** How requests for a snapshot end. */
  static final List<String> SNAPSHOT_ENDS = List.of(SUCCESS, TIMEOUT, ERROR, CANCELLED);

  /** Why chains are given up, as far as it is known before. */
  static final List<String> RESYNCS =
      List.of(
          "sequence_gap",
          "restore",
          "book_expired",
          "sequence_reset",
          "buffer_overflow",
          "empty_snapshot",
          "checksum",
          "crossed",
          "bad_number");

  /** Upper bounds of the time that snapshots take, seconds. */
  static final List<String> SNAPSHOT_SECONDS =
      List.of("0.05", "0.1", "0.2", "0.3", "0.5", "0.8", "1", "1.5", "2", "3", "5");

  private static final long NOT_WAITING = 0;

  private final InstrumentSeries series;
  private final Counter ofExchange;
  private final Counter reconnections;
  private volatile int buffered;
  private volatile long waitingSince = NOT_WAITING;

  /**
   * @param ofExchange counts what is given up of any book of the exchange
   * @param reconnections counts connections given up for want of a snapshot
   */
  BookFeedMetrics(InstrumentSeries series, Counter ofExchange, Counter reconnections) {
    this.series = series;
    this.ofExchange = ofExchange;
    this.reconnections = reconnections;
    series.add(this);
  }

  /** The stream has ended. */
  void ended() {
    series.remove(this);
  }

  void resync(String reason) {
    series.gaps().inc();
    series.resyncs(reason).inc();
    ofExchange.inc();
  }

  /**
   * How it stands, told every second.
   *
   * @param waits whether the book is subscribed and not synchronised
   * @param deltas held until a snapshot comes
   */
  void state(boolean waits, int deltas) {
    buffered = deltas;
    if (!waits) {
      waitingSince = NOT_WAITING;
    } else if (waitingSince == NOT_WAITING) {
      waitingSince = System.nanoTime() | 1; // never 0
    }
  }

  /** Deltas held. */
  long buffered() {
    return buffered;
  }

  /** How long the book has waited to be synchronised; 0 if it does not. */
  long waitingNanos() {
    long since = waitingSince;
    return since == NOT_WAITING ? 0 : System.nanoTime() - since;
  }

  /** Deltas that did not fit into the buffer, and what it held; a new chain is begun. */
  void dropped(long deltas) {
    series.counter(DROPS).inc(deltas);
  }

  /** The connection is given up because the job did not keep up with it. */
  void backlogGivenUp() {
    series.counter(BACKLOGS).inc();
  }

  /** The connection is given up for want of a snapshot. */
  void reconnected() {
    reconnections.inc();
  }

  /**
   * A snapshot came.
   *
   * @param nanos since it was asked for
   */
  void snapshotCame(long nanos) {
    series.snapshots(SUCCESS).inc();
    series.snapshotDuration().record(nanos);
  }

  /** A snapshot came that nobody waited for. */
  void snapshotCameUnasked() {
    series.snapshots(SUCCESS).inc();
  }

  /** None came in time. */
  void snapshotTimedOut() {
    series.snapshots(TIMEOUT).inc();
    series.counter(TIMEOUTS).inc();
  }

  /** What came was none, or one without a side. */
  void snapshotUnusable() {
    series.snapshots(ERROR).inc();
  }

  /** The request failed. */
  void snapshotFailed(Throwable failure) {
    RestException.Kind kind = failure instanceof RestException rest ? rest.kind() : null;
    if (kind == RestException.Kind.TIMEOUT) {
      snapshotTimedOut();
    } else {
      series.snapshots(kind == RestException.Kind.CLOSED ? CANCELLED : ERROR).inc();
    }
  }
}
