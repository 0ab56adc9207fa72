// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Recorded traffic outside the project; a test that needs a file is skipped, by name, without it.
 */
final class Recordings {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  private Recordings() {}

  static Path file(String name) {
    Path file = Path.of(System.getProperty("captures.dir", "../../shared/captures"), name);
    assumeTrue(Files.isReadable(file), () -> "no recording at " + file);
    return file;
  }

  /** The rows of a file of JSON lines. */
  static List<JsonNode> rows(String name) {
    Path file = file(name);
    try (InputStream in = Files.newInputStream(file);
        InputStream text = name.endsWith(".gz") ? new GZIPInputStream(in) : in;
        BufferedReader lines = new BufferedReader(new InputStreamReader(text, UTF_8))) {
      return lines.lines().filter(line -> !line.isBlank()).map(Recordings::json).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The raw text of a row; some recorders wrote it as a literal of bytes. */
  static String message(JsonNode row) {
    String message = row.get("msg").textValue();
    return message.startsWith("b'") ? message.substring(2, message.length() - 1) : message;
  }

  /** The body of a REST answer in a file that begins with method, path and a flag. */
  static String answer(String name) {
    try {
      String text = Files.readString(file(name));
      return text.substring(text.indexOf('{'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(String text) {
    try {
      return JACKSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
