// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketprism.job.config.source.Fault;
import java.util.List;
import java.util.Map;

/** Configurations for tests, and what the loader makes of them. */
final class Configurations {

  /** The least that is a configuration. Its lines are counted by tests. */
  static final String MINIMAL =
      """
      exchanges:
        binance_spot:
          symbols: [BTCUSDT, ETHUSDT]
          data_types: [orderbook, trade]
          api:
            ws_url: wss://stream.binance.com:9443
            base_url: https://api.binance.com
      nats:
        url: nats://127.0.0.1:4222
      """;

  static final String VENUE = "exchanges.binance_spot.";

  private Configurations() {}

  /** The minimal configuration with overrides. */
  static CollectorConfig minimalWith(String... sets) {
    return CollectorConfigLoader.parse(MINIMAL, "test.yaml", List.of(sets), Map.of());
  }

  /** The lines of what is wrong with the minimal configuration with overrides. */
  static List<String> faultsWith(String... sets) {
    return faults(MINIMAL, List.of(sets), Map.of());
  }

  /** The lines of what is wrong with a text. */
  static List<String> faults(String yaml) {
    return faults(yaml, List.of(), Map.of());
  }

  /** The lines of what is wrong with a text, overrides and an environment. */
  static List<String> faults(String yaml, List<String> sets, Map<String, String> env) {
    InvalidConfiguration invalid =
        catchThrowableOfType(
            InvalidConfiguration.class,
            () -> CollectorConfigLoader.parse(yaml, "test.yaml", sets, env));
    assertThat(invalid).as("faults").isNotNull();
    List<String> lines = invalid.faults().stream().map(Fault::toString).toList();
    assertThat(invalid.getMessage()).contains(lines);
    return lines;
  }
}
