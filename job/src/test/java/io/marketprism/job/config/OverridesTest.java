// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Configurations.MINIMAL;
import static io.marketprism.job.config.Configurations.VENUE;
import static io.marketprism.job.config.Configurations.faultsWith;
import static io.marketprism.job.config.Configurations.minimalWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code --set} is laid over the file before anything is checked. */
class OverridesTest {

  @Test
  void replaceWhatTheFileSays() {
    CollectorConfig config =
        CollectorConfigLoader.parse(
            MINIMAL + "publish: {depth: 10, interval-ms: 20}\n",
            "test.yaml",
            List.of("publish.depth=30"),
            Map.of());
    assertThat(config.publish().depth()).isEqualTo(30);
    assertThat(config.publish().interval()).hasMillis(20);
  }

  @Test
  void canMendWhatIsWrongInTheFile() {
    CollectorConfig config =
        CollectorConfigLoader.parse(
            MINIMAL + "publish: {depth: many}\n",
            "test.yaml",
            List.of("publish.depth=30"),
            Map.of());
    assertThat(config.publish().depth()).isEqualTo(30);
  }

  @Test
  void theLastOneWins() {
    assertThat(minimalWith("publish.depth=1", "publish.depth=2").publish().depth()).isEqualTo(2);
  }

  @Test
  void listsAndTextsWithEqualsSigns() {
    assertThat(minimalWith(VENUE + "symbols=[SOLUSDT, BNBBTC]").exchanges().get(0).symbols())
        .containsExactly("SOLUSDT", "BNBBTC");
    assertThat(minimalWith("nats.name=a=b").nats().name()).isEqualTo("a=b");
  }

  @Test
  void sectionsThatTheFileDoesNotHaveAreMade() {
    assertThat(minimalWith("metrics.per-symbol=true").metrics().perSymbol())
        .isEqualTo(MetricsConfig.PerSymbol.TRUE);
    assertThat(minimalWith("publish=~", "publish.depth=7").publish().depth()).isEqualTo(7);
  }

  @Test
  void whatCannotBeSetIsAFault() {
    String needed = "; needed: key=value, such as --set publish.depth=50";
    assertThat(
            faultsWith(
                "publish.depth",
                "publish..depth=1",
                "publish.depth=",
                "publish.depth={a: 1}",
                "publish.depth=[",
                "nats.url.host=a"))
        .containsExactly(
            "--set: an override without key or '='" + needed,
            "--set publish..depth: the path has an empty key" + needed,
            "publish.depth (--set publish.depth): has no value" + needed,
            "publish.depth (--set publish.depth): a section is given; a scalar or a list is needed",
            "--set publish.depth: is not valid YAML: while parsing a flow node, expected the node"
                + " content, but found '<stream end>'",
            "nats.url.host (--set nats.url.host): cannot be set, because nats.url is not a section");
  }
}
