// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.marketprism.sources.venue.FrameException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Damages good messages in every way. */
public final class Fuzz {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  private Fuzz() {}

  /** Decodes a message. */
  public interface Decoding {
    Received decode(String message) throws FrameException;
  }

  /**
   * What becomes of a message of which each field in turn is missing: the reason of refusal and the
   * field, or {@code used} where it goes without.
   */
  public static Map<String, String> withoutEachField(String message, Decoding decoding) {
    JsonNode whole = tree(message);
    Map<String, String> outcome = new TreeMap<>();
    for (List<String> path : paths(whole)) {
      JsonNode damaged = whole.deepCopy();
      JsonNode parent = damaged;
      for (String step : path.subList(0, path.size() - 1)) {
        parent = parent.isArray() ? parent.get(Integer.parseInt(step)) : parent.get(step);
      }
      ((ObjectNode) parent).remove(path.get(path.size() - 1));
      outcome.put(String.join(".", path), outcome(damaged.toString(), decoding));
    }
    return outcome;
  }

  private static String outcome(String message, Decoding decoding) {
    try {
      Received received = decoding.decode(message);
      return received.refusedRecords.isEmpty() ? "used" : words(received.refusedRecords.get(0));
    } catch (FrameException e) {
      return words(e);
    }
  }

  private static String words(FrameException e) {
    return e.reason().token() + ": " + e.getMessage();
  }

  private static List<List<String>> paths(JsonNode node) {
    List<List<String>> paths = new ArrayList<>();
    Iterator<Map.Entry<String, JsonNode>> fields = node.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      paths.add(List.of(field.getKey()));
      paths.addAll(below(field.getKey(), field.getValue()));
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        paths.addAll(below(Integer.toString(i), node.get(i)));
      }
    }
    return paths;
  }

  private static List<List<String>> below(String step, JsonNode node) {
    List<List<String>> deeper = new ArrayList<>();
    for (List<String> path : paths(node)) {
      List<String> longer = new ArrayList<>();
      longer.add(step);
      longer.addAll(path);
      deeper.add(longer);
    }
    return deeper;
  }

  /** Whatever happens to the bytes of a message, it is decoded or refused, never anything else. */
  public static void neverThrowsAnythingElse(String message, Decoding decoding) {
    List<String> values = List.of("null", "{}", "[]", "-1", "\"\"", "\"x\"", "1e999", "true");
    for (int end = 0; end < message.length(); end++) {
      decodes(message.substring(0, end), decoding);
    }
    JsonNode whole = tree(message);
    for (List<String> path : paths(whole)) {
      for (String value : values) {
        JsonNode damaged = whole.deepCopy();
        JsonNode parent = damaged;
        for (String step : path.subList(0, path.size() - 1)) {
          parent = parent.isArray() ? parent.get(Integer.parseInt(step)) : parent.get(step);
        }
        ((ObjectNode) parent).put(path.get(path.size() - 1), "@@@");
        decodes(damaged.toString().replace("\"@@@\"", value), decoding);
      }
    }
    Random random = new Random(7);
    String alphabet = "{}[]\",:0123456789.-eEaAbBsStTuU \\n\u00e9";
    for (int i = 0; i < 5_000; i++) {
      StringBuilder damaged = new StringBuilder(message);
      for (int n = random.nextInt(4); n >= 0; n--) {
        int at = random.nextInt(damaged.length());
        damaged.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
      }
      decodes(damaged.toString(), decoding);
    }
  }

  private static void decodes(String message, Decoding decoding) {
    try {
      decoding.decode(message);
    } catch (FrameException e) {
      assertThat(e.reason()).as(message).isNotNull();
    } catch (RuntimeException e) {
      throw new AssertionError("threw " + e + " on " + message, e);
    }
  }

  /** The JSON of a text. */
  public static JsonNode tree(String json) {
    try {
      return JACKSON.readTree(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
