// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Configurations.MINIMAL;
import static io.marketprism.job.config.Configurations.faultsWith;
import static io.marketprism.job.config.Configurations.minimalWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.job.config.Option.Presence;
import io.marketprism.job.config.source.Faults;
import io.marketprism.job.config.source.Node;
import io.marketprism.job.config.source.Origin;
import io.marketprism.job.config.source.YamlReader;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every option. */
class CatalogueTest {

  static List<Option<?>> options() {
    return Options.ALL;
  }

  static Stream<Option<?>> optionsWithDefault() {
    return Options.ALL.stream().filter(option -> option.presence() == Presence.DEFAULT);
  }

  @Test
  void everyOptionIsReadByTheRecords() {
    Faults faults = new Faults();
    Node root =
        YamlReader.read(MINIMAL, line -> new Origin("test.yaml", line), faults).orElseThrow();
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
    assertThat(option.type().name()).doesNotContain("|").isNotBlank();
    assertThat(option.type().allowed()).doesNotContain("|").isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("optionsWithDefault")
  void writingTheDefaultChangesNothing(Option<?> option) {
    assertThat(minimalWith(path(option) + "=" + option.defaultText())).isEqualTo(minimalWith());
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
    String other = option.type() instanceof ValueType.OfList ? "10" : "[10]";
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
