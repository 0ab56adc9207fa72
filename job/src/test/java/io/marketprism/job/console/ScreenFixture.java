// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.nio.charset.StandardCharsets;
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

  private static final String BOOK_MESSAGE =
      "{\"bids\":[[\"61737.64\",\"1\"]],\"asks\":[[\"61737.65\",\"1\"]],\"depth_levels\":800}";
  private static final String TRADE_MESSAGE =
      "{\"price\":\"61737.65\",\"quantity\":\"0.03492\",\"side\":\"buy\"}";
  private static final String RATIO_MESSAGE = "{\"long_short_ratio\":\"0.9718379446640316\"}";

  private ScreenFixture() {}

  static Screen healthy() {
    return of(RUNNING, 0, List.of(BOOK, TRADE));
  }

  static Screen of(JobView job, long deadLetters, List<SubjectRow> rows) {
    return of(job, deadLetters, List.of(), rows);
  }

  static Screen of(JobView job, long deadLetters, List<String> expected, List<SubjectRow> rows) {
    return new Screen(
        61,
        1_786_613_174_000L,
        "http://127.0.0.1:8081",
        job,
        "nats://127.0.0.1:4222",
        new Screen.NatsView(true, 1_290, 12.5, 0, 1_203, 88),
        deadLetters,
        0,
        expected,
        -1,
        rows,
        List.of(LIVE));
  }

  /** All subjects of the default configuration, each with a message. */
  static List<SubjectRow> everySubject() {
    Traffic traffic = new Traffic();
    for (String symbol : List.of("BTC-USDT", "ETH-USDT")) {
      for (String market :
          List.of("binance.spot", "binance.perpetual", "okx.spot", "okx.perpetual")) {
        record(traffic, "orderbook." + market + "." + symbol, BOOK_MESSAGE);
        record(traffic, "trade." + market + "." + symbol, TRADE_MESSAGE);
        if (market.endsWith("perpetual")) {
          record(
              traffic,
              "funding_rate." + market + "." + symbol,
              "{\"current_funding_rate\":0.0001}");
          record(
              traffic,
              "open_interest." + market + "." + symbol,
              "{\"open_interest\":8234512,\"open_interest_base\":82345.12}");
          record(
              traffic,
              "liquidation." + market + "." + symbol,
              "{\"side\":\"sell\",\"price\":61737.6}");
          record(traffic, "lsr_top_position." + market + "." + symbol, RATIO_MESSAGE);
          record(traffic, "lsr_all_account." + market + "." + symbol, RATIO_MESSAGE);
        }
      }
    }
    for (String currency : List.of("BTC", "ETH")) {
      record(
          traffic,
          "volatility_index.deribit.options." + currency,
          "{\"volatility_index\":\"42.17\",\"open\":\"42.2\",\"high\":\"42.21\",\"low\":\"42.15\"}");
    }
    return traffic.rows(3_000_000_000L);
  }

  private static void record(Traffic traffic, String subject, String message) {
    traffic.record(subject, message.getBytes(StandardCharsets.UTF_8), 0);
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

  static SubjectRow silent(SubjectRow row) {
    return new SubjectRow(
        row.subject(), row.dataType(), 0, 0, Double.NaN, new Headline.None(), BookState.LIVE);
  }
}
