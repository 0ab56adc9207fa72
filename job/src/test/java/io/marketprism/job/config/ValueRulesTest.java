// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Configurations.VENUE;
import static io.marketprism.job.config.Configurations.faultsWith;
import static io.marketprism.job.config.Configurations.minimalWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.DataType;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each type of value takes and refuses, on an option that has the type. */
class ValueRulesTest {

  @ParameterizedTest
  @CsvSource({
    "100ms, 100",
    "60s, 60000",
    "5m, 300000",
    "5min, 300000",
    "1h, 3600000",
    "1 h, 3600000",
    "PT1M30S, 90000",
    "PT0.25S, 250",
    "3600000ms, 3600000"
  })
  void durations(String text, long millis) {
    CollectorConfig config = minimalWith(VENUE + "ws.silence=" + text, "source.max-pause=50ms");
    assertThat(exchange(config).ws().silence()).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "60, 60 has no unit",
    "1.5, 1.5 has no unit",
    "60x, '''60x'' is not a duration'",
    "S60, '''S60'' is not a duration'",
    "60S, '''60S'' is not a duration'",
    "-60s, '''-60s'' is not a duration'",
    "PT, '''PT'' is not an ISO-8601 duration'",
    "PT-5S, '''PT-5S'' is out of range'",
    "99ms, '''99ms'' is out of range'",
    "3601s, '''3601s'' is out of range'",
    "999999999999999999d, '''999999999999999999d'' is out of range'",
    "true, true is not a duration"
  })
  void durationsRefused(String text, String problem) {
    assertThat(faultsWith(VENUE + "ws.silence=" + text, "source.max-pause=50ms"))
        .singleElement()
        .asString()
        .startsWith(VENUE + "ws.silence (--set " + VENUE + "ws.silence): " + problem)
        .endsWith("allowed: 100ms to 1h");
  }

  @ParameterizedTest
  @CsvSource({
    "65536, 65536", "65_536, 65536", "64KiB, 65536", "64kb, 65536", "64KB, 65536",
    "8MiB, 8388608", "8 mb, 8388608", "1GiB, 1073741824", "65536b, 65536", "'\"8MiB\"', 8388608"
  })
  void sizes(String text, long bytes) {
    CollectorConfig config = minimalWith(VENUE + "orderbook.buffer-bytes=" + text);
    assertThat(exchange(config).orderBook().bufferBytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "65535, 65535 is out of range",
    "2GiB, '''2GiB'' is out of range'",
    "999999999999999999GiB, '''999999999999999999GiB'' is out of range'",
    "-1, -1 is out of range",
    "0x10000, 0x10000 is not a size",
    "1e6, 1e6 is not a size",
    "8MiBs, '''8MiBs'' is not a size'",
    "8.5MiB, '''8.5MiB'' is not a size'",
    "false, false is not a size"
  })
  void sizesRefused(String text, String problem) {
    assertThat(faultsWith(VENUE + "orderbook.buffer-bytes=" + text))
        .singleElement()
        .asString()
        .contains("): " + problem)
        .endsWith("allowed: 64KiB to 1GiB");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "100, 100", "60000, 60000", "60_000, 60000"})
  void wholeNumbers(String text, long millis) {
    assertThat(minimalWith("publish.interval-ms=" + text).publish().interval())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "-1, -1 is out of range",
    "60001, 60001 is out of range",
    "99999999999999999999, 99999999999999999999 is out of range",
    "1.0, 1.0 is not a whole number",
    "0100, 0100 is not a whole number",
    "0x64, 0x64 is not a whole number",
    "0b1, 0b1 is not a whole number",
    "100ms, '''100ms'' is not a whole number'",
    "true, true is not a whole number",
    "'\"100\"', '''100'' is text, not a number (remove the quotes)'"
  })
  void wholeNumbersRefused(String text, String problem) {
    assertThat(faultsWith("publish.interval-ms=" + text))
        .containsExactly(
            "publish.interval-ms (--set publish.interval-ms): "
                + problem
                + "; allowed: 0 to 60000");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "400, 400", "full, 2147483647"})
  void publishedDepth(String text, int depth) {
    PublishConfig publish = minimalWith("publish.depth=" + text).publish();
    assertThat(publish.depth()).isEqualTo(depth);
    assertThat(publish.publishesFullDepth()).isEqualTo(text.equals("full"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "5001", "2147483647", "Full", "all"})
  void publishedDepthRefused(String text) {
    assertThat(faultsWith("publish.depth=" + text))
        .singleElement()
        .asString()
        .endsWith("; allowed: 1 to 5000, full");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "on", "1", "\"true\"", "wahr"})
  void switchesAreTrueOrFalse(String text) {
    assertThat(faultsWith("publish.quote.enabled=" + text))
        .singleElement()
        .asString()
        .endsWith("is neither true nor false; allowed: true, false");
  }

  @Test
  void switchesCanBeSwitched() {
    assertThat(minimalWith("publish.quote.enabled=true").publish().quote()).isTrue();
    assertThat(minimalWith("publish.quote.enabled=false").publish().quote()).isFalse();
  }

  @Test
  void choices() {
    assertThat(
            minimalWith("publish.transport.orderbook=jetstream")
                .publish()
                .transportOf(DataType.ORDERBOOK))
        .isEqualTo(PublishConfig.Transport.JETSTREAM);
    assertThat(faultsWith("publish.transport.orderbook=JetStream"))
        .containsExactly(
            "publish.transport.orderbook (--set publish.transport.orderbook): 'JetStream' is none"
                + " of them; allowed: core, jetstream");
  }

  @Test
  void metricsPerSymbol() {
    assertThat(minimalWith("metrics.per-symbol=true").metrics().perSymbolFor(201)).isTrue();
    assertThat(minimalWith("metrics.per-symbol=false").metrics().perSymbolFor(1)).isFalse();
    assertThat(minimalWith("metrics.per-symbol=auto").metrics().perSymbolFor(200)).isTrue();
    assertThat(minimalWith("metrics.per-symbol=auto").metrics().perSymbolFor(201)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b", "a b", "ä", "''", "7", "true"})
  void collectorIdIsOneToken(String text) {
    assertThat(faultsWith("collector.id=" + text)).singleElement().asString().contains("is not ");
  }

  @Test
  void listsAreListsAndNotEmpty() {
    assertThat(faultsWith(VENUE + "symbols=BTCUSDT"))
        .containsExactly(
            "exchanges.binance_spot.symbols (--set exchanges.binance_spot.symbols): 'BTCUSDT' is"
                + " not a list; needed: [value, …]");
    assertThat(faultsWith(VENUE + "data_types=[]"))
        .containsExactly(
            "exchanges.binance_spot.data_types (--set exchanges.binance_spot.data_types): the list"
                + " is empty; needed: at least one value");
  }

  @Test
  void dataTypesThatDoNotExist() {
    assertThat(faultsWith(VENUE + "data_types=[trade, trades]"))
        .containsExactly(
            "exchanges.binance_spot.data_types[1] (--set exchanges.binance_spot.data_types):"
                + " 'trades' is none of them; allowed: orderbook, trade");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"wss://a.b:1/", "ws://127.0.0.1:9443", "wss://[::1]:9443", "wss://a.b/prefix"})
  void endpoints(String text) {
    assertThat(exchange(minimalWith(VENUE + "api.ws_url=" + text)).endpoints().ws())
        .isEqualTo(URI.create(text.replaceFirst("/$", "")));
  }

  @ParameterizedTest
  @CsvSource({
    "stream.binance.com:9443, has another scheme",
    "//stream.binance.com, has another scheme",
    "http://stream.binance.com, has another scheme",
    "wss://, is not a URL",
    "wss:///path, has no valid host",
    "wss://a_b:1, has no valid host",
    "wss://a:0, has no valid port",
    "wss://a:70000, has no valid port",
    "wss://a b, is not a URL",
    "wss://a/?streams=x, has a query or fragment",
    "wss://a/#x, has a query or fragment",
    "wss://me:secret@a, holds credentials"
  })
  void endpointsRefused(String text, String problem) {
    assertThat(faultsWith(VENUE + "api.ws_url='" + text + "'"))
        .singleElement()
        .asString()
        .contains("' " + problem)
        .doesNotContain("secret");
  }

  @Test
  void filesAreAbsolute() {
    assertThat(faultsWith("nats.token-file=secrets/token"))
        .containsExactly(
            "nats.token-file (--set nats.token-file): the value is not an absolute path (each"
                + " TaskManager reads the file itself); allowed: an absolute path");
  }

  @ParameterizedTest
  @CsvSource({
    "max-msgs, -1, -1",
    "max-msgs, 1, 1",
    "max-bytes, -1, -1",
    "max-bytes, 1MiB, 1048576"
  })
  void streamLimits(String key, String text, long value) {
    JetStreamConfig.Stream stream =
        minimalWith("jetstream.market-trades." + key + "=" + text).jetStream().marketTrades();
    assertThat(key.equals("max-msgs") ? stream.maxMessages() : stream.maxBytes()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "max-msgs, 0",
    "max-msgs, -2",
    "max-bytes, 0",
    "max-bytes, -2",
    "max-bytes, 1KiB",
    "max-bytes, 999999999999999999GiB",
    "replicas, 6",
    "storage, disk"
  })
  void streamLimitsRefused(String key, String text) {
    assertThat(faultsWith("jetstream.market-data." + key + "=" + text)).hasSize(1);
  }

  private static ExchangeConfig exchange(CollectorConfig config) {
    return config.exchanges().get(0);
  }
}
