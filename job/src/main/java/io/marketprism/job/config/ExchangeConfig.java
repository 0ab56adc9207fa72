// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.model.DataType;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to collect from one venue, and how.
 *
 * @param enabled whether to collect from it at all
 * @param symbols the venue's own instrument names, such as {@code BTCUSDT}, patterns with {@code
 *     *}, or {@code all} alone; at least one, each once
 * @param dataTypes what to collect for each instrument; at least one, each once
 * @param redundancy connections for the same instruments, 1 or 2
 * @param poll time between two requests for an instrument, by the data types that the venue is
 *     asked for
 * @param staleAfter how long a feed may be silent before it is reported as stale, by data type;
 *     none where silence is usual
 */
public record ExchangeConfig(
    VenueKey venue,
    boolean enabled,
    List<String> symbols,
    List<DataType> dataTypes,
    int redundancy,
    Endpoints endpoints,
    OrderBook orderBook,
    WebSocket ws,
    Rest rest,
    Backfill backfill,
    Map<DataType, Duration> poll,
    Map<DataType, Duration> staleAfter)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public ExchangeConfig {
    symbols = List.copyOf(symbols);
    dataTypes = List.copyOf(dataTypes);
    poll = Map.copyOf(poll);
    staleAfter = Map.copyOf(staleAfter);
  }

  /** Whether the data type is to be collected. */
  public boolean collects(DataType type) {
    return dataTypes.contains(type);
  }

  /** Whether the data type comes from requests at intervals, not from a stream. */
  public boolean polls(DataType type) {
    return type == DataType.ORDERBOOK
        ? orderBook.method() == OrderBookMethod.SNAPSHOT
        : poll.containsKey(type);
  }

  /**
   * Time between two requests for an instrument.
   *
   * @throws IllegalArgumentException for a data type that is not polled
   */
  public Duration pollEvery(DataType type) {
    if (!polls(type)) {
      throw new IllegalArgumentException(venue.key() + " does not poll " + type.token());
    }
    return type == DataType.ORDERBOOK ? orderBook.snapshotInterval() : poll.get(type);
  }

  /** How long a feed may be silent; empty for a data type of which silence says nothing. */
  public Optional<Duration> staleAfter(DataType type) {
    return Optional.ofNullable(staleAfter.get(type));
  }

  /**
   * Where the venue is. No URL has a slash at its end.
   *
   * @param ws the WebSocket, {@code ws} or {@code wss}
   * @param rest the REST interface, {@code http} or {@code https}
   * @param wsApiOrNull the WebSocket for requests, or null where the venue has none
   */
  public record Endpoints(URI ws, URI rest, URI wsApiOrNull) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The WebSocket for requests; empty where the venue has none. */
    public Optional<URI> wsApi() {
      return Optional.ofNullable(wsApiOrNull);
    }
  }

  /** How books are obtained. */
  public enum OrderBookMethod {
    /** Differences from the WebSocket on a snapshot. */
    WEBSOCKET,
    /** Whole books at intervals. */
    SNAPSHOT
  }

  /** How whole books are asked for. */
  public enum SnapshotTransport {
    /** One HTTP request each. */
    REST,
    /** Requests over one WebSocket. */
    WS_API
  }

  /**
   * How books are obtained and how much of them is kept.
   *
   * @param snapshotInterval time between two whole books of an instrument, of method SNAPSHOT
   * @param snapshotDepth levels a side of a whole book, of method SNAPSHOT
   * @param snapshotTransport how whole books are asked for, of method SNAPSHOT
   * @param snapshotLimit levels a side asked for in a snapshot to which differences are applied, of
   *     method WEBSOCKET
   * @param keepDepth levels a side kept at most; the worst are dropped
   * @param bufferEvents diffs held per instrument while its snapshot is fetched
   * @param bufferBytes bytes of such diffs per instrument
   */
  public record OrderBook(
      OrderBookMethod method,
      Duration snapshotInterval,
      int snapshotDepth,
      SnapshotTransport snapshotTransport,
      int snapshotLimit,
      int keepDepth,
      int bufferEvents,
      long bufferBytes)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * The venue's WebSocket connections.
   *
   * @param silence a socket without any frame, pings included, for this long is closed and opened
   *     again
   * @param connectTimeout from the start of a connection attempt to the end of its handshake
   * @param maxFrameBytes a larger message is refused
   * @param streamsPerConnection streams subscribed on one socket at most
   * @param maxAge an older socket is replaced by another; zero: never
   * @param maxAgeJitter a socket may become older by a random part of this
   */
  public record WebSocket(
      Duration silence,
      Duration connectTimeout,
      int maxFrameBytes,
      int streamsPerConnection,
      Duration maxAge,
      Duration maxAgeJitter)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * The venue's REST interface.
   *
   * @param budgetSharePercent how much of the venue's request limit may be used, 1 to 100
   */
  public record Rest(int budgetSharePercent) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Trades that were missed.
   *
   * @param enabled whether they are fetched over REST; if not, they are only reported
   * @param maxTrades fetched for one gap at most; the rest is reported as lost
   */
  public record Backfill(boolean enabled, int maxTrades) implements Serializable {
    private static final long serialVersionUID = 1L;
  }
}
