// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.DataType;
import io.marketprism.model.MarketType;
import java.util.Arrays;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;

/**
 * Figures of the polls of one data type of a market: {@code
 * marketprism_polls_total{exchange,market_type,data_type,status}}, and {@code
 * marketprism_collector_last_success_timestamp_seconds{exchange,data_type}}. Written by the feed's
 * thread.
 */
final class PollMetrics {
  private final VenueMetrics venue;
  private final Counter successes;
  private final Counter errors;
  private final Counter skipped;
  private final Counter paused;
  private final LastSuccess lastSuccess;

  /** When a poll of an exchange's data type succeeded last; all of its feeds write it. */
  static final class LastSuccess {
    private volatile long millis;

    LastSuccess(MetricLabels labels, String exchange, DataType dataType) {
      labels
          .group("exchange", exchange, "data_type", dataType.token())
          .gauge(
              "marketprism_collector_last_success_timestamp_seconds",
              (Gauge<Double>) () -> millis / 1e3);
    }
  }

  PollMetrics(
      MetricLabels labels,
      VenueMetrics venue,
      LastSuccess lastSuccess,
      String exchange,
      MarketType marketType,
      DataType dataType) {
    this.venue = venue;
    this.lastSuccess = lastSuccess;
    String[] market = {
      "exchange", exchange, "market_type", marketType.token(), "data_type", dataType.token()
    };
    successes = polls(labels, market, "success");
    errors = polls(labels, market, "error");
    skipped = polls(labels, market, "skipped");
    paused = polls(labels, market, "paused");
  }

  private static Counter polls(MetricLabels labels, String[] market, String status) {
    String[] all = Arrays.copyOf(market, market.length + 2);
    all[market.length] = "status";
    all[market.length + 1] = status;
    return labels.counter("marketprism_polls_total", all);
  }

  /**
   * The venue answered.
   *
   * @param now ms since the epoch
   */
  void success(long now) {
    successes.inc();
    lastSuccess.millis = now;
  }

  /** The request failed or was refused. */
  void failed() {
    errors.inc();
    venue.error(CollectorError.REQUEST);
  }

  /** The answer could not be decoded. */
  void undecodable() {
    errors.inc();
  }

  /** It was not asked, because the poll before was under way or the job behind. */
  void skipped() {
    skipped.inc();
  }

  /** It was not asked, because the process is under pressure. */
  void paused() {
    paused.inc();
  }
}
