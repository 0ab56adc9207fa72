// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.DataType;
import io.marketprism.model.FeedStatus;
import io.marketprism.sources.pressure.LevelChange;
import io.marketprism.sources.venue.SymbolSelection;
import io.marketprism.sources.venue.VenueSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LevelNoticesTest {
  private final LevelNotices notices =
      new LevelNotices(
          List.of(
              venue("binance_spot", DataType.ORDERBOOK, DataType.TRADE),
              venue("deribit_derivatives", DataType.VOLATILITY_INDEX, DataType.TRADE)));

  private static VenueSettings venue(String key, DataType... types) {
    return new VenueSettings(
        key,
        new SymbolSelection(List.of("BTCUSDT")),
        List.of(types),
        new VenueSettings.Endpoints("ws://127.0.0.1:1", "http://127.0.0.1:1", ""),
        new VenueSettings.Instruments(false, 3_600_000),
        new VenueSettings.Books(false, 100, 1_000, 10_000, 8 << 20, 3_600_000),
        new VenueSettings.Sockets(30_000, 5_000, 8 << 20, 200, 0, 0, 1),
        50,
        20_000,
        Map.of(),
        Map.of(),
        Map.of());
  }

  @Test
  void changeIsToldOnceForEachMarket() {
    AtomicInteger arrivals = new AtomicInteger();
    notices.onArrival(arrivals::incrementAndGet);
    notices.add(new LevelChange(1, 3, "memory", "level 3 of 4"), 7);

    FeedStatus spot = notices.poll();
    assertThat(spot.event()).isEqualTo(FeedStatus.Event.DEGRADED);
    assertThat(spot.exchange()).isEqualTo("binance");
    assertThat(spot.symbol()).isEqualTo(FeedStatus.ALL);
    assertThat(spot.feed()).isEqualTo(FeedStatus.SOCKET);
    assertThat(spot.reason()).isEqualTo("memory");
    assertThat(spot.previousSequence()).isEqualTo(1);
    assertThat(spot.sequence()).isEqualTo(3);
    assertThat(spot.detail()).isEqualTo("level 3 of 4");
    assertThat(spot.connectionId()).isNull();
    assertThat(spot.receiveTime()).isEqualTo(7);
    assertThat(notices.poll().exchange()).isEqualTo("deribit");
    assertThat(notices.poll().exchange()).isEqualTo("deribit");
    assertThat(notices.poll()).isNull();
    assertThat(arrivals).hasValue(1);
  }

  @Test
  void newestStayWhenNobodyTakesThem() {
    for (int i = 0; i < 2 * LevelNotices.CAPACITY; i++) {
      notices.add(new LevelChange(i, i + 1, "memory", null), i);
    }
    FeedStatus last = null;
    int count = 0;
    for (FeedStatus next = notices.poll(); next != null; next = notices.poll()) {
      last = next;
      count++;
    }
    assertThat(count).isEqualTo(LevelNotices.CAPACITY);
    assertThat(last.sequence()).isEqualTo(2 * LevelNotices.CAPACITY);
  }
}
