// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketprism.job.config.CollectorConfig;
import io.marketprism.job.config.StateConfig;
import io.marketprism.simulator.Simulator;
import io.marketprism.sinks.nats.NatsServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** This release goes on where the savepoint of an earlier one left off. */
class SavepointITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SPOT = "binance.spot.BTC-USDT";
  private static final String QUIET = "binance.spot.ETH-USDT";
  private static final String PERPETUAL = "okx.perpetual.BTC-USDT";

  @TempDir Path dir;

  static List<String> formats() {
    return SavepointFixture.FORMATS;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void booksCursorsAndTradesAreTakenOver(String format) throws Exception {
    SavepointFixture saved = SavepointFixture.of(format);
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Simulator spot = venueThatWentOn("binance_spot", saved, SPOT);
        Simulator okx = venueThatWentOn("okx", saved, PERPETUAL);
        Consumer consumer = new Consumer(nats.url(), ">");
        LocalCollector collector = new LocalCollector(dir, nats, SavepointFixture.YAML)) {
      collector
          .at("binance_spot", spot)
          .at("okx_derivatives", okx)
          .adjust(SavepointITCase::withoutExpiry)
          .start(2, saved.savepoint().toUri().toString());
      for (String instrument : List.of(SPOT, PERPETUAL)) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  assertThat(consumer.on("orderbook." + instrument)).hasSizeGreaterThan(5);
                  assertThat(consumer.on("trade." + instrument)).hasSizeGreaterThan(5);
                  assertThat(consumer.on("feed_status." + instrument, "event", "recovered"))
                      .isNotEmpty();
                });
        long lastTrade = saved.lastTradeId(instrument);
        assertThat(consumer.on("feed_status." + instrument, "event", "recovered"))
            .as("what the venue had since is fetched, from the restored cursor on")
            .anySatisfy(
                recovered -> {
                  assertThat(recovered.path("prev_seq").asLong()).isEqualTo(lastTrade);
                  assertThat(recovered.path("lost_count").asLong()).isZero();
                });
        assertThat(consumer.on("trade." + instrument))
            .allMatch(trade -> trade.path("trade_id").asLong() > lastTrade);
      }

      List<Long> trades =
          consumer.on("trade." + SPOT).stream().map(t -> t.path("trade_id").asLong()).toList();
      assertThat(trades.get(0)).isEqualTo(saved.lastTradeId(SPOT) + 1);
      assertThat(consumer.on("feed_status." + SPOT, "event", "gap"))
          .filteredOn(gap -> gap.path("feed").asText().equals("orderbook"))
          .as("the book missed updates, and says from which id on")
          .extracting(gap -> gap.path("prev_seq").asLong())
          .containsExactly(saved.lastUpdateId(SPOT));
      assertThat(spot.restRequests().get("depth"))
          .as("a snapshot for the busy book, none for the quiet one")
          .isOne();
      assertThat(consumer.on("orderbook." + QUIET)).isEmpty();
      assertThat(consumer.onAny("dead_letter.")).isEmpty();
      assertThat(collector.status()).isEqualTo(JobStatus.RUNNING);
      assertThat(collector.restarts()).as("restored once, never restarted").isOne();
    }
  }

  /** A venue whose ids continue those of the savepoint, and that was not watched for a while. */
  private static Simulator venueThatWentOn(String venue, SavepointFixture saved, String instrument)
      throws Exception {
    Simulator simulator =
        Simulator.builder()
            .venue(venue)
            .synthetic(
                SavepointFixture.market()
                    .withFirstIds(
                        saved.lastUpdateId(instrument), saved.lastTradeId(instrument) + 1))
            .start();
    await().atMost(PATIENCE).until(() -> simulator.status().trades() > 5);
    return simulator;
  }

  /** The savepoint is older than any time to live that a configuration may have. */
  private static CollectorConfig withoutExpiry(CollectorConfig config) {
    return new CollectorConfig(
        config.collectorId(),
        config.instance(),
        config.exchanges(),
        config.symbols(),
        config.choices(),
        new StateConfig(Duration.ofDays(100 * 365), config.state().bookCacheBytesOrNull()),
        config.source(),
        config.publish(),
        config.nats(),
        config.jetStream(),
        config.journal(),
        config.health(),
        config.degradation(),
        config.checkpoint(),
        config.metrics());
  }
}
