// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.job.config.source.Node;
import io.marketprism.job.config.source.Origin;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations and sizes with their units. {@code kB}, {@code MB} and {@code GB} are powers of 1,024
 * as in Flink's own configuration, the same as {@code KiB}, {@code MiB} and {@code GiB}.
 */
final class Quantities {
  private static final Pattern NUMBER_UNIT = Pattern.compile("([0-9]{1,18}) ?([a-zA-Z]+)");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9_]{1,25}");

  private static final Map<String, Duration> DURATION_UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "min", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private static final Map<String, Long> SIZE_UNITS =
      Map.of(
          "b", 1L,
          "kb", 1L << 10,
          "kib", 1L << 10,
          "mb", 1L << 20,
          "mib", 1L << 20,
          "gb", 1L << 30,
          "gib", 1L << 30);

  private Quantities() {}

  /** A duration such as {@code 10s}, {@code 500ms}, {@code 1h}, {@code PT1M30S}. */
  static ValueType<Duration> duration(String min, String max) {
    Duration least = constant(min);
    Duration most = constant(max);
    return new ValueType.OfScalar<>(
        "duration",
        min + " to " + max,
        scalar -> {
          Duration value = parseDuration(scalar);
          if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new BadValue("is out of range");
          }
          return value;
        });
  }

  /** A duration that the key gives as a number of milliseconds. */
  static ValueType<Duration> milliseconds(int min, int max) {
    ValueType.OfScalar<Integer> number =
        (ValueType.OfScalar<Integer>) ValueTypes.integer(min, max, "ms");
    return new ValueType.OfScalar<>(
        number.name(),
        number.allowed(),
        scalar -> Duration.ofMillis(number.parser().parse(scalar)));
  }

  /** A size in bytes such as {@code 8MiB}, {@code 64mb}, {@code 1048576}. */
  static ValueType<Long> size(String min, String max) {
    long least = bytes(min);
    long most = bytes(max);
    return new ValueType.OfScalar<>(
        "size",
        min + " to " + max,
        scalar -> {
          BigInteger value = parseSize(scalar);
          if (value.compareTo(BigInteger.valueOf(least)) < 0
              || value.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new BadValue("is out of range");
          }
          return value.longValueExact();
        });
  }

  /** A size of at least {@code min}, or -1 for no limit. */
  static ValueType<Long> sizeLimit(String min) {
    long least = bytes(min);
    return new ValueType.OfScalar<>(
        "size",
        min + " or more, -1 for unlimited",
        scalar -> {
          BigInteger value = parseSize(scalar);
          if (value.equals(BigInteger.valueOf(JetStreamConfig.UNLIMITED))) {
            return JetStreamConfig.UNLIMITED;
          }
          if (value.compareTo(BigInteger.valueOf(least)) < 0 || value.bitLength() > 62) {
            throw new BadValue("is out of range");
          }
          return value.longValueExact();
        });
  }

  private static Duration parseDuration(Node.Scalar scalar) throws BadValue {
    String text = scalar.text();
    if (scalar.kind() == Node.Kind.NUMBER) {
      throw new BadValue("has no unit (write 10s, 500ms, 1h or PT10S)");
    }
    try {
      if (text.startsWith("P")) {
        return Duration.parse(text);
      }
      Matcher matcher = NUMBER_UNIT.matcher(text);
      if (matcher.matches()) {
        Duration unit = DURATION_UNITS.get(matcher.group(2));
        if (unit != null) {
          return unit.multipliedBy(Long.parseLong(matcher.group(1)));
        }
      }
    } catch (DateTimeException e) {
      throw new BadValue("is not an ISO-8601 duration (such as PT10S)");
    } catch (ArithmeticException e) {
      throw new BadValue("is out of range");
    }
    throw new BadValue("is not a duration (write 10s, 500ms, 1h or PT10S)");
  }

  private static BigInteger parseSize(Node.Scalar scalar) throws BadValue {
    String text = scalar.text();
    if (scalar.kind() == Node.Kind.NUMBER && NUMBER.matcher(text).matches()) {
      return new BigInteger(text.replace("_", ""));
    }
    Matcher matcher = NUMBER_UNIT.matcher(text);
    if (matcher.matches()) {
      Long unit = SIZE_UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT));
      if (unit != null) {
        return new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(unit));
      }
    }
    throw new BadValue("is not a size (write 8MiB, 64mb or a number of bytes)");
  }

  private static Duration constant(String text) {
    try {
      return parseDuration(scalarOf(text));
    } catch (BadValue e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static long bytes(String text) {
    try {
      return parseSize(scalarOf(text)).longValueExact();
    } catch (BadValue e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static Node.Scalar scalarOf(String text) {
    return new Node.Scalar(Node.Kind.TEXT, text, Origin.of("catalogue"));
  }
}
