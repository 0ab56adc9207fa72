// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.util.List;

/** A healthy screen and its variations. */
final class ScreenFixture {
  static final SubjectRow BOOK =
      new SubjectRow(
          "orderbook.binance.spot.BTC-USDT",
          "orderbook",
          1_234,
          10.04,
          0.06,
          new Headline.Top("63704.1", "63704.3", "0.2", 800),
          BookState.LIVE);
  static final SubjectRow TRADE =
      new SubjectRow(
          "trade.binance.spot.BTC-USDT",
          "trade",
          56,
          2.5,
          1.2,
          new Headline.Trade("63704.3", "0.00123", "buy"),
          BookState.LIVE);
  static final FeedEvent LIVE =
      new FeedEvent(
          1_786_613_174_928L, "binance", "spot", "BTC-USDT", "orderbook", "live", "restore");
  static final JobView RUNNING =
      new JobView(
          true,
          "b751326c6c878ea9ebe3c6fef7ed5102",
          "MarketPrism",
          "RUNNING",
          64_000,
          0,
          new JobView.Checkpoints(12, 0, 12, 1_786_613_171_000L, 45, 1_258_291));

  private ScreenFixture() {}

  static Screen healthy() {
    return of(RUNNING, 0, List.of(BOOK, TRADE));
  }

  static Screen of(JobView job, long deadLetters, List<SubjectRow> rows) {
    return new Screen(
        61,
        1_786_613_174_000L,
        "http://127.0.0.1:8081",
        job,
        "nats://127.0.0.1:4222",
        new Screen.NatsView(true, 1_290, 12.5, 0, 1_203),
        deadLetters,
        0,
        rows,
        List.of(LIVE));
  }

  static SubjectRow aged(SubjectRow row, double seconds) {
    return new SubjectRow(
        row.subject(),
        row.dataType(),
        row.messages(),
        row.perSecond(),
        seconds,
        row.headline(),
        row.state());
  }
}
