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
 * @param splitId also the id of the connection, e.g. {@code binance-spot-book-0}, or {@code
 *     binance-spot-book-0-r1} of the second connection for the same instruments
 * @param venue key of the venue
 * @param dataType what is collected
 * @param instruments in the order of subscription
 * @param cursors by {@link Instrument#key()}; an instrument without a past has none
 * @param replica 0, or from 1 on for further connections for the same instruments
 */
public record FeedSplit(
    String splitId,
    String venue,
    DataType dataType,
    List<Instrument> instruments,
    Map<String, Cursor> cursors,
    int replica)
    implements SourceSplit {
  private static final String REPLICA = "-r";

  public FeedSplit {
    instruments = List.copyOf(instruments);
    cursors = Map.copyOf(cursors);
  }

  /** The first connection for its instruments. */
  public FeedSplit(
      String splitId,
      String venue,
      DataType dataType,
      List<Instrument> instruments,
      Map<String, Cursor> cursors) {
    this(splitId, venue, dataType, instruments, cursors, 0);
  }

  /**
   * A further connection for the same instruments.
   *
   * @param number from 1 on
   */
  public FeedSplit ofReplica(int number, Map<String, Cursor> newCursors) {
    return new FeedSplit(
        feedId() + REPLICA + number, venue, dataType, instruments, newCursors, number);
  }

  /** Id of the first connection for the same instruments: what all of them have in common. */
  public String feedId() {
    return replica == 0
        ? splitId
        : splitId.substring(0, splitId.length() - (REPLICA + replica).length());
  }

  /** The same work with other cursors. */
  public FeedSplit withCursors(Map<String, Cursor> newCursors) {
    return new FeedSplit(splitId, venue, dataType, instruments, newCursors, replica);
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
    return new FeedSplit(splitId, venue, dataType, newInstruments, kept, replica);
  }

  @Override
  public String toString() {
    return splitId + " (" + instruments.size() + " instruments, " + cursors.size() + " cursors)";
  }
}
