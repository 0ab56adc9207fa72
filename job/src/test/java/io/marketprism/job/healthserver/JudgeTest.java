// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import static io.marketprism.job.healthserver.Observations.bad;
import static io.marketprism.job.healthserver.Observations.good;
import static io.marketprism.job.healthserver.Observations.of;
import static io.marketprism.job.healthserver.Observations.streams;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.job.healthserver.Heartbeats.Beat;
import io.marketprism.job.healthserver.MetricsReading.Sockets;
import io.marketprism.job.healthserver.Reason.Code;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table of docs/health.md, a test for each line of it. */
class JudgeTest {
  private final Observations seen = new Observations();

  private void expect(Status status, Code... codes) {
    Verdict verdict = seen.verdict();
    assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(codes);
    assertThat(verdict.status()).isEqualTo(status);
  }

  @Test
  void nothingWrongIsHealthy() {
    expect(Status.HEALTHY);
  }

  @Test
  void natsAwayIsDegradedForThirtySecondsThenUnhealthy() {
    seen.nats = bad("nothing accepts connections there");
    seen.natsAway = of(30);
    expect(Status.DEGRADED, Code.NATS_AWAY);
    seen.natsAway = of(31);
    expect(Status.UNHEALTHY, Code.NATS_AWAY);
  }

  @Test
  void missingStreamIsUnhealthy() {
    seen.nats = good(new NatsReading(0.001, "x", streams(true, false)));
    expect(Status.UNHEALTHY, Code.STREAM_MISSING);
    assertThat(seen.verdict().reasons().get(0).text()).contains("MARKET_TRADES");
  }

  @Test
  void streamThatCannotBeAskedForIsDegraded() {
    seen.nats = good(new NatsReading(0.001, "x", streams(true, null)));
    expect(Status.DEGRADED, Code.STREAM_UNKNOWN);
  }

  @Test
  void restartingJobIsDegradedForAMinuteThenUnhealthy() {
    seen.job = good(new JobReading("ab12", "RESTARTING", 0, 9, 1L, 9.0, 5.0, 1));
    seen.notRunning = of(60);
    expect(Status.DEGRADED, Code.JOB_NOT_RUNNING);
    seen.notRunning = of(61);
    expect(Status.UNHEALTHY, Code.JOB_NOT_RUNNING);
  }

  @Test
  void jobWhoseTasksWaitForSlotsDoesNotRunWhateverItsState() {
    seen.job = good(new JobReading("ab12", "RUNNING", 3, 9, 1L, 9.0, 5.0, 1));
    seen.notRunning = of(61);
    expect(Status.UNHEALTHY, Code.JOB_NOT_RUNNING);
  }

  @Test
  void silentJobManagerCountsAsJobThatDoesNotRun() {
    seen.job = bad("did not answer within 3000 ms");
    seen.notRunning = of(20);
    expect(Status.DEGRADED, Code.JOB_NOT_RUNNING);
    seen.notRunning = of(61);
    expect(Status.UNHEALTHY, Code.JOB_NOT_RUNNING);
  }

  @Test
  void clusterWithoutJobIsUnhealthyAfterAMinute() {
    seen.job = good(new JobReading(null, "NONE", 0, 0, null, null, null, 1));
    seen.notRunning = of(61);
    expect(Status.UNHEALTHY, Code.JOB_NOT_RUNNING);
  }

  @Test
  void whatWasNeverThereHasNoPatience() {
    seen.job = good(new JobReading(null, "NONE", 0, 0, null, null, null, 1));
    seen.notRunning = new Absence(Duration.ofSeconds(2), false);
    expect(Status.UNHEALTHY, Code.JOB_NOT_RUNNING);
  }

  @Test
  void moreThanHalfOfThePublishesFailingIsUnhealthy() {
    seen.errorRatio = 0.5;
    expect(Status.HEALTHY);
    seen.errorRatio = 0.51;
    expect(Status.UNHEALTHY, Code.PUBLISH_ERRORS);
  }

  @Test
  void nothingPublishedForAMinuteIsUnhealthy() {
    seen.silentSeconds = 60;
    expect(Status.HEALTHY);
    seen.silentSeconds = 61;
    expect(Status.UNHEALTHY, Code.NOTHING_PUBLISHED);
  }

  @Test
  void instrumentsThatMayBeSilentForLongerMayBeUnpublishedForLonger() {
    seen.feeds.replaceAll(
        feed -> new Feed(feed.dataType(), "okx", "spot", feed.symbol(), true, true, 90, 1_200));
    seen.silentSeconds = 100;
    expect(Status.HEALTHY);
  }

  @Test
  void allBookAndTradeFeedsDeadForAMinuteIsUnhealthy() {
    seen.spoil("binance", false, 61);
    seen.spoil("okx", false, 61);
    seen.noneLive = of(60);
    expect(Status.DEGRADED, Code.FEEDS, Code.FEEDS);
    seen.noneLive = of(61);
    expect(Status.UNHEALTHY, Code.NO_FEED_LIVE, Code.FEEDS, Code.FEEDS);
  }

  @Test
  void runningJobWithoutAnyFeedIsUnhealthy() {
    seen.feeds.clear();
    seen.noneLive = of(61);
    expect(Status.UNHEALTHY, Code.NO_FEED_LIVE);
  }

  @Test
  void collectorOfFiguresAloneNeedsNoBookAndNoTrade() {
    seen.feeds.clear();
    seen.feeds.add(Observations.feed("funding_rate", "okx", "BTC-USDT", true, 5));
    seen.noneLive = of(600);
    seen.silentSeconds = 600;
    expect(Status.HEALTHY);
  }

  @Test
  void oneSilentVenueIsDegradedAndNamed() {
    seen.spoil("okx", true, 75);
    expect(Status.DEGRADED, Code.FEEDS);
    assertThat(seen.verdict().reasons().get(0).where()).isEqualTo("okx");
    assertThat(seen.verdict().reasons().get(0).text())
        .contains("okx: 4 of 4 feeds")
        .contains("orderbook.okx.spot.BTC-USDT stale (last message 75 s ago)");
  }

  @Test
  void oneUnsynchronisedBookIsDegraded() {
    seen.feeds.set(0, Observations.feed("orderbook", "binance", "BTC-USDT", false, 0.2));
    expect(Status.DEGRADED, Code.FEEDS);
    assertThat(seen.verdict().reasons().get(0).text()).contains("not synchronised");
  }

  @Test
  void quietTradesAfterAReconnectAreNoFault() {
    seen.feeds.set(1, Observations.feed("trade", "binance", "BTC-USDT", false, 30));
    expect(Status.HEALTHY);
  }

  @Test
  void pollThatTheVenueRefusesNowIsDegraded() {
    seen.feeds.add(Observations.feed("open_interest", "okx", "BTC-USDT", false, 10));
    expect(Status.DEGRADED, Code.FEEDS);
  }

  @Test
  void rejectedFeedIsDegraded() {
    seen.rejected = List.of("trade.okx.spot.FOO-USDT");
    expect(Status.DEGRADED, Code.REJECTED);
    assertThat(seen.verdict().reasons().get(0).text()).contains("trade.okx.spot.FOO-USDT");
  }

  @Test
  void degradationLevelAboveZeroIsDegraded() {
    seen.degradationLevel = 1;
    expect(Status.DEGRADED, Code.DEGRADATION);
  }

  @Test
  void checkpointOlderThanFiveIntervalsIsDegraded() {
    seen.job = good(new JobReading("ab12", "RUNNING", 9, 9, 0L, 25.0, 5.0, 1));
    expect(Status.HEALTHY);
    seen.job = good(new JobReading("ab12", "RUNNING", 9, 9, 0L, 25.1, 5.0, 1));
    expect(Status.DEGRADED, Code.CHECKPOINT_OLD);
  }

  @Test
  void missingSocketIsDegraded() {
    seen.sockets.put("binance", new Sockets(3, 4));
    expect(Status.DEGRADED, Code.SOCKETS);
  }

  @Test
  void metricsThatCannotBeReadAreDegradedWhileTheHeartbeatTellsOfLife() {
    seen.metricsError = "did not answer within 3000 ms";
    seen.unread = of(300);
    seen.noneLive = of(300);
    expect(Status.DEGRADED, Code.METRICS_UNREADABLE);
  }

  @Test
  void neitherMetricsNorHeartbeatForAMinuteIsUnhealthy() {
    seen.metricsError = "did not answer within 3000 ms";
    seen.unread = of(61);
    seen.heartbeats = List.of();
    expect(Status.UNHEALTHY, Code.METRICS_UNREADABLE);
    seen.heartbeats = List.of(new Beat("node1-4711", "ab12", "unhealthy", 3));
    expect(Status.UNHEALTHY, Code.METRICS_UNREADABLE);
  }

  @Test
  void unknownTaskManagerMayHaveTheFeedsThatAreMissedHere() {
    seen.job = good(new JobReading("ab12", "RUNNING", 9, 9, 0L, 6.0, 5.0, 2));
    seen.feeds.clear();
    seen.noneLive = of(600);
    seen.silentSeconds = 600;
    expect(Status.HEALTHY);
    seen.heartbeats = List.of(new Beat("node1-4711", "ab12", "unhealthy", 3));
    expect(Status.UNHEALTHY, Code.NO_FEED_LIVE);
  }

  @Test
  void missingPageOfARegisteredTaskManagerIsDegraded() {
    seen.unreadable = Map.of("http://127.0.0.1:9093/metrics", "nothing accepts connections there");
    expect(Status.HEALTHY);
    seen.job = good(new JobReading("ab12", "RUNNING", 9, 9, 0L, 6.0, 5.0, 2));
    expect(Status.DEGRADED, Code.METRICS_UNREADABLE);
  }

  @Test
  void theWorstReasonDecidesAndComesFirst() {
    seen.degradationLevel = 2;
    seen.errorRatio = 1.0;
    expect(Status.UNHEALTHY, Code.PUBLISH_ERRORS, Code.DEGRADATION);
  }
}
