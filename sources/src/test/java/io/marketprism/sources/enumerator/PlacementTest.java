// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.DataType;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.venue.Venues;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static List<FeedSplit> splits(int redundancy, int perConnection, int instruments) {
    return FeedPlan.splits(
        Venues.of("binance_derivatives"),
        Plans.redundant(redundancy, perConnection, List.of("all"), DataType.ORDERBOOK),
        Plans.many(instruments),
        new VenuePast());
  }

  @Test
  void splitsAreSpreadByTheirInstrumentsOverWhatReadersHaveAlready() {
    Placement placement = new Placement(List.of("a", "a"));
    placement.place(splits(1, 12, 12).get(0), 0);
    Map<Integer, List<FeedSplit>> assignment = placement.assign(splits(1, 10, 25).subList(1, 3));
    assertThat(assignment.get(1)).hasSize(2);
  }

  @Test
  void loadIsEven() {
    Map<Integer, Integer> instruments = new HashMap<>();
    new Placement(Collections.nCopies(3, "a"))
        .assign(splits(1, 2, 24))
        .forEach(
            (subtask, splits) ->
                instruments.put(
                    subtask, splits.stream().mapToInt(s -> s.instruments().size()).sum()));
    assertThat(instruments).containsOnly(Map.entry(0, 8), Map.entry(1, 8), Map.entry(2, 8));
  }

  @Test
  void connectionsForTheSameInstrumentsGoToDifferentSubtasks() {
    Map<Integer, List<FeedSplit>> assignment =
        new Placement(List.of("a", "a")).assign(splits(2, 2, 10));
    assertThat(assignment).hasSize(2);
    assignment.forEach(
        (subtask, splits) ->
            assertThat(splits).hasSize(5).extracting(FeedSplit::feedId).doesNotHaveDuplicates());
  }

  @Test
  void connectionsForTheSameInstrumentsGoToDifferentHostsWhereThereAreSome() {
    List<String> hosts = List.of("a", "a", "a", "b");
    Map<String, String> hostOfFirst = new HashMap<>();
    new Placement(hosts)
        .assign(splits(2, 2, 12))
        .forEach(
            (subtask, splits) ->
                splits.forEach(
                    split ->
                        assertThat(hostOfFirst.put(split.feedId(), hosts.get(subtask)))
                            .isNotEqualTo(hosts.get(subtask))));
    assertThat(hostOfFirst).hasSize(6);
  }

  @Test
  void oneThatReturnsGoesAwayFromTheOneThatStayed() {
    List<FeedSplit> splits = splits(2, 10, 10);
    Placement placement = new Placement(List.of("a", "a"));
    placement.place(splits.get(0), 1);
    assertThat(placement.assign(List.of(splits.get(1)))).containsOnlyKeys(0);
  }

  @Test
  void whereThereIsOneSubtaskItReadsAll() {
    assertThat(new Placement(List.of("a")).assign(splits(2, 2, 4)).get(0)).hasSize(4);
  }
}
