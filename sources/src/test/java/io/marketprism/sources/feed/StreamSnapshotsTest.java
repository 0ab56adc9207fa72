// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.Levels;
import io.marketprism.sources.ResyncRequest;
import io.marketprism.sources.loop.LiveLoop;
import io.marketprism.sources.pressure.Restraint;
import io.marketprism.sources.reader.HandoverQueue;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.venue.SymbolSelection;
import io.marketprism.sources.venue.VenueSettings;
import io.marketprism.sources.venue.Venues;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamSnapshotsTest {
  private static final Instrument BTC = Instrument.spot("okx", "BTC-USDT", "BTC-USDT");
  private static final Levels SIDE = new Levels(new long[] {1}, new long[] {1}, 1);

  private final EmbeddedChannel clock = new EmbeddedChannel();
  private final List<Instrument> subscribedAnew = new ArrayList<>();
  private BookStream book;
  private long id = 1;

  @BeforeEach
  void wholeBook() {
    clock.freezeTime();
    HandoverQueue queue = new HandoverQueue(1 << 20);
    FeedContext feed =
        new FeedContext(
            new FeedSplit("okx-spot-book-0", "okx_spot", DataType.ORDERBOOK, List.of(), Map.of()),
            Venues.of("okx_spot"),
            settings(),
            new FeedMetrics(new UnregisteredMetricsGroup(), queue, true),
            new LiveLoop("okx-spot-book-0", clock.eventLoop(), null, queue),
            null,
            Restraint.NONE);
    feed.connection(
        new FeedConnection() {
          @Override
          public void resubscribe(Instrument instrument) {
            subscribedAnew.add(instrument);
          }

          @Override
          public void reconnect(String reason) {
            throw new AssertionError(reason);
          }
        });
    book = new BookStream(BTC, null, feed);
    begin();
  }

  private static VenueSettings settings() {
    return new VenueSettings(
        "okx_spot",
        new SymbolSelection(List.of("BTC-USDT")),
        List.of(DataType.ORDERBOOK),
        new VenueSettings.Endpoints("ws://127.0.0.1", "http://127.0.0.1", ""),
        new VenueSettings.Instruments(false, 3_600_000),
        new VenueSettings.Books(false, 100, 400, 100, 1 << 20, 3_600_000),
        new VenueSettings.Sockets(35_000, 10_000, 1 << 20, 25, 0, 0),
        50,
        0,
        Map.of(),
        Map.of(),
        Map.of());
  }

  /** The subscription stands and has begun with a snapshot. */
  private void begin() {
    book.subscribed();
    book.onStreamSnapshot(new BookSnapshot(BTC, id++, 1, 1, 0, 0, SIDE, SIDE, false, false));
  }

  private void lose() {
    book.resync(new ResyncRequest(BTC.key(), "crossed"));
  }

  private void pass(long millis) {
    clock.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    clock.runScheduledPendingTasks();
  }

  @Test
  void bookThatIsLostAgainAndAgainWaitsLongerEachTime() {
    lose();
    assertThat(subscribedAnew).hasSize(1);
    begin();
    lose();
    pass(700);
    assertThat(subscribedAnew).hasSize(1);
    pass(600);
    assertThat(subscribedAnew).hasSize(2);
    begin();
    lose();
    pass(1_500);
    assertThat(subscribedAnew).hasSize(2);
    pass(1_000);
    assertThat(subscribedAnew).hasSize(3);
  }

  @Test
  void bookThatWasMadeWholeByOtherMeansIsNotSubscribedAnew() {
    lose();
    begin();
    lose();
    begin();
    pass(2_000);
    assertThat(subscribedAnew).hasSize(1);
  }
}
