// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Repository.COLLECTOR_YAML;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The configuration that ships. */
class CollectorYamlTest {

  /** A "#" directly before a key, or before the further indentation of one. */
  private static final Pattern COMMENTED_SETTING =
      Pattern.compile("^( *)#(?=\\S|  )", Pattern.MULTILINE);

  private final CollectorConfig shipped =
      CollectorConfigLoader.load(COLLECTOR_YAML, List.of(), Map.of());

  @Test
  void collectsEverythingByDefault() {
    assertThat(shipped).isEqualTo(Configurations.allVenuesWith());
    assertThat(shipped.enabledExchanges())
        .map(ExchangeConfig::venue)
        .containsExactly(VenueKey.values());
    assertThat(shipped.nats().servers()).containsExactly("nats://127.0.0.1:4222");
  }

  @Test
  void whatItShowsAsDefaultIsTheDefault() {
    String text = Repository.read(COLLECTOR_YAML);
    String uncommented = COMMENTED_SETTING.matcher(text).replaceAll("$1");

    assertThat(uncommented.lines().filter(line -> !text.contains("\n" + line + "\n")).count())
        .as("settings that were uncommented")
        .isGreaterThan(10);
    assertThat(CollectorConfigLoader.parse(uncommented, "uncommented", List.of(), Map.of()))
        .isEqualTo(shipped);
  }
}
