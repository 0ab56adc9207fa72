// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The truth logs by what they tell of: {@code exchange.market_type}, or {@code exchange} for all of
 * its markets. Not thread safe.
 */
final class Truths {
  /** What a log tells of where nothing else is said. */
  static final String BINANCE_SPOT = "binance.spot";

  private static final List<String> TYPES =
      Stream.concat(Stream.of("orderbook", "orderbook_delta", "quote", "trade"), FigureType.names()).toList();

  private final Map<String, PatientTruth> byMarket = new LinkedHashMap<>();

  Truths put(String market, PatientTruth truth) {
    byMarket.put(market, truth);
    return this;
  }

  /**
   * The truth of what is published under a subject.
   *
   * @throws IllegalArgumentException where there is none
   */
  PatientTruth of(String subject) {
    return byMarket.get(logOf(subject));
  }

  /**
   * The name of the log that tells of what is published under a subject.
   *
   * @throws IllegalArgumentException where there is none
   */
  String logOf(String subject) {
    return find(subject)
        .orElseThrow(
            () -> new IllegalArgumentException("there is no truth log for " + subject));
  }

  /** Whether there is a log that tells of what is published under a subject. */
  boolean has(String subject) {
    return find(subject).isPresent();
  }

  private Optional<String> find(String subject) {
    String[] tokens = subject.split("\\.", -1);
    return tokens.length == 4
        ? Stream.of(tokens[1] + "." + tokens[2], tokens[1])
            .filter(byMarket::containsKey)
            .findFirst()
        : Optional.empty();
  }

  /** The logs by name. */
  Map<String, PatientTruth> logs() {
    return Collections.unmodifiableMap(byMarket);
  }

  /** The subjects of all data that these logs tell of. */
  List<String> subjects() {
    return TYPES.stream().flatMap(type -> subjects(type).stream()).toList();
  }

  /** The subjects of one data type that these logs tell of. */
  List<String> subjects(String type) {
    return byMarket.keySet().stream()
        .map(market -> type + "." + market + (market.contains(".") ? ".*" : ".*.*"))
        .toList();
  }
}
