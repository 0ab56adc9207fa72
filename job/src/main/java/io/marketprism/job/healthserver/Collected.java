// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import javax.annotation.Nullable;

/** The series of several pages, by name, and sums over them. Immutable. */
final class Collected {
  private final Map<String, List<Series>> byName;

  Collected(Stream<Series> series) {
    this.byName = series.collect(Collectors.groupingBy(Series::name));
  }

  List<Series> named(String name) {
    return byName.getOrDefault(name, List.of());
  }

  double sum(String name, Predicate<Series> which) {
    return named(name).stream()
        .filter(which)
        .mapToDouble(Series::value)
        .filter(Double::isFinite)
        .sum();
  }

  /** The sum, {@code null} where there is no series. */
  @Nullable
  Double sumOrNull(String name, Predicate<Series> which) {
    return named(name).stream().anyMatch(which) ? (Double) sum(name, which) : null;
  }

  OptionalDouble max(String name) {
    return finite(name).max();
  }

  OptionalDouble min(String name) {
    return finite(name).min();
  }

  private DoubleStream finite(String name) {
    return named(name).stream().mapToDouble(Series::value).filter(Double::isFinite);
  }
}
