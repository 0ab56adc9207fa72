// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config.source;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads the part of YAML that a configuration needs into {@link Node}s that remember their lines:
 * sections, lists and scalars of one document. A key written twice, aliases, tags and further
 * documents are faults, because each of them makes a file mean something else than it seems to say.
 * For one thread and one text.
 */
public final class YamlReader {
  private static final YAMLFactory YAML = new YAMLFactory();

  private final IntFunction<Origin> lines;
  private final Faults faults;
  private final YAMLParser parser;

  private YamlReader(IntFunction<Origin> lines, Faults faults, YAMLParser parser) {
    this.lines = lines;
    this.faults = faults;
    this.parser = parser;
  }

  /**
   * Reads a document; everything wrong with it goes to {@code faults}.
   *
   * @param lines the origin of a line, from 1
   * @return the root; an empty mapping for an empty document; empty if the text is not YAML
   */
  public static Optional<Node> read(String yaml, IntFunction<Origin> lines, Faults faults) {
    try (YAMLParser parser = YAML.createParser(yaml)) {
      YamlReader reader = new YamlReader(lines, faults, parser);
      if (parser.nextToken() == null) {
        return Optional.of(Node.Mapping.empty(lines.apply(1)));
      }
      Node root = reader.node("");
      if (parser.nextToken() != null) {
        faults.add("", reader.here(), "a second YAML document begins here; one is allowed");
      }
      return Optional.of(root);
    } catch (IOException e) {
      faults.add("", lines.apply(lineOf(e)), "is not valid YAML: " + reasonOf(e));
      return Optional.empty();
    }
  }

  private Node node(String path) throws IOException {
    Origin origin = here();
    if (parser.isCurrentAlias()) {
      faults.add(Masking.shown(path), origin, "YAML aliases (*) are not allowed");
    }
    if (parser.getTypeId() != null) {
      faults.add(Masking.shown(path), origin, "YAML tags (!) are not allowed");
    }
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> mapping(path, origin);
      case START_ARRAY -> sequence(path, origin);
      case VALUE_NULL -> new Node.Scalar(Node.Kind.NOTHING, "", origin);
      case VALUE_TRUE, VALUE_FALSE -> booleanOrText(origin);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(Node.Kind.NUMBER, origin);
      default -> scalar(Node.Kind.TEXT, origin);
    };
  }

  private Node scalar(Node.Kind kind, Origin origin) throws IOException {
    String text = parser.getText();
    return new Node.Scalar(kind, text == null ? "" : text, origin);
  }

  /** YAML 1.1 also reads {@code yes}, {@code NO} or {@code on} as booleans; here they are text. */
  private Node booleanOrText(Origin origin) throws IOException {
    boolean plain = parser.getText().equalsIgnoreCase(String.valueOf(parser.getBooleanValue()));
    return scalar(plain ? Node.Kind.BOOLEAN : Node.Kind.TEXT, origin);
  }

  private Node sequence(String path, Origin origin) throws IOException {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(path + "[" + items.size() + "]"));
    }
    return new Node.Sequence(items, origin);
  }

  private Node mapping(String path, Origin origin) throws IOException {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Origin keyOrigin = here();
      String key = parser.currentName();
      String keyPath = path.isEmpty() ? key : path + "." + key;
      parser.nextToken();
      Node value = node(keyPath);
      Node.Entry first = entries.putIfAbsent(key, new Node.Entry(keyOrigin, value));
      if (first != null) {
        faults.add(
            Masking.shown(keyPath),
            keyOrigin,
            "is written twice, first at " + first.origin() + "; keep one of them");
      }
    }
    return new Node.Mapping(entries, origin);
  }

  private Origin here() {
    return lines.apply(parser.currentTokenLocation().getLineNr());
  }

  /** The line of the problem, where the parser says it; else the last line that was read. */
  private static int lineOf(IOException e) {
    if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      return marked.getProblemMark().getLine() + 1;
    }
    JsonLocation location =
        e instanceof JsonProcessingException problem ? problem.getLocation() : null;
    return location == null ? 0 : Math.max(location.getLineNr(), 0);
  }

  /** The parser's sentence without the excerpt of the file, which may hold a secret. */
  private static String reasonOf(IOException e) {
    if (e.getCause() instanceof MarkedYAMLException marked) {
      return Masking.sentence(
          Stream.of(marked.getContext(), marked.getProblem())
              .filter(Objects::nonNull)
              .collect(Collectors.joining(", ")));
    }
    String message =
        e instanceof JsonProcessingException problem
            ? problem.getOriginalMessage()
            : e.getMessage();
    return Masking.sentence(String.valueOf(message).lines().findFirst().orElse(""));
  }
}
