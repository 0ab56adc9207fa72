// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.FaultRows;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.VenueKind;
import io.marketprism.simulator.binance.spot.SpotClient;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Faults from the command line, one by one and by plan. */
class InflictCommandITCase {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private Simulator deribit;
  private FaultRows rows;

  @BeforeEach
  void start() {
    Path truth = folder.resolve("truth.jsonl");
    deribit =
        Simulator.builder()
            .venue(VenueKind.DERIBIT)
            .truth(truth)
            .synthetic(SyntheticSettings.usual().withSymbols("BTCUSDT", "ETHUSDT").withLevels(50))
            .start();
    rows = new FaultRows(truth);
  }

  @AfterEach
  void end() {
    deribit.close();
  }

  private int run(String... arguments) {
    return new CommandLine(new InflictCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler((failure, command, parsed) -> 2)
        .execute(arguments);
  }

  private String venue() {
    return "deribit=" + deribit.restUrl();
  }

  @Test
  void oneFaultIsInflictedUnderTheVenuesNameOfItsSymbol() {
    assertThat(
            run(
                "--venue",
                venue(),
                "--kind",
                "delay",
                "symbol=BTC-USDT",
                "feed=trade",
                "millis=10"))
        .isZero();
    assertThat(rows.last("delay").path("s").asText()).isEqualTo("BTC-PERPETUAL");
    assertThat(run("--venue", venue(), "3.5 deribit silence symbol=ETH-USDT feed=trade millis=5"))
        .isZero();
    assertThat(rows.last("silence").path("s").asText()).isEqualTo("ETH-PERPETUAL");
    assertThat(out.toString().lines()).containsExactly("{}", "{}");
  }

  @Test
  void aRefusalIsPrintedAndHasExitCodeOne() {
    assertThat(run("--venue", venue(), "deribit", "rest-418", "millis=5")).isEqualTo(1);
    assertThat(out.toString()).contains("kind rest-418 does not happen at deribit");
  }

  @Test
  void wrongUseAndNoConnectionHaveExitCodeTwo() {
    assertThat(run("--kind", "close")).isEqualTo(2);
    assertThat(run("--venue", venue(), "--plan", "none.txt", "--kind", "close")).isEqualTo(2);
    assertThat(run("--venue", "nonsense=http://127.0.0.1:1", "nonsense", "close")).isEqualTo(2);
    deribit.close();
    assertThat(run("--venue", venue(), "deribit", "close")).isEqualTo(2);
  }

  @Test
  void aPlanIsCarriedOutAndItsLinesOfProcessesArePrinted() throws Exception {
    Path plan = folder.resolve("plan.txt");
    Path log = folder.resolve("log.jsonl");
    Files.writeString(
        plan,
        """
        # seed 1
        0.1 deribit clock millis=2000
        0.2 local kill-nats
        0.3 deribit close symbol=BTC-USDT
        0.4 deribit calm
        """);
    assertThat(run("--plan", plan.toString(), "--venue", venue(), "--log", log.toString()))
        .isEqualTo(1);
    assertThat(out.toString().lines()).containsExactly("0.2 local kill-nats");
    assertThat(rows.of("clock"))
        .extracting(row -> row.path("millis").asText())
        .containsExactly("2000", "0");
    List<JsonNode> done = Files.readAllLines(log).stream().map(SpotClient::json).toList();
    assertThat(done)
        .extracting(row -> row.path("kind").asText())
        .containsExactly("clock", "kill-nats", "close", "calm");
    assertThat(done)
        .extracting(row -> row.path("status").asInt())
        .containsExactly(200, 0, 400, 200);
    assertThat(done).extracting(row -> row.path("at").asLong()).isSorted();
    assertThat(done.get(0).at("/parameters/millis").asText()).isEqualTo("2000");
  }

  @Test
  void aPlanWhoseVenuesHaveNoUrlIsNotBegun() throws Exception {
    Path plan = folder.resolve("plan.txt");
    Files.writeString(plan, "0 deribit close\n1 okx close\n");
    assertThat(run("--plan", plan.toString(), "--venue", venue())).isEqualTo(2);
    assertThat(err.toString()).contains("venues without a URL: okx");
    assertThat(rows.of("close")).isEmpty();
  }
}
