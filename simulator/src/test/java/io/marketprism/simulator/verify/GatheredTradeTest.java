// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.truth.TruthBooks;
import io.marketprism.simulator.truth.TruthLog;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OKX's trades that gather several matches, and those matches one by one, in the stream. */
class GatheredTradeTest {
  private static final String TRADES = "trade.okx.spot.BTC-USDT";
  @TempDir private Path folder;
  private Path faults;
  private TruthBooks truth;
  private Judge judge;

  @BeforeEach
  void open() {
    Path file = folder.resolve("truth.jsonl");
    faults = folder.resolve("faults.jsonl");
    try (TruthLog log = TruthLog.to(file)) {
      log.trade(made(120, 120));
      log.trade(made(121, 123));
      log.trade(made(124, 124));
    }
    truth = new TruthBooks(file);
    judge =
        new Judge(
            VerifierSettings.of("unused", Map.of("okx", file)).withAtLeast(0, 0).withFaults(faults),
            new Truths().put("okx", new PatientTruth(truth, Duration.ZERO)),
            new Outages());
    judge.streamOpened();
  }

  @AfterEach
  void close() {
    truth.close();
  }

  private static Trade made(long first, long last) {
    BigDecimal quantity = BigDecimal.valueOf(last - first + 1);
    return new Trade("BTC-USDT", last, BigDecimal.TEN, quantity, 5_000, 5_000, false, first, last);
  }

  private void stored(long id, int count, boolean backfilled, long published) {
    String text =
        """
        {"exchange":"okx","market_type":"spot","symbol":"BTC-USDT","instrument_id":"BTC-USDT",\
        "data_type":"trade","ts_ms":5000,"ts_source":"exchange","published_ts_ms":%d,\
        "trade_id":"%d","price":"10","quantity":"%d","side":"buy","is_maker":false,\
        "trade_count":%d,"backfilled":%s,"trade_ts_ms":5000}"""
            .formatted(published, id, count, count, backfilled);
    judge.stream(TRADES, TRADES.replace('.', ':') + ":" + id, text.getBytes(UTF_8));
  }

  private void storedAgainAfterACrash() {
    stored(120, 1, false, 5_000);
    stored(123, 3, false, 6_000);
    stored(121, 1, true, 30_000);
    stored(122, 1, true, 30_000);
    stored(124, 1, false, 30_000);
  }

  private void crash() throws Exception {
    Files.writeString(faults, "{\"k\":\"fault\",\"u\":7000,\"kind\":\"kill-taskmanager\"}\n");
  }

  @Test
  void matchesOfAGatheredTradeAreThereTwice() {
    storedAgainAfterACrash();
    assertThat(judge.conclude().findings())
        .containsExactly(Map.entry(FindingKind.DOUBLED_IN_STREAM, 2L));
  }

  @Test
  void afterACrashTheyMayBe() throws Exception {
    crash();
    storedAgainAfterACrash();
    assertThat(judge.conclude().findings()).isEmpty();
  }

  @Test
  void aSingleMatchIsNeverThereTwice() throws Exception {
    crash();
    storedAgainAfterACrash();
    stored(124, 1, true, 30_000);
    stored(122, 1, true, 30_000);
    assertThat(judge.conclude().findings())
        .containsExactly(Map.entry(FindingKind.DOUBLED_IN_STREAM, 2L));
  }
}
