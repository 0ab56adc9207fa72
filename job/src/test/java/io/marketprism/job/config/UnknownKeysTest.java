// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Configurations.MINIMAL;
import static io.marketprism.job.config.Configurations.faults;
import static io.marketprism.job.config.Configurations.faultsWith;
import static io.marketprism.job.config.Configurations.minimalWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key that is not in the catalogue is refused, with a guess of what was meant. */
class UnknownKeysTest {
  private static final String VENUES =
      "binance_spot, binance_derivatives, okx_spot, okx_derivatives, deribit_derivatives";

  @ParameterizedTest
  @CsvSource({
    "publish.dephts, publish.depth",
    "publish.interval_ms, publish.interval-ms",
    "publish.ts_ms, publish.ts-ms",
    "publihs, publish",
    "nats.servres, nats.servers",
    "NATS, nats",
    "depth, publish.depth",
    "replicas, jetstream.market-trades.replicas",
    "exchanges.binance_spot.symbol, exchanges.binance_spot.symbols",
    "exchanges.binance_spot.datatypes, exchanges.binance_spot.data_types",
    "exchanges.binance_spot.ws_url, exchanges.<venue>.api.ws_url",
    "exchanges.binance_spot.api.ws-url, exchanges.binance_spot.api.ws_url"
  })
  void theNearestKeyIsSuggested(String written, String meant) {
    assertThat(faultsWith(written + "=1"))
        .containsExactly(
            written + " (--set " + written + "): unknown key; did you mean " + meant + "?");
  }

  @Test
  void withoutAnyNearKeyTheKnownOnesAreListed() {
    assertThat(faultsWith("checkpoint.mode=1"))
        .containsExactly(
            "checkpoint.mode (--set checkpoint.mode): unknown key; known here: interval");
  }

  @Test
  void aDottedKeyIsNotASection() {
    assertThat(faults(MINIMAL + "publish.depth: 10\n"))
        .containsExactly(
            "publish.depth (test.yaml:7): unknown key; did you mean publish.depth written as"
                + " nested sections?");
  }

  @Test
  void aSectionMayBeEmptyButNotAValue() {
    assertThat(faultsWith("publish=10"))
        .singleElement()
        .asString()
        .startsWith(
            "publish (--set publish): 10 is not a section; known here: ack-timeout, depth,");
    assertThat(faultsWith("publish=[10]"))
        .singleElement()
        .asString()
        .contains("a list of 1 is not a section");
    assertThat(minimalWith("publish=~")).isEqualTo(minimalWith());
  }

  @Test
  void aVenueThatDoesNotExistIsRefused() {
    assertThat(
            faultsWith("exchanges.bybit_spot.enabled=true", "exchanges.binance-spot.enabled=true"))
        .containsExactly(
            "exchanges.bybit_spot (--set exchanges.bybit_spot.enabled): unknown venue; known: "
                + VENUES,
            "exchanges.binance-spot (--set exchanges.binance-spot.enabled): unknown venue; did you"
                + " mean binance_spot? known: "
                + VENUES);
  }

  @Test
  void keysOfTheOriginalCollectorHaveTheirSuccessorsNamed() {
    List<String> faults =
        faults(
            """
            system:
              name: marketprism-unified-collector
            exchanges:
              binance_spot:
                name: binance
                exchange: binance_spot
                market_type: spot
                enabled: true
                api:
                  base_url: https://api.binance.com
                  ws_url: wss://stream.binance.com:9443
                symbols:
                - BTCUSDT
                data_types:
                - orderbook
                orderbook:
                  depth_limit: 500
                  nats_publish_depth: 200
                  validation_enabled: true
            nats:
              enabled: true
              servers:
              - nats://127.0.0.1:4222
              client_name: unified-collector
              publish:
                timeout: 15
            logging: {}
            """);

    String retired = "a key of the original collector that is not read here; ";
    assertThat(faults)
        .containsExactly(
            "system (test.yaml:1): " + retired + "use collector.id; logs and metrics are Flink's",
            "exchanges.binance_spot.name (test.yaml:5): "
                + retired
                + "remove it, the venue key says it",
            "exchanges.binance_spot.exchange (test.yaml:6): "
                + retired
                + "remove it, the venue key says it",
            "exchanges.binance_spot.market_type (test.yaml:7): "
                + retired
                + "remove it, the venue key says it",
            "exchanges.binance_spot.orderbook.depth_limit (test.yaml:17): "
                + retired
                + "use orderbook.snapshot-limit and orderbook.keep-depth",
            "exchanges.binance_spot.orderbook.nats_publish_depth (test.yaml:18): "
                + retired
                + "use publish.depth",
            "exchanges.binance_spot.orderbook.validation_enabled (test.yaml:19): "
                + retired
                + "remove it, books are always validated",
            "nats.enabled (test.yaml:21): " + retired + "remove it, there is nothing to tune",
            "nats.client_name (test.yaml:24): " + retired + "use nats.name",
            "nats.publish (test.yaml:25): "
                + retired
                + "use publish.ack-timeout and publish.max-in-flight",
            "logging (test.yaml:27): "
                + retired
                + "logs are configured in Flink's log4j.properties");
  }

  @ParameterizedTest
  @CsvSource({
    "depth, depth, 0",
    "dpeth, depth, 1",
    "depht, depth, 1",
    "dep, depth, 2",
    "'', depth, 5",
    "kitten, sitting, 3"
  })
  void distance(String from, String to, int edits) {
    assertThat(NearestKey.distance(from, to)).isEqualTo(edits);
    assertThat(NearestKey.distance(to, from)).isEqualTo(edits);
  }
}
