// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.job.healthserver.Feed.State;
import io.marketprism.job.healthserver.MetricsReading.Sockets;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What becomes of pages as TaskManagers give them. */
class MetricsDigestTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String OPERATOR = "flink_taskmanager_job_task_operator_";

  private final MetricsDigest digest = new MetricsDigest(0);

  private MetricsReading read(String page, long second) {
    return digest.digest(
        page.lines()
            .flatMap(
                line ->
                    SeriesLine.read(
                        line,
                        MetricsPage.NAMES,
                        Set.of("exchange", "market_type", "data_type", "symbol", "connection"))
                        .stream()),
        1,
        Map.of(),
        second * SECOND,
        1_000 + second);
  }

  private static String feed(String type, int subtask, int live, double last, double threshold) {
    String labels =
        "{subtask_index=\"%d\",exchange=\"okx\",market_type=\"spot\",data_type=\"%s\",symbol=\"A-B\"}"
            .formatted(subtask, type);
    String name = OPERATOR + "exchange_market_type_data_type_symbol_marketprism_feed_";
    return name
        + "live"
        + labels
        + ' '
        + live
        + '\n'
        + name
        + "last_message_timestamp_seconds"
        + labels
        + ' '
        + last
        + '\n'
        + name
        + "stale_threshold_seconds"
        + labels
        + ' '
        + threshold
        + '\n';
  }

  private static String published(String type, double count) {
    return OPERATOR
        + "marketprism_nats_messages_published_labeled_total{exchange=\"okx\",data_type=\""
        + type
        + "\"} "
        + count
        + '\n';
  }

  @Test
  void feedOfTwoSubtasksIsAsGoodAsItsBest() {
    MetricsReading reading = read(feed("trade", 0, 0, 900, 60) + feed("trade", 1, 1, 999, 60), 0);
    assertThat(reading.feeds()).singleElement().satisfies(this::isFresh);
  }

  private void isFresh(Feed feed) {
    assertThat(feed.subject()).isEqualTo("trade.okx.spot.A-B");
    assertThat(feed.state()).isEqualTo(State.LIVE);
    assertThat(feed.ageSeconds()).isCloseTo(1, Offset.offset(1e-6));
  }

  @Test
  void feedWithoutMessageIsStaleAfterItsThreshold() {
    assertThat(read(feed("trade", 0, 0, 0, 60), 0).feeds().get(0).state()).isEqualTo(State.WAITING);
    assertThat(read(feed("trade", 0, 0, 0, 60), 61).feeds().get(0).state()).isEqualTo(State.STALE);
  }

  @Test
  void hugeThresholdMeansNever() {
    assertThat(read(feed("liquidation", 0, 1, 0, 9.2e15), 5_000).feeds().get(0).state())
        .isEqualTo(State.LIVE);
  }

  @Test
  void bookThatItsKeeperCallsUnsynchronisedIsNotLive() {
    String status =
        OPERATOR
            + "marketprism_orderbook_sync_status{exchange=\"okx\",market_type=\"spot\",symbol=\"A-B\"} 0\n";
    assertThat(read(feed("orderbook", 0, 1, 999, 60) + status, 0).feeds().get(0).state())
        .isEqualTo(State.UNSYNCHRONISED);
  }

  @Test
  void silenceEndsWithThePublishedBookOrTradeNotWithAFigure() {
    read(published("trade", 5), 0);
    assertThat(read(published("trade", 6), 2).silentSeconds()).isZero();
    assertThat(read(published("trade", 6) + published("funding_rate", 9), 9).silentSeconds())
        .isEqualTo(7);
  }

  @Test
  void socketsAreCountedByExchange() {
    String page = "";
    for (int i = 0; i < 3; i++) {
      page +=
          OPERATOR
              + "marketprism_websocket_connected{exchange=\"okx\",connection=\"c%d\"} %d\n"
                  .formatted(i, i == 0 ? 0 : 1);
    }
    assertThat(read(page, 0).sockets()).containsEntry("okx", new Sockets(2, 3));
  }

  @Test
  void figuresThatAreNotThereAreNull() {
    MetricsReading reading = read("", 0);
    assertThat(reading.process().openFiles()).isNull();
    assertThat(reading.degradationLevel()).isNull();
    assertThat(reading.publishErrorRatio()).isNull();
    assertThat(reading.lastBookUpdateSeconds()).isNull();
  }
}
