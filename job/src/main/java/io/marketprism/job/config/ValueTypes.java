// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.job.config.source.Node;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types of plain values: switches, names, choices, texts, whole numbers. */
final class ValueTypes {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*(_[0-9]+)*)");

  private ValueTypes() {}

  static ValueType<Boolean> bool() {
    return new ValueType.OfScalar<>(
        "boolean",
        "true, false",
        scalar -> {
          if (scalar.kind() != Node.Kind.BOOLEAN) {
            throw new BadValue("is neither true nor false");
          }
          return scalar.text().equalsIgnoreCase("true");
        });
  }

  /** A constant, written in lower case with {@code -} for {@code _}. */
  static <E extends Enum<E>> ValueType<E> oneOf(Class<E> constants) {
    return oneOf(
        constants.getEnumConstants(),
        constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /** One of some words. */
  static ValueType<String> words(String... words) {
    return oneOf(words, word -> word);
  }

  /** One of some constants, written as {@code nameOf} says. */
  static <E> ValueType<E> oneOf(E[] constants, Function<E, String> nameOf) {
    Map<String, E> byName = new LinkedHashMap<>();
    Arrays.stream(constants).forEach(constant -> byName.put(nameOf.apply(constant), constant));
    return new ValueType.OfScalar<>(
        "choice",
        String.join(", ", byName.keySet()),
        scalar -> {
          E constant = byName.get(scalar.text());
          if (constant == null) {
            throw new BadValue("is none of them");
          }
          return constant;
        });
  }

  /** Text of which a whole pattern matches; {@code allowed} says it in words. */
  static ValueType<String> text(String pattern, String allowed) {
    Predicate<String> matches = Pattern.compile(pattern).asMatchPredicate();
    return new ValueType.OfScalar<>(
        "text",
        allowed,
        scalar -> {
          if (scalar.kind() != Node.Kind.TEXT) {
            throw new BadValue("is not text (put it in quotes if it is meant)");
          }
          if (!matches.test(scalar.text())) {
            throw new BadValue("is not of the right form");
          }
          return scalar.text();
        });
  }

  static ValueType<Integer> integer(int min, int max, String unit) {
    String allowed = min + " to " + max;
    return new ValueType.OfScalar<>(
        "integer (" + unit + ")", allowed, scalar -> (int) wholeNumber(scalar, min, max));
  }

  /** One of some numbers. */
  static ValueType<Integer> integer(List<Integer> values, String unit) {
    String allowed = values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return new ValueType.OfScalar<>(
        "integer (" + unit + ")",
        allowed,
        scalar -> {
          int value = (int) wholeNumber(scalar, Integer.MIN_VALUE, Integer.MAX_VALUE);
          if (!values.contains(value)) {
            throw new BadValue("is none of them");
          }
          return value;
        });
  }

  /** A number of at least 1, or -1 for no limit. */
  static ValueType<Long> limit(String unit) {
    return new ValueType.OfScalar<>(
        "integer (" + unit + ")",
        "1 or more, -1 for unlimited",
        scalar -> {
          long value = wholeNumber(scalar, JetStreamConfig.UNLIMITED, Long.MAX_VALUE);
          if (value == 0) {
            throw new BadValue("is out of range");
          }
          return value;
        });
  }

  /** A number of levels, or {@code full} for {@link PublishConfig#FULL_DEPTH}. */
  static ValueType<Integer> depth(int max) {
    return new ValueType.OfScalar<>(
        "integer (levels a side) or full",
        "1 to " + max + ", full",
        scalar ->
            scalar.text().equals("full")
                ? PublishConfig.FULL_DEPTH
                : (int) wholeNumber(scalar, 1, max));
  }

  static <T> ValueType<List<T>> listOf(ValueType<T> item) {
    return new ValueType.OfList<>(item);
  }

  private static long wholeNumber(Node.Scalar scalar, long min, long max) throws BadValue {
    if (scalar.kind() == Node.Kind.TEXT && WHOLE_NUMBER.matcher(scalar.text()).matches()) {
      throw new BadValue("is text, not a number (remove the quotes)");
    }
    if (scalar.kind() != Node.Kind.NUMBER || !WHOLE_NUMBER.matcher(scalar.text()).matches()) {
      throw new BadValue("is not a whole number");
    }
    BigInteger value = new BigInteger(scalar.text().replace("_", ""));
    if (value.compareTo(BigInteger.valueOf(min)) < 0
        || value.compareTo(BigInteger.valueOf(max)) > 0) {
      throw new BadValue("is out of range");
    }
    return value.longValueExact();
  }
}
