// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a configuration with the place where it was written. Immutable. */
public sealed interface Node {

  /** Where the value begins. */
  Origin origin();

  /** The value for a message, masked and short. */
  String shown();

  /** How a scalar was written. */
  enum Kind {
    TEXT,
    NUMBER,
    BOOLEAN,
    /** No value: {@code key:}, {@code ~} or {@code null}. */
    NOTHING
  }

  /**
   * One value.
   *
   * @param kind how it was written; a number in quotes is text
   * @param text the characters as written, without quotes
   */
  record Scalar(Kind kind, String text, Origin origin) implements Node {
    @Override
    public String shown() {
      return switch (kind) {
        case TEXT -> "'" + Masking.shown(text) + "'";
        case NUMBER, BOOLEAN -> Masking.shown(text);
        case NOTHING -> "nothing";
      };
    }

    /** The unmasked value must not get into a log by accident. */
    @Override
    public String toString() {
      return shown();
    }
  }

  /** A list of values. */
  record Sequence(List<Node> items, Origin origin) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String shown() {
      return "a list of " + items.size();
    }

    @Override
    public String toString() {
      return shown();
    }
  }

  /** Keys with their values, in the order written. */
  record Mapping(Map<String, Entry> entries, Origin origin) implements Node {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String shown() {
      return "a section";
    }

    @Override
    public String toString() {
      return shown();
    }

    /**
     * This mapping with the value of a path replaced; sections that do not exist are made.
     *
     * @param path at least one key
     * @throws IllegalArgumentException if the path leads through a value that is no section; the
     *     message is the dotted path of that value
     */
    public Mapping with(List<String> path, Node value) {
      Map<String, Entry> changed = new LinkedHashMap<>(entries);
      String key = path.get(0);
      if (path.size() == 1) {
        changed.put(key, new Entry(value.origin(), value));
        return new Mapping(changed, origin);
      }
      Entry present = changed.get(key);
      Mapping section = present == null ? empty(value.origin()) : asSection(key, present.value());
      try {
        Mapping inner = section.with(path.subList(1, path.size()), value);
        changed.put(key, new Entry(present == null ? value.origin() : present.origin(), inner));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(key + "." + e.getMessage(), e);
      }
      return new Mapping(changed, origin);
    }

    /** A mapping without entries. */
    public static Mapping empty(Origin origin) {
      return new Mapping(Map.of(), origin);
    }

    private static Mapping asSection(String key, Node node) {
      if (node instanceof Mapping mapping) {
        return mapping;
      }
      if (node instanceof Scalar scalar && scalar.kind() == Kind.NOTHING) {
        return empty(scalar.origin());
      }
      throw new IllegalArgumentException(key);
    }
  }

  /**
   * A key's value and the place of the key itself.
   *
   * @param origin where the key is written
   */
  record Entry(Origin origin, Node value) {}

  /** Splits a dotted path into its keys; a key may be empty. */
  static List<String> keysOf(String dottedPath) {
    List<String> keys = new ArrayList<>();
    int start = 0;
    for (int dot = dottedPath.indexOf('.'); dot >= 0; dot = dottedPath.indexOf('.', start)) {
      keys.add(dottedPath.substring(start, dot));
      start = dot + 1;
    }
    keys.add(dottedPath.substring(start));
    return keys;
  }
}
