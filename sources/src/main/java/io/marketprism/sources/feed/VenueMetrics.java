// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter;
import io.marketprism.sources.BucketHistogram;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;

/**
 * What is counted for one data type of an exchange, over all its connections:
 *
 * <ul>
 *   <li>{@code marketprism_collector_errors_total{exchange,data_type,code}}, see {@link
 *       CollectorError}
 *   <li>{@code marketprism_dead_letters_total{exchange,reason}}
 *   <li>{@code marketprism_data_validation_errors_total{exchange,validation_type}}: of these, the
 *       ones with a content that cannot be; and books whose checksum differs
 *   <li>{@code marketprism_event_lag_seconds{exchange,data_type}}: receive time minus the venue's
 *   <li>{@code marketprism_clock_offset_seconds{exchange}}, see {@link ClockOffset}
 * </ul>
 *
 * <p>On the feed's thread.
 */
final class VenueMetrics {
  private static final String CHECKSUM = "checksum";

  private final Map<CollectorError, Counter> errors = new EnumMap<>(CollectorError.class);
  private final Map<DeadLetter.Reason, Counter> deadLetters =
      new EnumMap<>(DeadLetter.Reason.class);
  private final Map<DeadLetter.Reason, Counter> invalid = new EnumMap<>(DeadLetter.Reason.class);
  private final Counter checksums;
  private final BucketHistogram lag;
  private final Clock clock;

  /** The clock of an exchange, which its data types have in common. */
  static final class Clock {
    private final MetricLabels labels;
    private final String exchange;
    private final ClockOffset offset = new ClockOffset();
    private final AtomicBoolean registered = new AtomicBoolean();

    Clock(MetricLabels labels, String exchange) {
      this.labels = labels;
      this.exchange = exchange;
    }

    private void record(long lagMillis, long receiveTime) {
      if (offset.record(lagMillis, receiveTime) && registered.compareAndSet(false, true)) {
        labels
            .group("exchange", exchange)
            .gauge("marketprism_clock_offset_seconds", (Gauge<Double>) offset::seconds);
      }
    }
  }

  VenueMetrics(MetricLabels labels, Clock clock, String exchange, DataType dataType) {
    this.clock = clock;
    for (CollectorError error : CollectorError.values()) {
      errors.put(
          error,
          labels.counter(
              "marketprism_collector_errors_total",
              "exchange",
              exchange,
              "data_type",
              dataType.token(),
              "code",
              error.code()));
    }
    for (DeadLetter.Reason reason : DeadLetter.Reason.values()) {
      deadLetters.put(
          reason,
          labels.counter(
              "marketprism_dead_letters_total", "exchange", exchange, "reason", reason.token()));
      if (isOfContent(reason)) {
        invalid.put(reason, validation(labels, exchange, reason.token()));
      }
    }
    checksums = validation(labels, exchange, CHECKSUM);
    lag =
        labels.millis(
            "marketprism_event_lag_seconds",
            BucketHistogram.LAG,
            "exchange",
            exchange,
            "data_type",
            dataType.token());
  }

  private static Counter validation(MetricLabels labels, String exchange, String type) {
    return labels.counter(
        "marketprism_data_validation_errors_total", "exchange", exchange, "validation_type", type);
  }

  /** Whether the frame was read, and what it says cannot be. */
  private static boolean isOfContent(DeadLetter.Reason reason) {
    return switch (reason) {
      case MALFORMED_JSON, UNKNOWN_MESSAGE, OVERSIZE -> false;
      default -> true;
    };
  }

  void error(CollectorError error) {
    errors.get(error).inc();
  }

  /** Something that could not be used was sent to the dead letters. */
  void deadLetter(DeadLetter.Reason reason) {
    error(CollectorError.UNDECODABLE);
    deadLetters.get(reason).inc();
    Counter content = invalid.get(reason);
    if (content != null) {
      content.inc();
    }
  }

  /** The venue's checksum of a book differs from ours. */
  void checksumDiffers() {
    checksums.inc();
  }

  /**
   * A message of a stream.
   *
   * @param eventTime the venue's time, ms since the epoch; 0 where it gave none
   * @param receiveTime local time, ms since the epoch
   */
  void message(long eventTime, long receiveTime) {
    if (eventTime > 0) {
      long millis = receiveTime - eventTime;
      lag.record(millis);
      clock.record(millis, receiveTime);
    }
  }
}
