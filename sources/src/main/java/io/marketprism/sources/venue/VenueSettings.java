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
 * @param symbols which instruments
 * @param dataTypes what is collected
 * @param endpoints where the venue is
 * @param instruments how the instrument list is used
 * @param books how books are had
 * @param sockets how connections are kept
 * @param budgetPercent share of the venue's published request limits that is used, 1 … 100
 * @param maxBackfill most trades fetched for one gap; 0 switches backfill off
 * @param pollMillis time between two polls of an instrument, by data type
 * @param staleMillis age of the last message from which a feed is reported stale, by data type;
 *     none where silence is usual
 * @param options choices that only this venue has, by name
 */
public record VenueSettings(
    String venue,
    SymbolSelection symbols,
    List<DataType> dataTypes,
    Endpoints endpoints,
    Instruments instruments,
    Books books,
    Sockets sockets,
    int budgetPercent,
    int maxBackfill,
    Map<DataType, Long> pollMillis,
    Map<DataType, Long> staleMillis,
    Map<String, String> options)
    implements Serializable {
  private static final long serialVersionUID = 2L;

  public VenueSettings {
    dataTypes = List.copyOf(dataTypes);
    pollMillis = Map.copyOf(pollMillis);
    staleMillis = Map.copyOf(staleMillis);
    options = Map.copyOf(options);
  }

  /**
   * Where a venue is.
   *
   * @param ws base URL of its WebSocket
   * @param rest base URL of its REST API
   * @param wsApi base URL of its WebSocket for requests; empty where it has none or it is not used
   */
  public record Endpoints(String ws, String rest, String wsApi) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * How the instrument list is used.
   *
   * @param suffixFallback split an unlisted symbol by its quote suffix where the list cannot be had
   * @param refreshMillis time between two looks at the list
   */
  public record Instruments(boolean suffixFallback, long refreshMillis) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * How books are had.
   *
   * @param polled whole books at intervals ({@code method: snapshot}) instead of a stream of
   *     differences
   * @param polledDepth levels per side of a polled book
   * @param snapshotLimit levels per side asked for in a snapshot
   * @param bufferEvents most deltas of a book held while a snapshot is awaited
   * @param bufferBytes most bytes of deltas of a book held while a snapshot is awaited
   * @param expiryMillis a book not changed for this long is not continued
   */
  public record Books(
      boolean polled,
      int polledDepth,
      int snapshotLimit,
      int bufferEvents,
      long bufferBytes,
      long expiryMillis)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * How connections are kept.
   *
   * @param silenceMillis a socket without any frame for this long is closed
   * @param connectTimeoutMillis deadline of a connection attempt, name look-up to handshake
   * @param maxFrameBytes largest message decoded; a larger one goes to the dead letters
   * @param streamsPerConnection most instruments of one connection
   * @param maxAgeMillis an older socket is replaced by another before the venue ends it; 0: never
   * @param maxAgeJitterMillis each socket may become older by a random part of this, so that many
   *     do not end together
   * @param redundancy connections for the same instruments, 1 or 2
   */
  public record Sockets(
      long silenceMillis,
      long connectTimeoutMillis,
      int maxFrameBytes,
      int streamsPerConnection,
      long maxAgeMillis,
      long maxAgeJitterMillis,
      int redundancy)
      implements Serializable {
    private static final long serialVersionUID = 3L;

    /** One connection for an instrument. */
    public Sockets(
        long silenceMillis,
        long connectTimeoutMillis,
        int maxFrameBytes,
        int streamsPerConnection,
        long maxAgeMillis,
        long maxAgeJitterMillis) {
      this(
          silenceMillis,
          connectTimeoutMillis,
          maxFrameBytes,
          streamsPerConnection,
          maxAgeMillis,
          maxAgeJitterMillis,
          1);
    }
  }

  /** A venue's own choice, or what it is by default. */
  public String option(String name, String absent) {
    return options.getOrDefault(name, absent);
  }
}
