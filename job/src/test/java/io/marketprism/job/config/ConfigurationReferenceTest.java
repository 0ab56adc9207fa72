// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Repository.CONFIGURATION_MD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The reference page says what the code does: its table is the catalogue, its examples load. {@code
 * -Dconfiguration.reference=write} writes the generated parts anew.
 */
class ConfigurationReferenceTest {
  private static final Pattern TABLES =
      Pattern.compile(
          "(<!-- generated .*? -->\n).*(<!-- end of the generated part -->)", Pattern.DOTALL);
  private static final Pattern SAID =
      Pattern.compile("(<!-- example: said -->\n```text\n).*?(\n```)", Pattern.DOTALL);

  @Test
  void thePageHoldsTheCatalogueAndTheExactMessage() throws IOException {
    String page = Repository.read(CONFIGURATION_MD);
    String generated =
        within(SAID, within(TABLES, page, tables()), messageOf(example(page, "wrong")));
    if ("write".equals(System.getProperty("configuration.reference"))) {
      Files.writeString(CONFIGURATION_MD, generated);
    } else {
      assertThat(page)
          .as("docs/configuration.md; rewrite it with -Dconfiguration.reference=write")
          .isEqualTo(generated);
    }
  }

  @Test
  void theMinimalExampleIsTheMinimalConfiguration() {
    assertThat(example(Repository.read(CONFIGURATION_MD), "minimal"))
        .isEqualTo(Configurations.MINIMAL);
  }

  private static String messageOf(String yaml) {
    return catchThrowableOfType(
            InvalidConfiguration.class,
            () -> CollectorConfigLoader.parse(yaml, "collector.yaml", List.of(), Map.of()))
        .getMessage();
  }

  private static String within(Pattern place, String page, String content) {
    Matcher matcher = place.matcher(page);
    assertThat(matcher.find()).as(place.pattern()).isTrue();
    return page.substring(0, matcher.end(1)) + content + page.substring(matcher.start(2));
  }

  private static String example(String page, String name) {
    Matcher matcher =
        Pattern.compile("<!-- example: " + name + " -->\n```yaml\n(.*?)```\n", Pattern.DOTALL)
            .matcher(page);
    assertThat(matcher.find()).as("example " + name).isTrue();
    return matcher.group(1);
  }

  private static String tables() {
    Map<String, List<Option<?>>> sections =
        Options.ALL.stream()
            .collect(
                Collectors.groupingBy(
                    option -> option.keys().get(0), LinkedHashMap::new, Collectors.toList()));
    StringBuilder out = new StringBuilder();
    sections.forEach(
        (section, options) -> {
          out.append("\n### ").append(section).append("\n\n");
          out.append("| key | type | default | allowed | meaning |\n|---|---|---|---|---|\n");
          options.forEach(option -> out.append(row(option)));
        });
    return out.append('\n').toString();
  }

  private static String row(Option<?> option) {
    return "| `%s` | %s | %s | %s | %s |\n"
        .formatted(
            option.path(),
            option.common().type().name(),
            byVenue(option, variant -> missing(option, variant)),
            byVenue(option, variant -> variant.type().allowed()),
            option.description() + only(option));
  }

  private static String only(Option<?> option) {
    return !option.isPerVenue() || option.byVenue().size() == VenueKey.values().length
        ? ""
        : option.byVenue().keySet().stream()
            .map(VenueKey::key)
            .collect(Collectors.joining(", ", " Only ", "."));
  }

  private static String missing(Option<?> option, Option.Variant<?> variant) {
    return switch (option.presence()) {
      case DEFAULT -> "`" + variant.defaultText() + "`";
      case REQUIRED -> "required";
      case OPTIONAL -> "–";
    };
  }

  /** What holds for all venues, or for which of them what holds. */
  private static String byVenue(Option<?> option, Function<Option.Variant<?>, String> text) {
    Map<String, List<String>> venues = new LinkedHashMap<>();
    option
        .byVenue()
        .forEach(
            (venue, variant) ->
                venues
                    .computeIfAbsent(text.apply(variant), t -> new ArrayList<>())
                    .add(venue.key()));
    if (venues.size() <= 1) {
      return text.apply(option.common());
    }
    return venues.entrySet().stream()
        .map(entry -> String.join(", ", entry.getValue()) + ": " + entry.getKey())
        .collect(Collectors.joining("<br>"));
  }
}
