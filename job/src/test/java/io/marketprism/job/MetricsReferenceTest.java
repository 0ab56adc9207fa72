// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * docs/metrics.md names every metric that the code registers, and no other. The code is searched as
 * text: a metric's name is a literal that begins with {@code marketprism_} or {@code process_}, or,
 * in a file with such a literal that ends in an underscore, what is put behind it.
 */
class MetricsReferenceTest {
  private static final Path ROOT = root();
  static final Path REFERENCE = ROOT.resolve("docs/metrics.md");

  private static final List<String> MODULES = List.of("model", "sources", "sinks", "job");

  private static final Pattern COMMENT_OR_LITERAL =
      Pattern.compile(
          "//.*|/\\*[\\s\\S]*?\\*/|'(?:\\\\.[^']*|[^'\\\\])'"
              + "|\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"");
  private static final Pattern LITERAL_NAME =
      Pattern.compile("\"((?:marketprism|process)_[a-z0-9_]+)\"");
  private static final Pattern PREFIXED_NAME =
      Pattern.compile("PREFIX \\+ \"([a-z0-9_]+)\"|\"([a-z0-9]+(?:_[a-z0-9]+)*_total)\"");

  private static final Pattern ROW =
      Pattern.compile("^\\| `((?:marketprism|process)_[a-z0-9_]+)` \\|(.*)\\|$", Pattern.MULTILINE);
  private static final Pattern ANY_NAME = Pattern.compile("\\bmarketprism_[a-z0-9_]*[a-z0-9]\\b");

  @Test
  void everyRegisteredMetricIsInTheReference() throws IOException {
    assertThat(without(registered(), documented()))
        .as("metrics that docs/metrics.md does not describe")
        .isEmpty();
  }

  @Test
  void theReferenceNamesNoOtherMetric() throws IOException {
    assertThat(without(names(ANY_NAME, Files.readString(REFERENCE)), registered()))
        .as("names in docs/metrics.md that no code registers")
        .isEmpty();
  }

  @Test
  void everyMetricHasOneRowWithTypeLabelsAndMeaning() throws IOException {
    List<String> seen = new ArrayList<>();
    for (MatchResult row : rows()) {
      String name = row.group(1);
      String[] cells = row.group(2).split("\\|", -1);
      assertThat(cells).as(name).hasSize(3).allMatch(cell -> !cell.isBlank());
      assertThat(cells[0].strip()).as(name).isIn("counter", "gauge", "histogram");
      assertThat(seen).as("metrics described twice").doesNotContain(name);
      seen.add(name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "marketprism_feed_live",
        "marketprism_orderbook_violations_total",
        "marketprism_trades_duplicate_total",
        "marketprism_nats_connected",
        "marketprism_nats_reconnects_total",
        "marketprism_nats_publish_duration_seconds",
        "marketprism_live_feeds",
        "process_open_fds",
      })
  void theSearchFindsMetricsHoweverTheyAreWritten(String name) throws IOException {
    assertThat(registered()).contains(name);
  }

  private static Set<String> without(Set<String> names, Set<String> others) {
    Set<String> rest = new TreeSet<>(names);
    rest.removeAll(others);
    return rest;
  }

  private static Set<String> documented() throws IOException {
    Set<String> names = new TreeSet<>();
    rows().forEach(row -> names.add(row.group(1)));
    return names;
  }

  private static List<MatchResult> rows() throws IOException {
    return ROW.matcher(Files.readString(REFERENCE)).results().toList();
  }

  private static Set<String> registered() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(MetricsReferenceTest::mayRegister).toList()) {
          names.addAll(registeredIn(Files.readString(file)));
        }
      }
    }
    return names;
  }

  private static Set<String> registeredIn(String source) {
    String code = COMMENT_OR_LITERAL.matcher(source).replaceAll(MetricsReferenceTest::literalOnly);
    Set<String> names = new TreeSet<>();
    for (String name : names(LITERAL_NAME, code)) {
      if (name.endsWith("_")) {
        names(PREFIXED_NAME, code).forEach(rest -> names.add(name + rest));
      } else {
        names.add(name);
      }
    }
    return names;
  }

  /** The health server is another program: it reads metrics and has an answer of its own. */
  private static boolean mayRegister(Path file) {
    return file.toString().endsWith(".java")
        && !file.getParent().getFileName().toString().equals("healthserver");
  }

  private static String literalOnly(MatchResult match) {
    return match.group().startsWith("/") ? " " : Matcher.quoteReplacement(match.group());
  }

  private static Set<String> names(Pattern pattern, String text) {
    Set<String> names = new TreeSet<>();
    pattern
        .matcher(text)
        .results()
        .forEach(
            match -> {
              int group = match.groupCount();
              while (group > 0 && match.group(group) == null) {
                group--;
              }
              names.add(match.group(group));
            });
    return names;
  }

  /** The repository, whichever folder below it the tests run in. */
  private static Path root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("mvnw")) && Files.isDirectory(at.resolve("docs"))) {
        return at;
      }
    }
    throw new IllegalStateException("no repository above " + Path.of("").toAbsolutePath());
  }
}
