// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Recorded traffic outside the project; a test that needs a file is skipped, by name, without it.
 */
public final class Captures {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Captures() {}

  public static Path file(String name) {
    Path path = Path.of(System.getProperty("captures.dir", "../../shared/captures"), name);
    assumeTrue(Files.exists(path), "no recording " + path);
    return path;
  }

  public static List<JsonNode> jsonLines(Path file) {
    try {
      List<JsonNode> rows = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        rows.add(JSON.readTree(line));
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
