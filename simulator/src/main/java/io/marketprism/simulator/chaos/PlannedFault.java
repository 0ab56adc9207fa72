// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.chaos;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of a plan: {@code SECONDS TARGET KIND key=value …}, e.g. {@code 12.5 okx drop
 * symbol=BTC-USDT feed=orderbook count=3}.
 *
 * @param millis when, milliseconds from the plan's beginning
 * @param target a venue's name, or {@code local} for what concerns processes
 * @param kind what goes wrong
 * @param parameters texts by name, in the order in which they are written
 */
public record PlannedFault(
    long millis, String target, String kind, Map<String, String> parameters) {
  /** The target of faults of processes. */
  public static final String LOCAL = "local";

  private static final int MILLIS_DIGITS = 3;
  private static final int HEAD_WORDS = 3;

  /** Keeps a copy of the parameters. */
  public PlannedFault {
    parameters = new LinkedHashMap<>(parameters);
  }

  /** A fault of the given parameters: names, each followed by its value. */
  static PlannedFault of(long millis, String target, String kind, Object... namesAndValues) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.put(namesAndValues[i].toString(), namesAndValues[i + 1].toString());
    }
    return new PlannedFault(millis, target, kind, parameters);
  }

  /**
   * Reads a line of a plan.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static PlannedFault parse(String line) {
    List<String> words = Arrays.asList(line.strip().split("\\s+"));
    if (words.size() < HEAD_WORDS || !words.get(0).matches("[0-9]{1,9}(\\.[0-9]{1,3})?")) {
      throw new IllegalArgumentException(
          "'" + line + "' is no line of a plan, which is SECONDS TARGET KIND key=value …");
    }
    return new PlannedFault(
        new BigDecimal(words.get(0)).movePointRight(MILLIS_DIGITS).longValueExact(),
        words.get(1),
        words.get(2),
        parameters(words.subList(HEAD_WORDS, words.size())));
  }

  /**
   * Reads words of the form {@code key=value}.
   *
   * @throws IllegalArgumentException where one has another form
   */
  public static Map<String, String> parameters(List<String> words) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals <= 0) {
        throw new IllegalArgumentException("'" + word + "' is not of the form key=value");
      }
      parameters.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return parameters;
  }

  /** Whether it concerns processes, which no venue can inflict. */
  public boolean local() {
    return target.equals(LOCAL);
  }

  /** When, in seconds from the plan's beginning. */
  BigDecimal seconds() {
    BigDecimal seconds = BigDecimal.valueOf(millis, MILLIS_DIGITS).stripTrailingZeros();
    return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
  }

  /** The line of the plan. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(seconds().toPlainString());
    line.append(' ').append(target).append(' ').append(kind);
    parameters.forEach((name, value) -> line.append(' ').append(name).append('=').append(value));
    return line.toString();
  }
}
