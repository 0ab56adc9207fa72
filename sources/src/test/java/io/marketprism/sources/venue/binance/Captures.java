// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Recorded traffic outside of the project, found by {@code captures.dir}; a test that needs a file
 * is skipped, by name, where it is absent.
 */
public final class Captures {
  private static final Path DIRECTORY =
      Path.of(System.getProperty("captures.dir", "../../shared/captures"));

  private Captures() {}

  /**
   * A recorded message.
   *
   * @param receiveTime ms since the epoch, or 0
   * @param url what was asked for, or empty for a frame
   * @param text the message
   */
  public record Row(long receiveTime, String url, String text) {
    /** The message's bytes. */
    public byte[] bytes() {
      return text.getBytes(UTF_8);
    }
  }

  private static List<String> lines(String name) throws IOException {
    Path file = DIRECTORY.resolve(name);
    assumeTrue(Files.isReadable(file), () -> "no recording " + file);
    try (InputStream raw = Files.newInputStream(file);
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(
                    name.endsWith(".gz") ? new GZIPInputStream(raw) : raw, UTF_8))) {
      return reader.lines().toList();
    }
  }

  /** Rows {@code <ns since the epoch> <JSON>}. */
  public static List<Row> timed(String name) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : lines(name)) {
      int blank = line.indexOf(' ');
      long nanos = Long.parseLong(line.substring(0, blank));
      rows.add(new Row(nanos / 1_000_000, "", line.substring(blank + 1)));
    }
    return rows;
  }

  /** Rows {@code {"dir","ts","url","msg"}}: frames and REST answers. */
  public static List<Row> dumped(String name) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (JsonNode line : jsonLines(name)) {
      String direction = line.get("dir").textValue();
      if ("recv".equals(direction) || "http".equals(direction)) {
        rows.add(
            new Row(
                (long) (Double.parseDouble(line.get("ts").textValue()) * 1_000),
                line.path("url").asText(""),
                line.get("msg").textValue()));
      }
    }
    return rows;
  }

  /** The objects of a file with one per line. */
  public static List<JsonNode> jsonLines(String name) throws IOException {
    return lines(name).stream().map(Fuzz::tree).toList();
  }

  /** The answer in a file of {@code method, path, signed, body}. */
  public static String restAnswer(String name) throws IOException {
    List<String> lines = lines(name);
    return String.join("\n", lines.subList(3, lines.size()));
  }
}
