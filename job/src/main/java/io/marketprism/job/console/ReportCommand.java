// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code report}: puts a run's summary and the verifier's findings together. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the summary that a watched run left, with what the verifier found.",
      "Exit code 0 only if every check holds."
    })
final class ReportCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--summary-file", paramLabel = "FILE", required = true)
  private Path summaryFile;

  @Option(
      names = "--verification",
      paramLabel = "FILE",
      description = "JSON that the simulator's verifier printed")
  private Path verification;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ObjectNode summary = (ObjectNode) JSON.readTree(summaryFile.toFile());
    if (verification != null) {
      JsonNode found = findings();
      summary.set("verification", found);
      Summary.add(
          summary, new Check("published-true", found.path("ok").asBoolean(false), detail(found)));
    }
    return print(summary, json, spec.commandLine().getOut());
  }

  private JsonNode findings() throws IOException {
    try {
      return JSON.readTree(verification.toFile());
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }

  private static String detail(JsonNode found) {
    if (!found.has("books")) {
      return "the verifier gave no report";
    }
    StringBuilder text =
        new StringBuilder()
            .append(Wording.count(found.path("books").asLong()))
            .append(" books, ")
            .append(Wording.count(found.path("trades").asLong()))
            .append(" trades, ")
            .append(Wording.count(found.path("derivatives").asLong()))
            .append(" figures compared with the truth");
    long golden = found.path("golden_books").asLong();
    if (golden > 0) {
      text.append(", ").append(Wording.count(golden)).append(" with golden books");
    }
    found
        .path("findings")
        .properties()
        .forEach(
            finding ->
                text.append("; ")
                    .append(finding.getValue().asText())
                    .append(" x ")
                    .append(finding.getKey().toLowerCase(Locale.ROOT).replace('_', ' ')));
    found.path("examples").forEach(example -> text.append("\n         ").append(example.asText()));
    return text.toString();
  }

  /** Prints a summary; returns the exit code that it deserves. */
  static int print(ObjectNode summary, boolean json, PrintWriter out) throws IOException {
    out.println(
        json
            ? JSON.writerWithDefaultPrettyPrinter().writeValueAsString(summary)
            : Summary.text(summary));
    out.flush();
    return summary.path("ok").asBoolean() ? 0 : 1;
  }
}
