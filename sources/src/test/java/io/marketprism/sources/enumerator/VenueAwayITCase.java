// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.enumerator;

import static io.marketprism.sources.enumerator.Plans.BTC;
import static io.marketprism.sources.enumerator.Plans.ETH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.venue.VenueSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nobody answers where the venue's instrument list should be. */
class VenueAwayITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String VENUE = "binance_derivatives";

  private static List<Instrument> planned(VenueSettings settings, FeedSplit... reported) {
    ScriptedContext context = new ScriptedContext(1);
    FeedEnumerator enumerator = new FeedEnumerator(context, List.of(settings), null);
    try {
      enumerator.start();
      context.register(enumerator, 0, reported);
      assertThat(context.assigned()).isEmpty();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                context.runPending();
                return !context.assigned().isEmpty();
              });
      return context.assigned().stream().flatMap(split -> split.instruments().stream()).toList();
    } finally {
      enumerator.close();
    }
  }

  @Test
  void instrumentsAreThoseThatRestoredSplitsKnow() {
    VenueSettings all = Plans.settings(10, List.of("all"), DataType.ORDERBOOK);
    FeedSplit restored =
        new FeedSplit("old-0", VENUE, DataType.ORDERBOOK, List.of(BTC, ETH), Map.of());
    assertThat(planned(all, restored)).containsExactlyInAnyOrder(BTC, ETH);
  }

  @Test
  void instrumentsAreWhatTheirNamesTellWhereThatIsConfigured() {
    VenueSettings byName =
        Plans.settings(VENUE, true, 10, List.of("BTCUSDT", "NOQUOTE"), DataType.ORDERBOOK);
    assertThat(planned(byName)).extracting(Instrument::symbol).containsExactly("BTC-USDT");
  }
}
