// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketprism.model.DataType;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.JournalEntry;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.serde.MarketEventSerializer;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.sources.feed.FeedMetrics;
import io.marketprism.sources.journal.JournalLines;
import io.marketprism.sources.journal.ReplayedFeed;
import io.marketprism.sources.venue.VenueSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Feeds that are run again on what they wrote down hand over the same events, in the same order.
 */
class JournaledFeedsITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "binance_spot, binance_spot, BTCUSDT, ETHUSDT, ethusdt@depth@100ms",
    "binance_derivatives, binance_derivatives, BTCUSDT, ETHUSDT, ethusdt@depth@100ms",
    "okx_derivatives, okx, BTC-USDT-SWAP, ETH-USDT-SWAP, books:ETH-USDT-SWAP",
    "deribit_derivatives, deribit, BTC-PERPETUAL, ETH-PERPETUAL, book.ETH-PERPETUAL.100ms",
  })
  void whatWasWrittenDownGivesTheSameEvents(
      String key, String simulated, String quiet, String gapped, String stream) throws Exception {
    try (Simulator simulator =
        Simulator.builder().venue(simulated).synthetic(SyntheticSettings.usual()).start()) {
      FeedSettings settings =
          FeedSettings.of(key, simulator)
              .symbols(quiet, gapped)
              .types(DataType.ORDERBOOK, DataType.TRADE, DataType.FUNDING_RATE);
      if (key.endsWith("spot")) {
        settings.types(DataType.ORDERBOOK, DataType.TRADE);
      }
      Recording recording = new Recording();
      try (FeedRig rig = FeedRig.journaled(recording::accept, settings)) {
        Collected collected = rig.collected();
        await().atMost(PATIENCE).until(() -> collected.wasLive(DataType.ORDERBOOK, gapped));
        await().atMost(PATIENCE).until(() -> !collected.trades(gapped).isEmpty());
        simulator.faults().lose(stream, 1);
        await()
            .atMost(PATIENCE)
            .until(() -> collected.statuses(FeedStatus.Event.LIVE, gapped).size() >= 2);
        rig.resync(instrumentKey(collected, quiet), "crossed");
        simulator.faults().closeSockets();
        await()
            .atMost(PATIENCE)
            .until(() -> recording.entries(JournalEntry.Kind.CLOSED).size() >= 2);
        long trades = collected.trades(gapped).size();
        await().atMost(PATIENCE).until(() -> collected.trades(gapped).size() > trades);
        await().atMost(PATIENCE).until(() -> collected.isWhole(quiet));
        await().atMost(PATIENCE).until(() -> collected.isWhole(gapped));
      }
      recording.assertReplayable(settings.build());
    }
  }

  @Test
  void aRunThatIsCutOffIsFollowedByTheNext() throws Exception {
    try (Simulator simulator = Simulator.builder().synthetic(SyntheticSettings.usual()).start()) {
      FeedSettings settings = FeedSettings.of("binance_spot", simulator).symbols("BTCUSDT");
      Recording recording = new Recording();
      try (FeedRig rig = FeedRig.journaled(recording::accept, settings)) {
        await().atMost(PATIENCE).until(() -> rig.collected().isWhole("BTCUSDT"));
        rig.replaceReader(rig.checkpoint());
        await()
            .atMost(PATIENCE)
            .until(() -> recording.entries(JournalEntry.Kind.START).size() == 2);
        long deltas = rig.collected().book("BTCUSDT").deltas();
        await().atMost(PATIENCE).until(() -> rig.collected().book("BTCUSDT").deltas() > deltas);
      }
      recording.assertReplayable(settings.build());
    }
  }

  private static String instrumentKey(Collected collected, String nativeId) {
    return collected.book(nativeId).instrument().key();
  }

  /** What a source emitted, as bytes: each entry, and what the feed made of it. */
  private static final class Recording {
    private final List<JournalEntry> entries = new ArrayList<>();
    private final List<List<String>> events = new ArrayList<>();

    synchronized void accept(MarketEvent event) {
      if (event instanceof JournalEntry entry) {
        entries.add(entry);
        events.add(new ArrayList<>());
      } else {
        events.get(events.size() - 1).add(text(event));
      }
    }

    synchronized List<JournalEntry> entries(JournalEntry.Kind kind) {
      return entries.stream().filter(entry -> entry.kind() == kind).toList();
    }

    /** Runs the feeds on the entries, which are lines meanwhile, and compares what they make. */
    synchronized void assertReplayable(VenueSettings settings) throws IOException {
      List<String> again = new ArrayList<>();
      Map<String, ReplayedFeed> feeds = new HashMap<>();
      for (int n = 0; n < entries.size(); n++) {
        JournalEntry entry = read(entries.get(n));
        again.clear();
        feeds
            .computeIfAbsent(
                entry.connectionId(),
                id ->
                    new ReplayedFeed(
                        Map.of(settings.venue(), settings),
                        Duration.ofSeconds(10),
                        new FeedMetrics(new UnregisteredMetricsGroup(), true),
                        event -> again.add(text(event))))
            .happened(entry);
        if (isLastOfItsReader(n)) {
          assertThat(again).as("%s", entry).startsWith(events.get(n).toArray(String[]::new));
        } else {
          assertThat(again).as("%s", entry).isEqualTo(events.get(n));
        }
      }
      feeds.forEach(
          (id, feed) -> {
            assertThat(feed.strays()).as(id).isZero();
            assertThat(feed.skipped()).as(id).isZero();
          });
    }

    /** Whether the reader was closed then, perhaps before it had emitted all. */
    private boolean isLastOfItsReader(int n) {
      return n == entries.size() - 1
          || (entries.get(n + 1).kind() == JournalEntry.Kind.START
              && entries.subList(0, n + 1).stream()
                  .anyMatch(
                      before -> before.connectionId().equals(entries.get(n + 1).connectionId())));
    }

    private static JournalEntry read(JournalEntry entry) throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      try (JournalLines.Writer writer = new JournalLines().writer(line)) {
        writer.write(entry);
      }
      JournalEntry read = JournalLines.read(line.toByteArray(), 0, line.size());
      assertThat(read).isEqualTo(entry);
      return read;
    }

    private static String text(MarketEvent event) {
      DataOutputSerializer out = new DataOutputSerializer(256);
      try {
        new MarketEventSerializer().serialize(event, out);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      return event.getClass().getSimpleName()
          + ' '
          + HexFormat.of().formatHex(out.getCopyOfBuffer());
    }
  }
}
