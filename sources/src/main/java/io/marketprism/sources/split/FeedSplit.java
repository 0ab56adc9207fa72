// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.split;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * One connection's work: a venue, a data type, its instruments, and how far each was read.
 * Immutable.
 *
 * @param splitId also the id of the connection, e.g. {@code binance-spot-book-0}
 * @param venue key of the venue
 * @param dataType what is collected
 * @param instruments in the order of subscription
 * @param cursors by {@link Instrument#key()}; an instrument without a past has none
 */
public record FeedSplit(
    String splitId,
    String venue,
    DataType dataType,
    List<Instrument> instruments,
    Map<String, Cursor> cursors)
    implements SourceSplit {

  public FeedSplit {
    instruments = List.copyOf(instruments);
    cursors = Map.copyOf(cursors);
  }

  /** The same work with other cursors. */
  public FeedSplit withCursors(Map<String, Cursor> newCursors) {
    return new FeedSplit(splitId, venue, dataType, instruments, newCursors);
  }

  /** The same feed with other instruments; cursors of those that are gone are forgotten. */
  public FeedSplit withInstruments(List<Instrument> newInstruments) {
    Map<String, Cursor> kept = new HashMap<>();
    for (Instrument instrument : newInstruments) {
      Cursor cursor = cursors.get(instrument.key());
      if (cursor != null) {
        kept.put(instrument.key(), cursor);
      }
    }
    return new FeedSplit(splitId, venue, dataType, newInstruments, kept);
  }

  @Override
  public String toString() {
    return splitId + " (" + instruments.size() + " instruments, " + cursors.size() + " cursors)";
  }
}
