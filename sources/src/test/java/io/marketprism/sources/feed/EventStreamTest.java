// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.Liquidation;
import io.marketprism.sources.loop.LiveLoop;
import io.marketprism.sources.pressure.Restraint;
import io.marketprism.sources.reader.HandoverQueue;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.venue.SymbolSelection;
import io.marketprism.sources.venue.VenueSettings;
import io.marketprism.sources.venue.Venues;
import io.netty.channel.embedded.EmbeddedChannel;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private static final String VENUE = "binance_derivatives";
  private static final Instrument BTC = Venues.of(VENUE).bySuffix("BTCUSDT");

  private final HandoverQueue queue = new HandoverQueue(1 << 20);
  private boolean pressed;
  private final EventStream liquidations = new EventStream(BTC, context());

  private FeedContext context() {
    return new FeedContext(
        new FeedSplit(
            "binance-usdm-liquidation-0", VENUE, DataType.LIQUIDATION, List.of(), Map.of()),
        Venues.of(VENUE),
        new VenueSettings(
            VENUE,
            new SymbolSelection(List.of("BTCUSDT")),
            List.of(DataType.LIQUIDATION),
            new VenueSettings.Endpoints("ws://127.0.0.1", "http://127.0.0.1", ""),
            new VenueSettings.Instruments(false, 3_600_000),
            new VenueSettings.Books(false, 100, 400, 100, 1 << 20, 3_600_000),
            new VenueSettings.Sockets(35_000, 10_000, 1 << 20, 25, 0, 0),
            50,
            0,
            Map.of(),
            Map.of(),
            Map.of()),
        new FeedMetrics(new UnregisteredMetricsGroup(), queue, true),
        new LiveLoop("binance-usdm-liquidation-0", new EmbeddedChannel().eventLoop(), null, queue),
        null,
        new Restraint() {
          @Override
          public boolean leavesOut(DataType type) {
            return pressed && type == DataType.LIQUIDATION;
          }

          @Override
          public boolean defersBackfill() {
            return pressed;
          }

          @Override
          public void close() {}
        });
  }

  private static Liquidation liquidation(String id) {
    return new Liquidation(
        BTC,
        id,
        1_700_000_000_000L,
        1_700_000_000_001L,
        true,
        null,
        Liquidation.Status.FILLED,
        BigDecimal.ONE,
        BigDecimal.ONE,
        null,
        null,
        null,
        false);
  }

  private boolean passes(String id) {
    long before = queue.bytes();
    liquidations.onEvent(liquidation(id));
    return queue.bytes() > before;
  }

  @Test
  void whatComesTwicePassesOnce() {
    assertThat(passes("a")).isTrue();
    assertThat(passes("a")).isFalse();
    assertThat(passes("b")).isTrue();
  }

  @Test
  void whatComesUnderPressureIsLeftOutAndWhatComesAfterItIsNot() {
    pressed = true;
    assertThat(passes("a")).isFalse();
    pressed = false;
    assertThat(passes("b")).isTrue();
  }
}
