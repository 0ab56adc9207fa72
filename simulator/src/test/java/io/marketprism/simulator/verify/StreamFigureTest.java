// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.simulator.truth.Fact;
import io.marketprism.simulator.truth.TruthBooks;
import io.marketprism.simulator.truth.TruthLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures and forced orders in their stream: each once, by id and by what it says. */
class StreamFigureTest {
  private static final String ORDERS = "liquidation.okx.perpetual.BTC-USDT";
  private static final String INTEREST = "open_interest.okx.perpetual.BTC-USDT";
  @TempDir private Path folder;
  private TruthBooks truth;
  private Judge judge;

  @BeforeEach
  void open() {
    Path file = folder.resolve("truth.jsonl");
    try (TruthLog log = TruthLog.to(file)) {
      Map<String, String> order =
          Fact.values("side", "sell", "price", "61000", "average", "0", "quantity", "3");
      log.fact(Fact.LIQUIDATION, "BTC-USDT-SWAP", 5_000, order);
      log.fact(Fact.LIQUIDATION, "BTC-USDT-SWAP", 6_000, order);
      log.fact(Fact.LIQUIDATION, "BTC-USDT-SWAP", 5_000, order);
      log.fact(Fact.OPEN_INTEREST, "BTC-USDT-SWAP", 5_000, Fact.values("amount", "7"));
      log.fact(Fact.OPEN_INTEREST, "BTC-USDT-SWAP", 6_000, Fact.values("amount", "8"));
    }
    truth = new TruthBooks(file);
    judge =
        new Judge(
            VerifierSettings.of("unused", Map.of("okx", file)).withAtLeast(0, 0),
            new Truths().put("okx", new PatientTruth(truth, Duration.ZERO)),
            new Outages());
    judge.dataStreamOpened();
  }

  @AfterEach
  void close() {
    truth.close();
  }

  private void stored(String subject, String id, long time, String fields) {
    String text =
        """
        {"exchange":"okx","market_type":"perpetual","symbol":"BTC-USDT",\
        "instrument_id":"BTC-USDT-SWAP","data_type":"%s","ts_ms":%d,"ts_source":"exchange",\
        "published_ts_ms":3,%s}"""
            .formatted(subject.substring(0, subject.indexOf('.')), time, fields);
    judge.stream(subject, subject.replace('.', ':') + ":" + id, text.getBytes(UTF_8));
  }

  private void order(String id) {
    order(id, 5_000);
  }

  private void order(String id, long time) {
    stored(
        ORDERS,
        id,
        time,
        "\"liquidation_id\":\"%s\",\"liquidation_ts_ms\":%d,".formatted(id, time)
            + "\"side\":\"sell\",\"quantity\":3,\"price\":61000");
  }

  private void interest(long time, String amount) {
    stored(
        INTEREST,
        Long.toString(time),
        time,
        "\"open_interest\":%s,\"open_interest_value\":%s".formatted(amount, amount));
  }

  @Test
  void whatIsThereOnceIsTrue() {
    order("a");
    order("a_2");
    interest(5_000, "7");
    interest(6_000, "8");
    VerifierReport report = judge.conclude();
    assertThat(report.findings()).isEmpty();
    assertThat(report.streamDerivatives()).isEqualTo(4);
  }

  @Test
  void anOrderMoreOftenThanTheVenueToldItIsFoundUnderWhateverId() {
    order("a");
    order("a_2");
    order("b");
    assertThat(judge.conclude().findings())
        .containsExactly(Map.entry(FindingKind.DOUBLED_FIGURE_IN_STREAM, 1L));
  }

  @Test
  void anIdThatIsThereTwiceIsFound() {
    interest(5_000, "7");
    interest(5_000, "7");
    assertThat(judge.conclude().findings())
        .containsExactly(Map.entry(FindingKind.DOUBLED_FIGURE_IN_STREAM, 1L));
  }

  @Test
  void forcedOrdersHaveNoOrderOfTime() {
    order("b", 6_000);
    order("a", 5_000);
    assertThat(judge.conclude().findings()).isEmpty();
  }

  @Test
  void aFigureBehindALaterOneIsFound() {
    interest(6_000, "8");
    interest(5_000, "7");
    assertThat(judge.conclude().findings())
        .containsExactly(Map.entry(FindingKind.BACKWARD_FIGURE, 1L));
  }
}
