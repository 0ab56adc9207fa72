// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReportCommandTest {
  private static final String TRUE =
      "{\"ok\":true,\"books\":1200,\"trades\":400,\"stream_trades\":400,\"derivatives\":22,\"golden_books\":25,"
          + "\"findings\":{},\"examples\":[]}";
  private static final String FALSE =
      "{\"ok\":false,\"books\":1200,\"trades\":400,\"golden_books\":25,"
          + "\"findings\":{\"BOOK_DIFFERS\":2},\"examples\":[\"BTCUSDT 7: bid 1\"]}";

  @TempDir private Path folder;
  private Path summary;

  @BeforeEach
  void writeSummary() throws IOException {
    summary = folder.resolve("summary.json");
    Files.writeString(
        summary,
        Summary.of(
                ScreenFixture.healthy(), List.of(new Check("job-running", true, "state RUNNING")))
            .toString());
  }

  @Test
  void verifiedRunIsGood() throws IOException {
    assertThat(report(TRUE)).isZero();
    JsonNode json = new ObjectMapper().readTree(printed);
    assertThat(json.path("ok").asBoolean()).isTrue();
    assertThat(json.at("/verification/golden_books").asInt()).isEqualTo(25);
    assertThat(json.at("/checks/1/detail").asText())
        .contains("1,200 books, 400 trades, 22 figures", "25 with golden books");
  }

  @Test
  void findingMakesTheRunBad() throws IOException {
    assertThat(report(FALSE)).isEqualTo(1);
    assertThat(new ObjectMapper().readTree(printed).at("/checks/1/detail").asText())
        .contains("2 x book differs", "BTCUSDT 7: bid 1");
  }

  @Test
  void verifierThatGaveNoReportMakesTheRunBad() throws IOException {
    assertThat(report("verify: no connection")).isEqualTo(1);
    assertThat(report("")).isEqualTo(1);
  }

  private String printed = "";

  private int report(String verification) throws IOException {
    Path file = folder.resolve("verification.json");
    Files.writeString(file, verification);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CommandLine command = new CommandLine(new ReportCommand());
    command.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    int code =
        command.execute(
            "--json", "--summary-file", summary.toString(), "--verification", file.toString());
    printed = out.toString(StandardCharsets.UTF_8);
    return code;
  }
}
