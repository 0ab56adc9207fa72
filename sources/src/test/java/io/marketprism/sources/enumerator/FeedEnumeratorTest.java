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
import io.marketprism.sources.venue.VenueSettings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plans from what restored splits know, for which no venue is asked. */
class FeedEnumeratorTest {
  private static final VenueSettings BOOKS =
      Plans.settings(1, List.of("BTCUSDT", "ETHUSDT"), DataType.ORDERBOOK);

  private FeedEnumerator enumerator;

  @AfterEach
  void close() {
    enumerator.close();
  }

  private ScriptedContext start(int parallelism, VenueSettings settings, FeedSplit... restored) {
    ScriptedContext context = new ScriptedContext(parallelism);
    enumerator =
        new FeedEnumerator(
            context,
            List.of(settings),
            restored.length == 0 ? null : new EnumeratorState(List.of(restored)));
    enumerator.start();
    return context;
  }

  @Test
  void nothingIsHandedOutBeforeAllReadersHaveRegistered() {
    ScriptedContext context = start(2, BOOKS);
    context.register(enumerator, 0, split("old-0", Map.of(), BTC, ETH));
    assertThat(context.assigned()).isEmpty();
    context.register(enumerator, 1);
    assertThat(context.assigned(0)).hasSize(1);
    assertThat(context.assigned(1)).hasSize(1);
  }

  @Test
  void cursorsOfRestoredSplitsGoIntoThePresentPlan() {
    ScriptedContext context = start(1, BOOKS);
    context.register(
        enumerator,
        0,
        split(
            "old-0", Map.of(BTC.key(), new Cursor(5, 50), ETH.key(), new Cursor(6, 60)), BTC, ETH));
    assertThat(context.assigned())
        .extracting(FeedSplit::splitId)
        .containsExactlyInAnyOrder("binance-usdm-public-0", "binance-usdm-public-1");
    Map<String, Cursor> cursors = new HashMap<>();
    context.assigned().forEach(split -> cursors.putAll(split.cursors()));
    assertThat(cursors)
        .containsOnly(
            Map.entry(BTC.key(), new Cursor(5, 50)), Map.entry(ETH.key(), new Cursor(6, 60)));
  }

  @Test
  void instrumentThatIsNotConfiguredAnyMoreIsNotPlanned() {
    ScriptedContext context = start(1, BOOKS);
    context.register(enumerator, 0, split("old-0", Map.of(), BTC, ETH, SOL));
    assertThat(context.assigned().stream().flatMap(split -> split.instruments().stream()))
        .containsExactlyInAnyOrder(BTC, ETH);
  }

  @Test
  void splitOfDataTypeThatIsNotConfiguredAnyMoreIsDropped() {
    ScriptedContext context = start(1, BOOKS);
    FeedSplit trades =
        new FeedSplit(
            "binance-usdm-market-0",
            "binance_derivatives",
            DataType.TRADE,
            List.of(BTC, ETH),
            Map.of(BTC.key(), new Cursor(1, 1)));
    context.register(enumerator, 0, trades);
    assertThat(context.assigned()).allMatch(split -> split.dataType() == DataType.ORDERBOOK);
    assertThat(context.assigned()).allMatch(split -> split.cursors().isEmpty());
    assertThat(enumerator.snapshotState(1).unassigned()).isEmpty();
  }

  @Test
  void checkpointBeforeThePlanKeepsWhatWasRestored() {
    FeedSplit inState = split("old-0", Map.of(BTC.key(), new Cursor(5, 50)), BTC);
    FeedSplit reported = split("old-1", Map.of(ETH.key(), new Cursor(6, 60)), ETH);
    ScriptedContext context = start(2, BOOKS, inState);
    context.register(enumerator, 0, reported);
    assertThat(enumerator.snapshotState(1).unassigned())
        .containsExactlyInAnyOrder(inState, reported);
  }

  @Test
  void splitsThatReadersHaveAreNotInTheEnumeratorsState() {
    ScriptedContext context = start(1, BOOKS);
    context.register(enumerator, 0, split("old-0", Map.of(), BTC, ETH));
    assertThat(enumerator.snapshotState(1).unassigned()).isEmpty();
  }

  @Test
  void splitsOfLostReaderGoOutAgainWithTheCursorsThatItReportsNext() {
    ScriptedContext context = start(1, BOOKS);
    context.register(enumerator, 0, split("old-0", Map.of(BTC.key(), new Cursor(5, 50)), BTC, ETH));
    List<FeedSplit> given = List.copyOf(context.assigned());
    context.forgetAssigned();
    context.unregister(0);
    FeedSplit newer =
        given.stream()
            .filter(split -> split.instruments().contains(BTC))
            .findFirst()
            .orElseThrow()
            .withCursors(Map.of(BTC.key(), new Cursor(9, 90)));
    context.register(enumerator, 0, newer);
    assertThat(context.assigned())
        .extracting(FeedSplit::splitId)
        .containsExactlyInAnyOrder("binance-usdm-public-0", "binance-usdm-public-1");
    assertThat(context.assigned()).contains(newer);
  }

  @Test
  void splitsThatWereReturnedWaitForTheReader() {
    ScriptedContext context = start(2, BOOKS);
    context.register(enumerator, 0, split("old-0", Map.of(), BTC, ETH));
    context.register(enumerator, 1);
    List<FeedSplit> ofFirst = List.copyOf(context.assigned(0));
    context.forgetAssigned();
    context.unregister(0);
    enumerator.addSplitsBack(ofFirst, 0);
    assertThat(context.assigned()).isEmpty();
    assertThat(enumerator.snapshotState(2).unassigned()).isEqualTo(ofFirst);
    context.register(enumerator, 0);
    assertThat(context.assigned(0)).isEqualTo(ofFirst);
    assertThat(context.assigned(1)).isEmpty();
  }

  @Test
  void requestForSnapshotGoesToTheReaderOfTheBook() {
    ScriptedContext context = start(2, BOOKS);
    context.register(enumerator, 0, split("old-0", Map.of(), BTC, ETH));
    context.register(enumerator, 1);
    int reader = context.assigned(0).get(0).instruments().contains(BTC) ? 0 : 1;
    ResyncRequest request = new ResyncRequest(BTC.key(), "crossed");
    enumerator.handleSourceEvent(0, request);
    assertThat(context.events(reader)).containsExactly(request);
    assertThat(context.events(1 - reader)).isEmpty();
  }

  @Test
  void requestForSnapshotOfBookThatNobodyReadsGoesNowhere() {
    ScriptedContext context = start(1, BOOKS);
    context.register(enumerator, 0, split("old-0", Map.of(), BTC, ETH));
    enumerator.handleSourceEvent(0, new ResyncRequest(SOL.key(), "crossed"));
    context.unregister(0);
    enumerator.handleSourceEvent(0, new ResyncRequest(BTC.key(), "crossed"));
    assertThat(context.events(0)).isEmpty();
  }

  private static FeedSplit split(
      String id, Map<String, Cursor> cursors, Instrument... instruments) {
    return new FeedSplit(
        id, "binance_derivatives", DataType.ORDERBOOK, Arrays.asList(instruments), cursors);
  }
}
