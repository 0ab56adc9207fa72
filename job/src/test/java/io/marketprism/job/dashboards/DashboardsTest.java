// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The files of monitoring/grafana/dashboards are what the classes of this package make, and Grafana
 * can read them. {@code -Ddashboards=write} writes them anew. Whether their queries find data is
 * what {@code bin/marketprism dashboards} asks a running Prometheus.
 */
class DashboardsTest {
  private static final Path ROOT = root();
  private static final Path FOLDER = ROOT.resolve("monitoring/grafana/dashboards");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final List<Dashboard> ALL =
      List.of(
          UnifiedDashboard.dashboard(),
          BusinessDashboard.dashboard(),
          ResourceDashboard.dashboard(),
          OrderBookDashboard.dashboard(),
          FlinkDashboard.dashboard());

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z_]+)");
  private static final Pattern GRAFANAS_OWN = Pattern.compile("__\\w+");
  private static final Pattern METRIC = Pattern.compile("\\b(?:marketprism|process)_[a-z0-9_]+");
  private static final Pattern HISTOGRAM = Pattern.compile("_bucket$");

  static Stream<Dashboard> dashboards() {
    return ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void theFileIsWhatTheGeneratorMakes(Dashboard dashboard) throws IOException {
    Path file = FOLDER.resolve(dashboard.uid() + ".json");
    if ("write".equals(System.getProperty("dashboards"))) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, dashboard.text());
    } else {
      assertThat(Files.readString(file))
          .as(file + "; rewrite it with -Ddashboards=write")
          .isEqualTo(dashboard.text());
    }
  }

  @Test
  void thereAreNoOtherFiles() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              dashboards().map(dashboard -> dashboard.uid() + ".json").toList());
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsHaveAPlaceOfTheirOwn(Dashboard dashboard) throws IOException {
    Set<Integer> ids = new HashSet<>();
    Set<List<Integer>> taken = new HashSet<>();
    for (JsonNode panel : panels(dashboard)) {
      String title = panel.path("title").asText();
      assertThat(ids.add(panel.path("id").asInt())).as("id of " + title).isTrue();
      JsonNode place = panel.path("gridPos");
      int right = place.path("x").asInt() + place.path("w").asInt();
      int bottom = place.path("y").asInt() + place.path("h").asInt();
      assertThat(right).as("right edge of " + title).isLessThanOrEqualTo(Panel.GRID);
      for (int x = place.path("x").asInt(); x < right; x++) {
        for (int y = place.path("y").asInt(); y < bottom; y++) {
          assertThat(taken.add(List.of(x, y))).as("room of " + title).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsExplainThemselvesAndAskOurDatasource(Dashboard dashboard) throws IOException {
    for (JsonNode panel : panels(dashboard)) {
      if (panel.path("type").asText().equals("row")) {
        continue;
      }
      String title = panel.path("title").asText();
      assertThat(panel.path("description").asText()).as(title).endsWith(".").hasSizeGreaterThan(10);
      assertThat(panel.path("fieldConfig").path("defaults").path("unit").asText())
          .as(title)
          .isNotEmpty();
      assertThat(panel.path("targets")).as(title).isNotEmpty();
      for (JsonNode target : panel.path("targets")) {
        assertThat(target.path("datasource").path("uid").asText())
            .as(title)
            .isEqualTo(Dashboard.DATASOURCE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyVariableIsDefined(Dashboard dashboard) throws IOException {
    JsonNode json = MAPPER.readTree(dashboard.text());
    Set<String> defined = new TreeSet<>();
    json.path("templating").path("list").forEach(each -> defined.add(each.path("name").asText()));
    List<String> texts = new ArrayList<>(expressions(dashboard));
    json.findValuesAsText("url").forEach(texts::add);
    for (String text : texts) {
      VARIABLE
          .matcher(text)
          .results()
          .map(match -> match.group(1))
          .filter(name -> !GRAFANAS_OWN.matcher(name).matches())
          .forEach(name -> assertThat(defined).as(text).contains(name));
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void bracketsOfQueriesAreClosed(Dashboard dashboard) throws IOException {
    for (String expression : expressions(dashboard)) {
      String code = expression.replaceAll("\"(?:\\\\.|[^\"\\\\])*\"", "\"\"");
      for (String pair : List.of("()", "[]", "{}")) {
        assertThat(code.chars().filter(c -> c == pair.charAt(0)).count())
            .as(expression)
            .isEqualTo(code.chars().filter(c -> c == pair.charAt(1)).count());
      }
    }
  }

  @Test
  void theDatasourceIsTheProvisionedOne() throws IOException {
    Matcher uid =
        Pattern.compile("uid: (\\S+)")
            .matcher(
                Files.readString(
                    ROOT.resolve("monitoring/grafana/provisioning/datasources/prometheus.yml")));
    assertThat(uid.results().map(match -> match.group(1))).containsExactly(Dashboard.DATASOURCE);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void ourMetricsAreInTheReference(Dashboard dashboard) throws IOException {
    String reference = Files.readString(ROOT.resolve("docs/metrics.md"));
    Set<String> unknown = new TreeSet<>();
    for (String expression : expressions(dashboard)) {
      METRIC
          .matcher(expression)
          .results()
          .map(match -> HISTOGRAM.matcher(match.group()).replaceFirst(""))
          .filter(name -> !reference.contains("`" + name))
          .forEach(unknown::add);
    }
    assertThat(unknown).as("metrics that docs/metrics.md does not describe").isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void theRunbookHasASectionForEachLink(Dashboard dashboard) throws IOException {
    String runbook = Files.readString(ROOT.resolve("docs/runbook.md"));
    Set<String> anchors = new TreeSet<>();
    for (String url : MAPPER.readTree(dashboard.text()).findValuesAsText("url")) {
      Matcher anchor = Pattern.compile("#(.+)").matcher(url);
      if (anchor.find()) {
        anchors.add(anchor.group(1));
      }
    }
    assertThat(anchors).isNotEmpty();
    assertThat(anchors)
        .allSatisfy(
            anchor ->
                assertThat(runbook).containsPattern("(?mi)^## " + anchor.replace('-', '.') + "$"));
  }

  private static List<String> expressions(Dashboard dashboard) throws IOException {
    return MAPPER.readTree(dashboard.text()).findValuesAsText("expr");
  }

  private static List<JsonNode> panels(Dashboard dashboard) throws IOException {
    JsonNode panels = MAPPER.readTree(dashboard.text()).path("panels");
    return StreamSupport.stream(panels.spliterator(), false).toList();
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
