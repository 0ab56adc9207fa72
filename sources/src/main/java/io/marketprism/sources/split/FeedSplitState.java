// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.split;

import io.marketprism.model.Instrument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The cursors of a split while it is read. Used by the task thread alone. */
public final class FeedSplitState {
  private FeedSplit split;
  private final Map<String, Position> positions = new HashMap<>();

  private static final class Position {
    private long lastId;
    private long receiveTime;
  }

  public FeedSplitState(FeedSplit split) {
    this.split = split;
    split.cursors().forEach((key, cursor) -> advance(key, cursor.lastId(), cursor.receiveTime()));
  }

  /** The instrument was emitted up to an id. */
  public void advance(Instrument instrument, long lastId, long receiveTime) {
    advance(instrument.key(), lastId, receiveTime);
  }

  private void advance(String key, long lastId, long receiveTime) {
    Position position = positions.get(key);
    if (position == null) {
      position = new Position();
      positions.put(key, position);
    }
    position.lastId = lastId;
    position.receiveTime = receiveTime;
  }

  /** The instrument lost its chain: after a restore it has no past. */
  public void forget(Instrument instrument) {
    positions.remove(instrument.key());
  }

  /** The feed has other instruments; those that are gone have no past any more. */
  public void instruments(List<Instrument> instruments) {
    split = split.withInstruments(instruments);
    Set<String> keys = instruments.stream().map(Instrument::key).collect(Collectors.toSet());
    positions.keySet().retainAll(keys);
  }

  /** The split with the present cursors. */
  public FeedSplit toSplit() {
    Map<String, Cursor> cursors = new HashMap<>();
    for (Instrument instrument : split.instruments()) {
      Position position = positions.get(instrument.key());
      if (position != null) {
        cursors.put(instrument.key(), new Cursor(position.lastId, position.receiveTime));
      }
    }
    return split.withCursors(cursors);
  }
}
