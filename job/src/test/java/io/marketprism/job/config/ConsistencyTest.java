// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Configurations.VENUE;
import static io.marketprism.job.config.Configurations.faults;
import static io.marketprism.job.config.Configurations.faultsWith;
import static io.marketprism.job.config.Configurations.minimalWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules between options. */
class ConsistencyTest {

  @Test
  void somethingMustBeCollected() {
    String problem = "exchanges: no venue is enabled, so there is nothing to collect";
    assertThat(faultsWith(VENUE + "enabled=false")).containsExactly(problem);
    assertThat(faults("nats: {url: 'nats://a'}")).containsExactly(problem);
    assertThat(faults("nats: {url: 'nats://a'}\nexchanges:\n")).containsExactly(problem);
  }

  @Test
  void publishedDepthMustBeKeptAndKnown() {
    assertThat(faultsWith("publish.depth=1001"))
        .containsExactly(
            "exchanges.binance_spot.orderbook.keep-depth (--set publish.depth): 1000 is less than"
                + " publish.depth 1001; raise it or lower publish.depth",
            "exchanges.binance_spot.orderbook.snapshot-limit (--set publish.depth): 1000 is less"
                + " than publish.depth 1001; raise it or lower publish.depth");
    assertThat(faultsWith(VENUE + "orderbook.keep-depth=399"))
        .containsExactly(
            "exchanges.binance_spot.orderbook.keep-depth (--set"
                + " exchanges.binance_spot.orderbook.keep-depth): 399 is less than publish.depth"
                + " 400; raise it or lower publish.depth");
    assertThat(faultsWith(VENUE + "orderbook.snapshot-limit=100")).hasSize(1);
  }

  @Test
  void publishedDepthMayReachTheLimits() {
    assertThat(minimalWith("publish.depth=1000").publish().depth()).isEqualTo(1000);
    assertThat(minimalWith("publish.depth=full", VENUE + "orderbook.keep-depth=100").publish())
        .satisfies(publish -> assertThat(publish.publishesFullDepth()).isTrue());
    assertThat(minimalWith("publish.depth=5000", VENUE + "data_types=[trade]").publish().depth())
        .isEqualTo(5000);
  }

  @Test
  void aPauseIsShorterThanTheSilenceThatClosesASocket() {
    assertThat(faultsWith("source.max-pause=60s"))
        .containsExactly(
            "exchanges.binance_spot.ws.silence (--set source.max-pause): 60s is not longer than"
                + " source.max-pause 60s; a socket that is not read for so long would count as"
                + " silent");
    assertThat(minimalWith("source.max-pause=59999ms").source().maxPause())
        .isEqualTo(Duration.ofMillis(59_999));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "stream", "ws/", "prefix/stream"})
  void theStreamPathIsTheCollectorsToAdd(String path) {
    assertThat(faultsWith(VENUE + "api.ws_url=wss://stream.binance.com:9443/" + path))
        .containsExactly(
            "exchanges.binance_spot.api.ws_url (--set exchanges.binance_spot.api.ws_url): ends in"
                + " the venue's stream path, which the collector adds itself; write it without");
  }

  @Test
  void aFlushWaitsAtLeastForOneAck() {
    assertThat(faultsWith("publish.ack-timeout=31s", "publish.flush-timeout=30s"))
        .containsExactly(
            "publish.flush-timeout (--set publish.flush-timeout): 30s is shorter than"
                + " publish.ack-timeout 31s");
    assertThat(
            minimalWith("publish.ack-timeout=30s", "publish.flush-timeout=30s")
                .publish()
                .ackTimeout())
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aDuplicateWindowIsNotLongerThanTheStreamsMemory() {
    assertThat(faultsWith("jetstream.market-data.max-age=119s"))
        .containsExactly(
            "jetstream.market-data.duplicate-window (--set jetstream.market-data.max-age): 120s is"
                + " longer than jetstream.market-data.max-age 119s, which NATS refuses");
    assertThat(minimalWith("jetstream.market-data.max-age=120s").jetStream().marketData().maxAge())
        .isEqualTo(Duration.ofSeconds(120));
  }

  @Test
  void aDuplicateWindowOutlastsACheckpointAndARestart() {
    assertThat(faultsWith("checkpoint.interval=60001ms"))
        .hasSize(2)
        .first()
        .asString()
        .isEqualTo(
            "jetstream.market-trades.duplicate-window (--set checkpoint.interval): 120s is too"
                + " short for checkpoint.interval 60001ms: what is sent again after a failure would"
                + " be kept twice; needed: 120001ms or more");
    assertThat(minimalWith("checkpoint.interval=60s").checkpoint().interval())
        .contains(Duration.ofSeconds(60));
    assertThat(minimalWith().checkpoint().interval()).isEmpty();
  }

  @Test
  void aFaultyOptionTakesNoPartInTheRules() {
    assertThat(faultsWith("publish.depth=9999", VENUE + "orderbook.keep-depth=100"))
        .singleElement()
        .asString()
        .startsWith("publish.depth ");
  }
}
