// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.simulator.market.Liquidation;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.truth.Fact;
import io.marketprism.simulator.truth.TruthBooks;
import io.marketprism.simulator.truth.TruthLog;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What perpetuals and indices told, and trades of several matches, against their truth. */
class FigureJudgeTest {
  private static final String FUNDING = "funding_rate.binance.perpetual.BTC-USDT";
  private static final String OKX_TRADES = "trade.okx.perpetual.BTC-USDT";
  @TempDir private Path folder;
  private TruthBooks binance;
  private TruthBooks okx;
  private TruthBooks deribit;
  private Judge judge;

  @BeforeEach
  void writeTheTruths() {
    binance = truth("binance", FigureJudgeTest::writeBinance);
    okx =
        truth(
            "okx",
            log -> {
              log.trade(trade(103, 100, 103, "0.10"));
              log.trade(trade(104, 104, 104, "0.03"));
              log.trade(trade(107, 105, 107, "0.06"));
            });
    deribit =
        truth(
            "deribit",
            log -> {
              log.fact(Fact.VOLATILITY, "BTC", 60_000, candle("41.10", true));
              log.fact(Fact.VOLATILITY, "BTC", 120_000, candle("41.50", false));
            });
    Truths truths =
        new Truths()
            .put("binance.perpetual", new PatientTruth(binance, Duration.ZERO))
            .put("okx", new PatientTruth(okx, Duration.ZERO))
            .put("deribit", new PatientTruth(deribit, Duration.ZERO));
    VerifierSettings settings =
        VerifierSettings.of("unused", Map.of("okx", folder)).withAtLeast(0, 0);
    judge = new Judge(settings, truths, new Outages());
  }

  private TruthBooks truth(String name, Consumer<TruthLog> writer) {
    Path file = folder.resolve(name + ".jsonl");
    try (TruthLog log = TruthLog.to(file)) {
      writer.accept(log);
    }
    return new TruthBooks(file);
  }

  private static void writeBinance(TruthLog log) {
    for (long time : new long[] {1_000, 2_000}) {
      log.fact(
          Fact.FUNDING,
          "BTCUSDT",
          time,
          Fact.values(
              "rate", "0.00010000", "interest", "0.0001", "mark", "61000.50", "next", "28800000"));
    }
    log.liquidation(
        new Liquidation(
            "BTCUSDT",
            true,
            new BigDecimal("60990.00"),
            new BigDecimal("61000.10"),
            new BigDecimal("0.500"),
            1_500));
    log.fact(
        Fact.LONG_SHORT_RATIO,
        "BTCUSDT",
        300_000,
        Fact.values(
            "of",
            "accounts",
            "period",
            "5m",
            "ratio",
            "1.5000",
            "long",
            "0.6000",
            "short",
            "0.4000"));
  }

  private static Map<String, String> candle(String close, boolean complete) {
    return Fact.values(
        "resolution",
        60,
        "complete",
        complete,
        "open",
        "41.00",
        "high",
        "42.00",
        "low",
        "40.00",
        "close",
        close);
  }

  private static Trade trade(long id, long first, long last, String quantity) {
    return new Trade(
        "BTC-USDT-SWAP",
        id,
        new BigDecimal("61000.1"),
        new BigDecimal(quantity),
        5_000,
        5_001,
        false,
        first,
        last);
  }

  @AfterEach
  void closeTheTruths() {
    binance.close();
    okx.close();
    deribit.close();
  }

  private void publish(String subject, String id, String instrument, long time, String fields) {
    String[] tokens = subject.split("\\.");
    String text =
        """
        {"exchange":"%s","market_type":"%s","symbol":"%s","instrument_id":"%s","data_type":"%s",\
        "ts_ms":%d,"ts_source":"exchange","published_ts_ms":3,%s}"""
            .formatted(tokens[1], tokens[2], tokens[3], instrument, tokens[0], time, fields);
    judge.core(subject, subject.replace('.', ':') + ":" + id, text.getBytes(UTF_8), 3);
  }

  private void funding(long time, String rate) {
    publish(
        FUNDING,
        Long.toString(time),
        "BTCUSDT",
        time,
        "\"current_funding_rate\":"
            + rate
            + ",\"next_funding_ts_ms\":28800000,\"mark_price\":61000.5,"
            + "\"settled_funding_rate\":null");
  }

  private void okxTrade(long id, int count, String quantity) {
    publish(
        OKX_TRADES,
        Long.toString(id),
        "BTC-USDT-SWAP",
        5_000,
        """
        "trade_id":"%d","price":"61000.1","quantity":"%s","side":"buy","is_maker":false,\
        "trade_count":%d,"trade_ts_ms":5000"""
            .formatted(id, quantity, count));
  }

  private Map<FindingKind, Long> findings() {
    return judge.conclude().findings();
  }

  @Test
  void trueFiguresOfAllTypesPass() {
    funding(1_000, "0.0001");
    funding(2_000, "0.0001");
    publish(
        "liquidation.binance.perpetual.BTC-USDT",
        "binance_1500_BTCUSDT_sell",
        "BTCUSDT",
        1_500,
        """
        "liquidation_ts_ms":1500,"liquidation_id":"binance_1500_BTCUSDT_sell","side":"sell",\
        "price":61000.1,"quantity":0.5""");
    publish(
        "lsr_all_account.binance.perpetual.BTC-USDT",
        "300000:5m:1.5",
        "BTCUSDT",
        300_000,
        """
        "long_short_ratio":"1.5","long_account_ratio":"0.6","short_account_ratio":"0.4",\
        "period":"5m\"""");
    publish(
        "volatility_index.deribit.options.BTC",
        "120000:60",
        "BTC-DVOL",
        120_000,
        """
        "candle_open_ts_ms":60000,"resolution":"60","open":"41","high":"42","low":"40",\
        "vol_index":"41.1","volatility_index":"41.1\"""");
    VerifierReport report = judge.conclude();
    assertThat(report.examples()).isEmpty();
    assertThat(report.ok()).isTrue();
    assertThat(report.derivatives()).isEqualTo(5);
  }

  @Test
  void aWrongValueAndATimeNeverToldAreFound() {
    funding(1_000, "0.0002");
    funding(1_700, "0.0001");
    assertThat(findings())
        .containsExactly(
            Map.entry(FindingKind.UNKNOWN_FIGURE, 1L), Map.entry(FindingKind.WRONG_FIGURE, 1L));
  }

  @Test
  void aRepeatedIdAndAStepBackInTimeAreFound() {
    funding(2_000, "0.0001");
    funding(2_000, "0.0001");
    funding(1_000, "0.0001");
    assertThat(findings())
        .containsExactly(
            Map.entry(FindingKind.DOUBLED_FIGURE, 1L), Map.entry(FindingKind.BACKWARD_FIGURE, 1L));
  }

  @Test
  void aMessageWithoutItsIdIsFound() {
    funding(1_000, "0.0001");
    publish(
        FUNDING,
        "other",
        "BTCUSDT",
        2_000,
        "\"current_funding_rate\":0.0001,\"next_funding_ts_ms\":28800000");
    assertThat(findings()).containsExactly(Map.entry(FindingKind.WRONG_MESSAGE_ID, 1L));
  }

  @Test
  void aFormingCandleIsNotTrue() {
    publish(
        "volatility_index.deribit.options.BTC",
        "180000:60",
        "BTC-DVOL",
        180_000,
        """
        "candle_open_ts_ms":120000,"resolution":"60","open":"41","high":"42","low":"40",\
        "vol_index":"41.5","volatility_index":"41.5\"""");
    assertThat(findings()).containsExactly(Map.entry(FindingKind.WRONG_FIGURE, 1L));
  }

  @Test
  void aTradeOfSeveralMatchesMayComeAsItsSingleMatches() {
    okxTrade(103, 4, "0.1");
    okxTrade(104, 1, "0.03");
    okxTrade(105, 1, "0.02");
    okxTrade(106, 1, "0.02");
    okxTrade(107, 1, "0.02");
    assertThat(findings()).isEmpty();
  }

  @Test
  void aMissingOrRepeatedMatchIsFound() {
    okxTrade(103, 4, "0.1");
    okxTrade(102, 1, "0.02");
    okxTrade(105, 1, "0.02");
    okxTrade(107, 1, "0.02");
    VerifierReport report = judge.conclude();
    assertThat(report.findings())
        .containsExactly(
            Map.entry(FindingKind.LOST_TRADE, 2L), Map.entry(FindingKind.DOUBLED_TRADE, 1L));
    assertThat(report.examples()).anyMatch(text -> text.contains("trade 104"));
  }

  @Test
  void aSubjectWithoutATruthIsFound() {
    publish(
        "funding_rate.binance.spot.BTC-USDT",
        "1000",
        "BTCUSDT",
        1_000,
        "\"current_funding_rate\":0.0001");
    assertThat(findings()).containsOnlyKeys(FindingKind.MALFORMED);
  }
}
