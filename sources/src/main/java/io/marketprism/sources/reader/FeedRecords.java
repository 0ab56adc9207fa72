// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.reader;

import io.marketprism.model.MarketEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;

/**
 * A batch of events in the order of their arrival; a run of events of one split is one visit of
 * that split.
 */
final class FeedRecords implements RecordsWithSplitIds<MarketEvent> {
  private final List<String> splitIds = new ArrayList<>();
  private final List<MarketEvent> events = new ArrayList<>();
  private int next;
  private String current;

  void add(String splitId, MarketEvent event) {
    splitIds.add(splitId);
    events.add(event);
  }

  int size() {
    return events.size();
  }

  @Override
  public String nextSplit() {
    current = next < events.size() ? splitIds.get(next) : null;
    return current;
  }

  @Override
  public MarketEvent nextRecordFromSplit() {
    return next < events.size() && splitIds.get(next).equals(current) ? events.get(next++) : null;
  }

  @Override
  public Set<String> finishedSplits() {
    return Set.of();
  }
}
