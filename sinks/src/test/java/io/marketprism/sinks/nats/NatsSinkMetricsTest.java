// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NatsSinkMetricsTest {

  private static final Duration IDLE = Duration.ofHours(1);

  private static final SubjectLabels BY_TOKENS =
      new SubjectLabels() {
        @Override
        public Map<String, String> labels(String subject) {
          List<String> tokens = List.of(subject.split("\\.", -1));
          return Map.of("data_type", tokens.get(0), "exchange", tokens.get(1));
        }

        @Override
        public Map<String, String> coarseLabels(String subject) {
          return Map.of("data_type", subject.substring(0, subject.indexOf('.')));
        }
      };

  private final RecordedMetrics recorded = new RecordedMetrics();

  @Test
  void knownSubjectsHaveTheirSeriesAtZeroFromTheStart() {
    NatsSinkMetrics metrics = new NatsSinkMetrics(recorded, BY_TOKENS, 10, IDLE);
    metrics.registerState(() -> true, () -> 7);
    metrics.register(List.of("trade.okx.spot.BTC-USDT"));
    assertThat(recorded.series())
        .contains(
            "marketprism_nats_connected",
            "marketprism_nats_inflight",
            "marketprism_nats_reconnects_total",
            "marketprism_nats_republished_total",
            "marketprism_nats_foreign_replies_total",
            "marketprism_nats_messages_published_total{subject=trade.okx.spot.BTC-USDT}",
            "marketprism_nats_messages_published_labeled_total{data_type=trade, exchange=okx}",
            "marketprism_nats_publish_errors_total{error_type=timeout, subject=trade.okx.spot.BTC-USDT}",
            "marketprism_nats_publish_errors_total{error_type=no_stream, subject=trade.okx.spot.BTC-USDT}",
            "marketprism_nats_publish_errors_total{error_type=rejected, subject=trade.okx.spot.BTC-USDT}",
            "marketprism_nats_publish_errors_total{error_type=payload_too_large, subject=trade.okx.spot.BTC-USDT}",
            "marketprism_nats_publish_errors_total{error_type=disconnected, subject=trade.okx.spot.BTC-USDT}",
            "marketprism_nats_duplicates_total{data_type=trade}",
            "marketprism_nats_publish_duration_seconds_bucket{data_type=trade, le=0.0005, transport=core}",
            "marketprism_nats_publish_duration_seconds_bucket{data_type=trade, le=+Inf, transport=jetstream}",
            "marketprism_nats_publish_duration_seconds_sum{data_type=trade, transport=jetstream}",
            "marketprism_nats_publish_duration_seconds_count{data_type=trade, transport=jetstream}");
    assertThat(recorded.value("marketprism_nats_connected")).isEqualTo(1);
    assertThat(recorded.value("marketprism_nats_inflight")).isEqualTo(7);
    assertThat(recorded.sum("marketprism_nats_messages_published_total")).isZero();
  }

  @Test
  void subjectsOfOneKindShareTheirLabelSeries() {
    NatsSinkMetrics metrics = new NatsSinkMetrics(recorded, BY_TOKENS, 10, IDLE);
    metrics.series("trade.okx.spot.BTC-USDT").countPublished();
    metrics.series("trade.okx.spot.ETH-USDT").countPublished();
    assertThat(
            recorded.value(
                "marketprism_nats_messages_published_labeled_total{data_type=trade, exchange=okx}"))
        .isEqualTo(2);
    assertThat(metrics.series("trade.okx.spot.BTC-USDT"))
        .isSameAs(metrics.series("trade.okx.spot.BTC-USDT"));
  }

  @Test
  void subjectsBeyondTheLimitCountAsOtherAndStillByLabels() {
    NatsSinkMetrics metrics = new NatsSinkMetrics(recorded, BY_TOKENS, 1, IDLE);
    for (String symbol : List.of("A", "B", "C")) {
      metrics.series("trade.okx.spot." + symbol).countPublished();
    }
    assertThat(
            recorded.value("marketprism_nats_messages_published_total{subject=trade.okx.spot.A}"))
        .isEqualTo(1);
    assertThat(recorded.value("marketprism_nats_messages_published_total{subject=other}"))
        .isEqualTo(2);
    assertThat(recorded.sum("marketprism_nats_messages_published_labeled_total")).isEqualTo(3);
  }

  @Test
  void rememberedSubjectsAreBounded() {
    NatsSinkMetrics metrics = new NatsSinkMetrics(recorded, BY_TOKENS, 0, IDLE);
    int subjects = NatsSinkMetrics.MAX_REMEMBERED_SUBJECTS + 100;
    for (int i = 0; i < subjects; i++) {
      metrics.series("trade.okx.spot.S" + i).countPublished();
    }
    assertThat(metrics.rememberedSubjects()).isEqualTo(NatsSinkMetrics.MAX_REMEMBERED_SUBJECTS);
    assertThat(recorded.value("marketprism_nats_messages_published_total{subject=other}"))
        .isEqualTo(subjects);
  }

  @Test
  void theSeriesOfASubjectWithoutMessagesEndAndMakeRoomForAnother() {
    NatsSinkMetrics metrics =
        new NatsSinkMetrics(recorded, BY_TOKENS, 3, IDLE, group -> ((RecordedMetrics) group).end());
    metrics.register(List.of("trade.okx.spot.NAMED"));
    metrics.series("trade.okx.spot.QUIET").countPublished();
    metrics.series("trade.okx.spot.BUSY").countPublished();
    long now = System.nanoTime();
    for (int hour = 1; hour <= 2; hour++) {
      now += IDLE.toNanos();
      metrics.endIdle(now);
      metrics.series("trade.okx.spot.BUSY").countPublished();
    }

    assertThat(recorded.series())
        .noneMatch(series -> series.contains("QUIET"))
        .contains(
            "marketprism_nats_messages_published_total{subject=trade.okx.spot.NAMED}",
            "marketprism_nats_publish_errors_total{error_type=timeout, subject=trade.okx.spot.BUSY}");
    assertThat(
            recorded.value(
                "marketprism_nats_messages_published_total{subject=trade.okx.spot.BUSY}"))
        .isEqualTo(3);
    assertThat(recorded.sum("marketprism_nats_messages_published_labeled_total"))
        .as("what was counted by labels stays")
        .isEqualTo(4);
    metrics.series("trade.okx.spot.QUIET").countPublished();
    assertThat(
            recorded.value(
                "marketprism_nats_messages_published_total{subject=trade.okx.spot.QUIET}"))
        .isOne();
  }

  @Test
  void labelSetsAreBounded() {
    NatsSinkMetrics metrics =
        new NatsSinkMetrics(
            recorded,
            new SubjectLabels() {
              @Override
              public Map<String, String> labels(String subject) {
                return Map.of("s", subject);
              }

              @Override
              public Map<String, String> coarseLabels(String subject) {
                return Map.of("s", subject);
              }
            },
            0,
            IDLE);
    for (int i = 0; i < NatsSinkMetrics.MAX_LABEL_SETS + 50; i++) {
      metrics.series("a." + i).coarse().duplicates().inc();
    }
    assertThat(recorded.series())
        .filteredOn(series -> series.startsWith("marketprism_nats_messages_published_labeled"))
        .hasSize(NatsSinkMetrics.MAX_LABEL_SETS);
    assertThat(recorded.value("marketprism_nats_duplicates_total{s=other}")).isEqualTo(50);
  }

  @Test
  void latencyBucketsAreCumulative() {
    LatencyHistogram histogram = new LatencyHistogram();
    histogram.record(500_000);
    histogram.record(500_001);
    histogram.record(6_000_000_000L);
    assertThat(histogram.cumulative(0)).isEqualTo(1);
    assertThat(histogram.cumulative(1)).isEqualTo(2);
    assertThat(histogram.cumulative(12)).isEqualTo(2);
    assertThat(histogram.count()).isEqualTo(3);
    assertThat(histogram.sumSeconds()).isEqualTo(6.001000001);
  }
}
