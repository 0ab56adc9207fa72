// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Configurations.ALL_VENUES;
import static io.marketprism.job.config.Configurations.faultsWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.job.config.source.Faults;
import io.marketprism.job.config.source.Node;
import io.marketprism.job.config.source.Origin;
import io.marketprism.job.config.source.YamlReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every option. */
class CatalogueTest {

  static List<Option<?>> options() {
    return Options.ALL;
  }

  /** Each venue with each of the options that have a default there. */
  static Stream<Arguments> optionsWithDefault() {
    return Arrays.stream(VenueKey.values())
        .flatMap(
            venue ->
                Options.ALL.stream()
                    .filter(option -> !option.isPerVenue() || option.appliesTo(venue))
                    .filter(option -> !variant(option, venue).defaultText().isEmpty())
                    .map(option -> Arguments.of(venue, option)));
  }

  private static Option.Variant<?> variant(Option<?> option, VenueKey venue) {
    return option.byVenue().containsKey(venue) ? option.byVenue().get(venue) : option.common();
  }

  @Test
  void everyOptionIsReadByTheRecords() {
    Faults faults = new Faults();
    Node root =
        YamlReader.read(ALL_VENUES, line -> new Origin("test.yaml", line), faults).orElseThrow();
    Settings settings = Settings.read((Node.Mapping) root, faults);

    ConfigAssembly.assemble(settings);

    assertThat(settings.asked()).containsExactlyInAnyOrderElementsOf(Options.ALL);
  }

  @Test
  void noPathIsDeclaredTwiceOrInsideAnother() {
    List<String> paths = Options.ALL.stream().<String>map(Option::path).toList();
    assertThat(paths).doesNotHaveDuplicates();
    for (String path : paths) {
      assertThat(paths).noneMatch(other -> other.startsWith(path + "."));
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  void isDescribedInASentence(Option<?> option) {
    assertThat(option.description()).matches("[A-Z`].*\\.").doesNotContain("|", "\n");
    for (VenueKey venue : VenueKey.values()) {
      ValueType<?> type = variant(option, venue).type();
      assertThat(type.name()).doesNotContain("|").isNotBlank();
      assertThat(type.allowed()).doesNotContain("|").isNotBlank();
    }
  }

  @ParameterizedTest
  @MethodSource("optionsWithDefault")
  void writingTheDefaultChangesNothing(VenueKey venue, Option<?> option) {
    String text = variant(option, venue).defaultText();
    String set = option.pathFor(venue) + "=" + text;
    String minimal = Configurations.minimalOf(venue);

    assertThat(CollectorConfigLoader.parse(minimal, "test.yaml", List.of(set), Map.of()))
        .isEqualTo(CollectorConfigLoader.parse(minimal, "test.yaml", List.of(), Map.of()));
  }

  @ParameterizedTest
  @EnumSource(VenueKey.class)
  void aKeyOfOtherVenuesIsRefused(VenueKey venue) {
    for (Option<?> option : Options.ALL) {
      if (option.isPerVenue() && !option.appliesTo(venue)) {
        String path = option.pathFor(venue);
        assertThat(
                Configurations.faults(
                    Configurations.minimalOf(venue), List.of(path + "=60s"), Map.of()))
            .singleElement()
            .asString()
            .startsWith(path + " (--set " + path + "): " + venue.key() + " has no such thing; ");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  void refusesAKeyWithoutValue(Option<?> option) {
    assertThat(faultsWith(path(option) + "=~"))
        .anyMatch(fault -> fault.startsWith(path(option) + " (--set " + path(option) + "): "));
  }

  @ParameterizedTest
  @MethodSource("options")
  void refusesAValueOfAnotherKind(Option<?> option) {
    String other = option.common().type().name().startsWith("list") ? "10" : "[10]";
    assertThat(faultsWith(path(option) + "=" + other))
        .anyMatch(fault -> fault.startsWith(path(option) + " (--set " + path(option) + "): "));
  }

  @ParameterizedTest
  @MethodSource("options")
  void refusesAKeyBelowIt(Option<?> option) {
    String below = path(option) + ".below";
    assertThat(faultsWith(path(option) + "=10", below + "=1"))
        .contains(
            below
                + " (--set "
                + below
                + "): cannot be set, because "
                + path(option)
                + " is not a section");
  }

  private static String path(Option<?> option) {
    return option.pathFor(VenueKey.BINANCE_SPOT);
  }
}
