// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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

  @Option(
      names = "--verifier-code",
      paramLabel = "CODE",
      description = "the verifier's exit code, 0 when it found nothing wrong")
  private int verifierCode;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ObjectNode summary = (ObjectNode) JSON.readTree(summaryFile.toFile());
    if (verification != null) {
      JsonNode found = findings();
      summary.set("verification", found);
      Summary.add(summary, new Check("books-and-trades-true", verifierCode == 0, detail(found)));
    }
    return print(summary, json);
  }

  private JsonNode findings() throws IOException {
    try {
      return JSON.readTree(verification.toFile());
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }

  /** The verifier's figures, whichever it gives: "books 1200, trades 400, …". */
  private static String detail(JsonNode findings) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, JsonNode> field : findings.properties()) {
      if (field.getValue().isValueNode()) {
        text.append(text.isEmpty() ? "" : ", ")
            .append(field.getKey().replace('_', ' '))
            .append(' ')
            .append(field.getValue().asText());
      }
    }
    return text.isEmpty() ? "the verifier gave no figures" : text.toString();
  }

  static int print(ObjectNode summary, boolean json) throws IOException {
    System.out.println(
        json
            ? JSON.writerWithDefaultPrettyPrinter().writeValueAsString(summary)
            : Summary.text(summary));
    System.out.flush();
    return summary.path("ok").asBoolean() ? 0 : 1;
  }
}
