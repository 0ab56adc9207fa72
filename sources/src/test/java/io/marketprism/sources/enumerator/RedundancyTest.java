// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.enumerator;

import static io.marketprism.sources.enumerator.Plans.BTC;
import static io.marketprism.sources.enumerator.Plans.ETH;
import static io.marketprism.sources.enumerator.Plans.SOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.sources.ResyncRequest;
import io.marketprism.sources.split.Cursor;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueSettings;
import io.marketprism.sources.venue.Venues;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two connections for the same instruments. */
class RedundancyTest {
  private static final Venue USDM = Venues.of("binance_derivatives");
  private static final List<String> SYMBOLS = List.of("BTCUSDT", "ETHUSDT");
  private static final VenueSettings TWICE = Plans.redundant(2, 10, SYMBOLS, DataType.ORDERBOOK);
  private static final VenueSettings ONCE = Plans.redundant(1, 10, SYMBOLS, DataType.ORDERBOOK);
  private static final String FIRST = "binance-usdm-public-0";
  private static final String SECOND = "binance-usdm-public-0-r1";

  private FeedEnumerator enumerator;

  @AfterEach
  void close() {
    if (enumerator != null) {
      enumerator.close();
    }
  }

  private ScriptedContext start(int parallelism, VenueSettings settings) {
    ScriptedContext context = new ScriptedContext(parallelism);
    enumerator = new FeedEnumerator(context, List.of(settings), null);
    enumerator.start();
    return context;
  }

  private static FeedSplit split(
      int replica, Map<String, Cursor> cursors, Instrument... instruments) {
    FeedSplit first =
        new FeedSplit(FIRST, USDM.key(), DataType.ORDERBOOK, Arrays.asList(instruments), cursors);
    return replica == 0 ? first : first.ofReplica(replica, cursors);
  }

  private static FeedSplit assigned(ScriptedContext context, String splitId) {
    return context.assigned().stream()
        .filter(split -> split.splitId().equals(splitId))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void firstConnectionKeepsItsNameAndTheSecondHasTheSameInstruments() {
    List<FeedSplit> splits = FeedPlan.splits(USDM, TWICE, List.of(BTC, ETH, SOL), new VenuePast());
    assertThat(splits).extracting(FeedSplit::splitId).containsExactly(FIRST, SECOND);
    assertThat(splits).extracting(FeedSplit::feedId).containsOnly(FIRST);
    assertThat(splits.get(1).instruments()).isEqualTo(splits.get(0).instruments());
  }

  @Test
  void whatIsPolledHasOneFeedAndLiquidationsHaveTwo() {
    VenueSettings settings =
        Plans.redundant(2, 10, SYMBOLS, DataType.FUNDING_RATE, DataType.LIQUIDATION);
    assertThat(FeedPlan.splits(USDM, settings, List.of(BTC), new VenuePast()))
        .extracting(FeedSplit::splitId)
        .containsExactly(
            "binance-usdm-funding-0",
            "binance-usdm-liquidation-0",
            "binance-usdm-liquidation-0-r1");
  }

  @Test
  void instrumentsThatComeAndGoDoSoOnBothConnections() {
    List<FeedSplit> before = FeedPlan.splits(USDM, TWICE, List.of(BTC, ETH), new VenuePast());
    List<FeedSplit> after = FeedPlan.changed(USDM, TWICE, List.of(ETH, SOL), before);
    assertThat(after).extracting(FeedSplit::splitId).containsExactly(FIRST, SECOND);
    assertThat(after).allSatisfy(s -> assertThat(s.instruments()).containsExactly(ETH, SOL));
  }

  @Test
  void newSocketOfNewInstrumentsIsDoubledToo() {
    VenueSettings two = Plans.redundant(2, 2, List.of("all"), DataType.ORDERBOOK);
    List<FeedSplit> before = FeedPlan.splits(USDM, two, List.of(BTC, ETH), new VenuePast());
    assertThat(FeedPlan.changed(USDM, two, List.of(BTC, ETH, SOL), before))
        .extracting(FeedSplit::splitId)
        .containsExactly(FIRST, SECOND, "binance-usdm-public-1", "binance-usdm-public-1-r1");
  }

  @Test
  void connectionsGoOnFromTheirOwnCursors() {
    ScriptedContext context = start(1, TWICE);
    context.register(
        enumerator,
        0,
        split(0, Map.of(BTC.key(), new Cursor(5, 50)), BTC, ETH),
        split(1, Map.of(BTC.key(), new Cursor(7, 70)), BTC, ETH));
    assertThat(assigned(context, FIRST).cursors())
        .containsExactly(Map.entry(BTC.key(), new Cursor(5, 50)));
    assertThat(assigned(context, SECOND).cursors())
        .containsExactly(Map.entry(BTC.key(), new Cursor(7, 70)));
  }

  @Test
  void secondConnectionThatIsNewGoesOnFromTheCursorOfTheFirst() {
    ScriptedContext context = start(1, TWICE);
    context.register(enumerator, 0, split(0, Map.of(BTC.key(), new Cursor(5, 50)), BTC, ETH));
    assertThat(context.assigned()).hasSize(2);
    assertThat(assigned(context, SECOND).cursors())
        .containsExactly(Map.entry(BTC.key(), new Cursor(5, 50)));
  }

  @Test
  void connectionThatIsLeftGoesOnFromTheFurthestCursor() {
    ScriptedContext context = start(1, ONCE);
    context.register(
        enumerator,
        0,
        split(0, Map.of(BTC.key(), new Cursor(5, 50), ETH.key(), new Cursor(9, 90)), BTC, ETH),
        split(1, Map.of(BTC.key(), new Cursor(7, 70)), BTC, ETH));
    assertThat(context.assigned())
        .containsExactly(
            split(0, Map.of(BTC.key(), new Cursor(7, 70), ETH.key(), new Cursor(9, 90)), BTC, ETH));
    assertThat(enumerator.snapshotState(1).unassigned()).isEmpty();
  }

  @ParameterizedTest(name = "redundancy {0} at {1} to {2} at {3}")
  @CsvSource({"1, 1, 2, 2", "2, 2, 1, 3", "2, 3, 2, 1", "2, 1, 2, 4"})
  void noInstrumentIsDoubledOrLostByARestart(int before, int readers, int after, int newReaders) {
    List<FeedSplit> old =
        FeedPlan.splits(
            USDM,
            Plans.redundant(before, 1, SYMBOLS, DataType.ORDERBOOK),
            List.of(BTC, ETH),
            new VenuePast());
    ScriptedContext context =
        start(newReaders, Plans.redundant(after, 1, SYMBOLS, DataType.ORDERBOOK));
    IntStream.range(0, newReaders)
        .forEach(
            reader ->
                context.register(
                    enumerator,
                    reader,
                    IntStream.range(0, old.size())
                        .filter(i -> i % readers % newReaders == reader)
                        .mapToObj(old::get)
                        .toArray(FeedSplit[]::new)));
    assertThat(context.assigned()).hasSize(2 * after);
    for (int replica = 0; replica < after; replica++) {
      int number = replica;
      assertThat(
              context.assigned().stream()
                  .filter(split -> split.replica() == number)
                  .flatMap(split -> split.instruments().stream()))
          .containsExactlyInAnyOrder(BTC, ETH);
    }
  }

  @Test
  void connectionsForTheSameInstrumentsHaveDifferentReadersAlsoAfterOneIsLost() {
    ScriptedContext context = start(2, TWICE);
    context.register(enumerator, 0, split(0, Map.of(), BTC, ETH));
    context.register(enumerator, 1);
    assertThat(context.assigned(0)).hasSize(1);
    assertThat(context.assigned(1)).hasSize(1);
    List<FeedSplit> lost = List.copyOf(context.assigned(1));
    context.forgetAssigned();
    context.unregister(1);
    enumerator.addSplitsBack(lost, 1);
    context.register(enumerator, 1);
    assertThat(context.assigned(0)).isEmpty();
    assertThat(context.assigned(1)).isEqualTo(lost);
  }

  @Test
  void requestForSnapshotGoesToBothReadersOfTheBook() {
    ScriptedContext context = start(2, TWICE);
    context.register(enumerator, 0, split(0, Map.of(), BTC, ETH));
    context.register(enumerator, 1);
    ResyncRequest request = new ResyncRequest(BTC.key(), "crossed");
    enumerator.handleSourceEvent(0, request);
    assertThat(context.events(0)).containsExactly(request);
    assertThat(context.events(1)).containsExactly(request);
  }
}
