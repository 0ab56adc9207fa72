// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {
  private static Settings read(Map<String, String> environment, String... arguments)
      throws InvalidSettings {
    return SettingsReader.read(arguments, environment);
  }

  @Test
  void defaultsAreThoseOfALocalCluster() throws InvalidSettings {
    Settings settings = read(Map.of());
    assertThat(settings.bind()).isEqualTo("127.0.0.1");
    assertThat(settings.port()).isEqualTo(8087);
    assertThat(settings.grace()).isEqualTo(Duration.ofSeconds(120));
    assertThat(settings.flink()).isEqualTo(URI.create("http://127.0.0.1:8081/"));
    assertThat(settings.metrics()).containsExactly(URI.create("http://127.0.0.1:9092/metrics"));
    assertThat(settings.nats()).containsExactly("nats://127.0.0.1:4222");
    assertThat(settings.streams()).containsExactly("MARKET_DATA", "MARKET_TRADES");
  }

  @Test
  void flagsWinOverTheEnvironment() throws InvalidSettings {
    Settings settings =
        read(
            Map.of("HEALTH_PORT", "1", "HEALTH_BIND", "0.0.0.0", "NATS_URL", "nats://other:4222"),
            "--port",
            "2",
            "--grace-seconds=0");
    assertThat(settings.port()).isEqualTo(2);
    assertThat(settings.bind()).isEqualTo("0.0.0.0");
    assertThat(settings.grace()).isZero();
    assertThat(settings.nats()).containsExactly("nats://other:4222");
  }

  @Test
  void metricsTakeListsAndRangesOfPorts() throws InvalidSettings {
    assertThat(
            read(Map.of("HEALTH_METRICS_URLS", "http://tm:9092-9094, https://b/own/path"))
                .metrics())
        .containsExactly(
            URI.create("http://tm:9092/metrics"),
            URI.create("http://tm:9093/metrics"),
            URI.create("http://tm:9094/metrics"),
            URI.create("https://b:443/own/path"));
  }

  @Test
  void everyFaultIsTold() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "HEALTH_METRICS_URLS", "http://tm:9095-9092,ftp://x,http://tm:1-999",
                        "HEALTH_STREAMS", "a b"),
                    "--port",
                    "eighty",
                    "--grace-seconds",
                    "-1",
                    "--flink-url",
                    "jobmanager:8081",
                    "--nats-url",
                    "nats://user:secret@nats:4222",
                    "--fast",
                    "--bind"))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("--port: \"eighty\" is not a whole number from 0 to 65535")
        .hasMessageContaining("--grace-seconds: \"-1\"")
        .hasMessageContaining("--flink-url: \"jobmanager:8081\"")
        .hasMessageContaining("HEALTH_METRICS_URLS: \"http://tm:9095-9092\"")
        .hasMessageContaining("HEALTH_METRICS_URLS: \"ftp://x\"")
        .hasMessageContaining("HEALTH_METRICS_URLS: \"http://tm:1-999\"")
        .hasMessageContaining("HEALTH_STREAMS: \"a b\"")
        .hasMessageContaining("--nats-url: credentials belong in MARKETPRISM_NATS_URL")
        .hasMessageContaining("there is no option --fast")
        .hasMessageContaining("--bind needs a value")
        .hasMessageNotContaining("secret");
  }
}
