// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String BOOK = "orderbook.binance.spot.BTC-USDT";

  private final Traffic traffic = new Traffic();

  @Test
  void rowsCarryCountRateAgeAndTheNewestMessage() {
    traffic.rows(0);
    traffic.record(BOOK, book("1", "2"), SECOND);
    traffic.record(BOOK, book("3", "4"), 2 * SECOND);
    traffic.rows(2 * SECOND);
    SubjectRow row = traffic.rows(4 * SECOND).get(0);
    assertThat(row.messages()).isEqualTo(2);
    assertThat(row.ageSeconds()).isEqualTo(2.0);
    assertThat(row.headline()).isEqualTo(new Headline.Top("3", "4", "1", 2));
    assertThat(traffic.perSecond()).isEqualTo(0.5);
  }

  @Test
  void booksComeBeforeTradesAndNamesInOrder() {
    for (String subject :
        List.of(
            "trade.binance.spot.A-B",
            "funding_rate.binance.perpetual.A-B",
            "orderbook.binance.spot.C-D",
            "orderbook.binance.spot.A-B")) {
      traffic.record(subject, new byte[0], 0);
    }
    assertThat(traffic.rows(1))
        .extracting(SubjectRow::subject)
        .containsExactly(
            "orderbook.binance.spot.A-B",
            "orderbook.binance.spot.C-D",
            "trade.binance.spot.A-B",
            "funding_rate.binance.perpetual.A-B");
  }

  @Test
  void expectedSubjectHasARowBeforeItsFirstMessage() {
    traffic.expect(List.of(BOOK));
    SubjectRow row = traffic.rows(SECOND).get(0);
    assertThat(row.subject()).isEqualTo(BOOK);
    assertThat(row.heard()).isFalse();
    assertThat(row.ageSeconds()).isNaN();
    assertThat(row.overdue()).isFalse();
  }

  @Test
  void recalledMessagesAreCountedOnceAndShownUnlessANewerOneWasHeard() {
    String subject = "open_interest.okx.perpetual.BTC-USDT";
    byte[] old = "{\"open_interest\":1}".getBytes(UTF_8);
    byte[] heard = "{\"open_interest\":2}".getBytes(UTF_8);
    traffic.recall(subject, 3, old, SECOND);
    assertThat(traffic.known(subject)).isEqualTo(3);
    assertThat(traffic.rows(2 * SECOND).get(0).ageSeconds()).isEqualTo(1.0);
    traffic.record(subject, heard, 3 * SECOND);
    traffic.recall(subject, 4, old, 2 * SECOND);
    SubjectRow row = traffic.rows(4 * SECOND).get(0);
    assertThat(row.messages()).isEqualTo(4);
    assertThat(row.ageSeconds()).isEqualTo(1.0);
    assertThat(row.headline()).isEqualTo(new Headline.Figure("2.0"));
  }

  @Test
  void bookIsInResyncFromTheGapUntilTheNextBook() {
    traffic.record(BOOK, book("1", "2"), 0);
    assertThat(state()).isEqualTo(BookState.LIVE);
    traffic.record("feed_status.binance.spot.BTC-USDT", event("gap"), 1);
    assertThat(state()).isEqualTo(BookState.RESYNC);
    traffic.record(BOOK, book("1", "2"), 2);
    assertThat(state()).isEqualTo(BookState.LIVE);
  }

  @Test
  void staleBookIsLiveAgainWhenItRecovers() {
    traffic.record(BOOK, book("1", "2"), 0);
    traffic.record("feed_status.binance.spot.BTC-USDT", event("stale"), 1);
    assertThat(state()).isEqualTo(BookState.STALE);
    traffic.record("feed_status.binance.spot.BTC-USDT", event("recovered"), 2);
    assertThat(state()).isEqualTo(BookState.LIVE);
  }

  @Test
  void eventsOfAnotherFeedLeaveTheBookAlone() {
    traffic.record(BOOK, book("1", "2"), 0);
    traffic.record("feed_status.binance.spot.ETH-USDT", event("gap", "ETH-USDT"), 1);
    assertThat(state()).isEqualTo(BookState.LIVE);
    assertThat(traffic.eventCount("gap")).isEqualTo(1);
  }

  @Test
  void eventsAndDeadLettersAreCountedAndAreNoRows() {
    traffic.record("dead_letter.binance", "{}".getBytes(UTF_8), 0);
    traffic.record("feed_status.binance.spot.ALL", "no json".getBytes(UTF_8), 0);
    assertThat(traffic.deadLetters()).isEqualTo(1);
    assertThat(traffic.messages()).isEqualTo(2);
    assertThat(traffic.events()).isEmpty();
    assertThat(traffic.rows(1)).isEmpty();
  }

  @Test
  void onlyTheLastEventsAreKept() {
    for (int i = 0; i < Traffic.MAX_EVENTS + 5; i++) {
      traffic.record("feed_status.binance.spot.S" + i, event("live", "S" + i), 0);
    }
    assertThat(traffic.events()).hasSize(Traffic.MAX_EVENTS);
    assertThat(traffic.events().get(0).symbol()).isEqualTo("S5");
    assertThat(traffic.eventCount("live")).isEqualTo(Traffic.MAX_EVENTS + 5);
  }

  @Test
  void subjectsBeyondTheLimitCountOnlyInTheTotal() {
    for (int i = 0; i < Traffic.MAX_SUBJECTS + 10; i++) {
      traffic.record("trade.binance.spot.S" + i, new byte[0], 0);
    }
    assertThat(traffic.rows(1)).hasSize(Traffic.MAX_SUBJECTS);
    assertThat(traffic.messages()).isEqualTo(Traffic.MAX_SUBJECTS + 10);
  }

  private BookState state() {
    return traffic.rows(3).get(0).state();
  }

  private static byte[] book(String bid, String ask) {
    return ("{\"bids\":[[\""
            + bid
            + "\",\"1\"]],\"asks\":[[\""
            + ask
            + "\",\"1\"]],"
            + "\"depth_levels\":2}")
        .getBytes(UTF_8);
  }

  private static byte[] event(String event) {
    return event(event, "BTC-USDT");
  }

  private static byte[] event(String event, String symbol) {
    return ("{\"exchange\":\"binance\",\"market_type\":\"spot\",\"symbol\":\""
            + symbol
            + "\","
            + "\"feed\":\"orderbook\",\"event\":\""
            + event
            + "\",\"published_ts_ms\":1}")
        .getBytes(UTF_8);
  }
}
