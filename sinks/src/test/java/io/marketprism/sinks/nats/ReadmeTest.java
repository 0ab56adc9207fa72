// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of this module's README against the code. */
class ReadmeTest {

  private static final Pattern METRIC = Pattern.compile("marketprism_nats_[a-z_]+");

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  @Test
  void theMetricsTableNamesEveryMetricAndNoOther() throws IOException {
    RecordedMetrics recorded = new RecordedMetrics();
    NatsSinkMetrics metrics =
        new NatsSinkMetrics(recorded, subject -> Map.of("a", "b"), 1, Duration.ofHours(1));
    metrics.registerState(() -> true, () -> 0);
    metrics.series("a.b");
    Set<String> registered =
        recorded.series().stream()
            .map(series -> series.replaceAll("\\{.*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    registered.remove("marketprism_nats_publish_duration_seconds_sum");
    registered.remove("marketprism_nats_publish_duration_seconds_count");

    Set<String> documented =
        METRIC
            .matcher(readme())
            .results()
            .map(match -> match.group())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documented).isEqualTo(registered);
  }

  @Test
  void theOptionsTableNamesEveryOption() throws IOException {
    String readme = readme();
    Set<String> options =
        Stream.of(NatsSinkBuilder.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(Method::getName)
            .filter(name -> !name.equals("build"))
            .collect(Collectors.toSet());
    assertThat(options)
        .isNotEmpty()
        .allSatisfy(option -> assertThat(readme).contains("| `" + option + "("));
  }

  @Test
  void theTableOfLoginAndTlsNamesEveryOptionOfTheEndpoint() throws IOException {
    String readme = readme();
    Set<String> options =
        Stream.of(NatsEndpoint.Builder.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(Method::getName)
            .filter(name -> !name.equals("build"))
            .collect(Collectors.toSet());
    assertThat(options)
        .isNotEmpty()
        .allSatisfy(option -> assertThat(readme).contains("`" + option + "("));
  }
}
