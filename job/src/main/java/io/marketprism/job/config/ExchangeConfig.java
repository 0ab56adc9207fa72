// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.model.DataType;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What to collect from one venue, and how.
 *
 * @param enabled whether to collect from it at all
 * @param symbols the venue's own instrument names, such as {@code BTCUSDT}; at least one, each once
 * @param dataTypes what to collect for each instrument; at least one, each once
 * @param wsUrl the WebSocket endpoint, {@code ws} or {@code wss}, without trailing slash and
 *     without the venue's stream path
 * @param baseUrl the REST endpoint, {@code http} or {@code https}, without trailing slash
 */
public record ExchangeConfig(
    VenueKey venue,
    boolean enabled,
    List<String> symbols,
    List<DataType> dataTypes,
    URI wsUrl,
    URI baseUrl,
    OrderBook orderBook,
    WebSocket ws,
    Rest rest,
    Backfill backfill,
    StaleAfter staleAfter)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public ExchangeConfig {
    symbols = List.copyOf(symbols);
    dataTypes = List.copyOf(dataTypes);
  }

  /** Whether the data type is to be collected. */
  public boolean collects(DataType type) {
    return dataTypes.contains(type);
  }

  /** How books are obtained. */
  public enum OrderBookMethod {
    /** Differences from the WebSocket on a snapshot. */
    WEBSOCKET
  }

  /**
   * How books are synchronised and how much of them is kept.
   *
   * @param snapshotLimit levels a side asked for in a REST snapshot
   * @param keepDepth levels a side kept at most; the worst are dropped
   * @param bufferEvents diffs held per instrument while its snapshot is fetched
   * @param bufferBytes bytes of such diffs per instrument
   */
  public record OrderBook(
      OrderBookMethod method, int snapshotLimit, int keepDepth, int bufferEvents, long bufferBytes)
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
   */
  public record WebSocket(
      Duration silence, Duration connectTimeout, int maxFrameBytes, int streamsPerConnection)
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

  /** How long a feed may be silent before it is reported as stale. */
  public record StaleAfter(Duration orderBook, Duration trade) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * The threshold of a data type.
     *
     * @throws IllegalArgumentException for a data type that has no threshold of its own
     */
    public Duration of(DataType type) {
      return switch (type) {
        case ORDERBOOK -> orderBook;
        case TRADE -> trade;
        default -> throw new IllegalArgumentException("no stale threshold for " + type.token());
      };
    }
  }
}
