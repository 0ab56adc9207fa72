// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketprism.job.config.source.Fault;
import java.util.Arrays;
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
      nats:
        url: nats://127.0.0.1:4222
      """;

  /**
   * As {@link #MINIMAL}, of the other venues, with a symbol and a data type that each of them has.
   */
  private static final Map<VenueKey, String> OTHERS =
      Map.of(
          VenueKey.BINANCE_DERIVATIVES, "{symbols: [BTCUSDT], data_types: [orderbook, trade]}",
          VenueKey.OKX_SPOT, "{symbols: [BTC-USDT], data_types: [orderbook, trade]}",
          VenueKey.OKX_DERIVATIVES, "{symbols: [BTC-USDT-SWAP], data_types: [orderbook, trade]}",
          VenueKey.DERIBIT_DERIVATIVES, "{symbols: [BTC], data_types: [volatility_index]}");

  /** Every venue with everything that it has by default. */
  static final String ALL_VENUES =
      """
      exchanges:
        binance_spot:
          symbols: [BTCUSDT, ETHUSDT]
          data_types: [orderbook, trade]
        binance_derivatives:
          symbols: [BTCUSDT, ETHUSDT]
          data_types: [orderbook, trade, funding_rate, open_interest, liquidation, lsr_top_position,
            lsr_all_account]
        okx_spot:
          symbols: [BTC-USDT, ETH-USDT]
          data_types: [orderbook, trade]
        okx_derivatives:
          symbols: [BTC-USDT-SWAP, ETH-USDT-SWAP]
          data_types: [orderbook, trade, funding_rate, open_interest, liquidation, lsr_top_position,
            lsr_all_account]
        deribit_derivatives:
          symbols: [BTC, ETH]
          data_types: [volatility_index]
      nats:
        url: nats://127.0.0.1:4222
      """;

  static final String VENUE = "exchanges.binance_spot.";

  private Configurations() {}

  /** The minimal configuration with overrides. */
  static CollectorConfig minimalWith(String... sets) {
    return CollectorConfigLoader.parse(MINIMAL, "test.yaml", List.of(sets), Map.of());
  }

  /** The configuration of all venues with overrides. */
  static CollectorConfig allVenuesWith(String... sets) {
    return CollectorConfigLoader.parse(ALL_VENUES, "test.yaml", List.of(sets), Map.of());
  }

  /** The lines of what is wrong with it. */
  static List<String> faultsOfAllWith(String... sets) {
    return faults(ALL_VENUES, List.of(sets), Map.of());
  }

  /** The lines of what is wrong with the minimal configuration with overrides. */
  static List<String> faultsWith(String... sets) {
    return faults(MINIMAL, List.of(sets), Map.of());
  }

  /** The least that is a configuration of a venue. */
  static String minimalOf(VenueKey venue) {
    return venue == VenueKey.BINANCE_SPOT
        ? MINIMAL
        : "exchanges:\n  %s: %s\nnats:\n  url: nats://127.0.0.1:4222\n"
            .formatted(venue.key(), OTHERS.get(venue));
  }

  /** That configuration with overrides, of keys below the venue's. */
  static CollectorConfig with(VenueKey venue, String... sets) {
    return CollectorConfigLoader.parse(minimalOf(venue), "test.yaml", sets(venue, sets), Map.of());
  }

  /** The lines of what is wrong with it. */
  static List<String> faultsWith(VenueKey venue, String... sets) {
    return faults(minimalOf(venue), sets(venue, sets), Map.of());
  }

  private static List<String> sets(VenueKey venue, String... sets) {
    return Arrays.stream(sets).map(set -> "exchanges." + venue.key() + "." + set).toList();
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
