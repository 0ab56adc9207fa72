// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import io.marketprism.model.DataType;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What a feed must know of one venue's configuration. Times in ms, sizes in bytes.
 *
 * @param venue key of the venue, e.g. {@code binance_spot}
 * @param symbols the venue's own names of the instruments, e.g. {@code BTCUSDT}
 * @param dataTypes what is collected
 * @param wsUrl base URL of the venue's WebSocket
 * @param restUrl base URL of the venue's REST API
 * @param suffixFallback split an unlisted symbol by its quote suffix where the venue's instrument
 *     list cannot be had
 * @param snapshotLimit levels per side asked for in a snapshot
 * @param bufferEvents most deltas of a book held while a snapshot is awaited
 * @param bufferBytes most bytes of deltas of a book held while a snapshot is awaited
 * @param bookExpiryMillis a book not changed for this long is not continued
 * @param silenceMillis a socket without any frame for this long is closed
 * @param connectTimeoutMillis deadline of a connection attempt, name look-up to handshake
 * @param maxFrameBytes largest message decoded; a larger one goes to the dead letters
 * @param streamsPerConnection most instruments of one connection
 * @param budgetPercent share of the venue's published request limits that is used, 1 … 100
 * @param maxBackfill most trades fetched for one gap; 0 switches backfill off
 * @param staleMillis age of the last message from which a feed is reported stale, by data type
 */
public record VenueSettings(
    String venue,
    List<String> symbols,
    List<DataType> dataTypes,
    String wsUrl,
    String restUrl,
    boolean suffixFallback,
    int snapshotLimit,
    int bufferEvents,
    long bufferBytes,
    long bookExpiryMillis,
    long silenceMillis,
    long connectTimeoutMillis,
    int maxFrameBytes,
    int streamsPerConnection,
    int budgetPercent,
    int maxBackfill,
    Map<DataType, Long> staleMillis)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public VenueSettings {
    symbols = List.copyOf(symbols);
    dataTypes = List.copyOf(dataTypes);
    staleMillis = Map.copyOf(staleMillis);
  }
}
