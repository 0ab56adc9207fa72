// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.job.config.source.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an option is written and which values it may have.
 *
 * @param <T> what it becomes
 */
interface ValueType<T> {

  /** The value; empty after at least one report. */
  Optional<T> read(Node node, Report report);

  /** The type's name with its unit, such as {@code duration} or {@code integer (levels)}. */
  String name();

  /** The values it may have, to go on after "allowed: ". */
  String allowed();

  /** Takes what is wrong with a value. */
  @FunctionalInterface
  interface Report {
    /**
     * @param item which item of the option's list, such as {@code [2]}; empty for the option itself
     */
    void fault(String item, Node node, String problem);
  }

  /** Turns a scalar into a value. */
  @FunctionalInterface
  interface Parser<T> {
    /**
     * @throws BadValue if the scalar breaks the type's rules
     */
    T parse(Node.Scalar scalar) throws BadValue;
  }

  /**
   * A type that is written as one scalar.
   *
   * @param isShown whether a refused value may be shown; not where a user may have put a secret
   */
  record OfScalar<T>(String name, String allowed, Parser<T> parser, boolean isShown)
      implements ValueType<T> {

    /** A type whose values may be shown. */
    OfScalar(String name, String allowed, Parser<T> parser) {
      this(name, allowed, parser, true);
    }

    @Override
    public Optional<T> read(Node node, Report report) {
      String problem;
      if (!(node instanceof Node.Scalar scalar)) {
        problem = node.shown() + " is given";
      } else if (scalar.kind() == Node.Kind.NOTHING) {
        problem = "has no value";
      } else {
        try {
          return Optional.of(parser.parse(scalar));
        } catch (BadValue e) {
          problem = (isShown ? scalar.shown() : "the value") + " " + e.getMessage();
        }
      }
      report.fault("", node, problem + "; allowed: " + allowed);
      return Optional.empty();
    }
  }

  /** A list that is not empty and holds each value once. */
  record OfList<T>(ValueType<T> item) implements ValueType<List<T>> {
    @Override
    public String name() {
      return "list of " + item.name();
    }

    @Override
    public String allowed() {
      return "at least one, each once, of: " + item.allowed();
    }

    @Override
    public Optional<List<T>> read(Node node, Report report) {
      if (!(node instanceof Node.Sequence list)) {
        report.fault("", node, node.shown() + " is not a list; needed: [value, …]");
        return Optional.empty();
      }
      if (list.items().isEmpty()) {
        report.fault("", node, "the list is empty; needed: at least one value");
        return Optional.empty();
      }
      List<T> values = new ArrayList<>();
      Map<T, Integer> seen = new HashMap<>();
      boolean whole = true;
      for (int i = 0; i < list.items().size(); i++) {
        String place = "[" + i + "]";
        Node itemNode = list.items().get(i);
        Optional<T> value =
            item.read(itemNode, (inner, at, problem) -> report.fault(place + inner, at, problem));
        if (value.isEmpty()) {
          whole = false;
          continue;
        }
        Integer first = seen.putIfAbsent(value.get(), i);
        if (first != null) {
          whole = false;
          report.fault(place, itemNode, itemNode.shown() + " is already item [" + first + "]");
        }
        values.add(value.get());
      }
      return whole ? Optional.of(List.copyOf(values)) : Optional.empty();
    }
  }
}
