// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * The streams that are created where they do not exist.
 *
 * @param marketTrades MARKET_TRADES, which keeps {@code trade.>}
 * @param marketData MARKET_DATA, which keeps the polled data types and liquidations
 * @param orderBookLast whether ORDERBOOK_LAST exists, which keeps the last book of each instrument
 */
public record JetStreamConfig(Stream marketTrades, Stream marketData, boolean orderBookLast)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A limit that does not exist, as NATS writes it. */
  public static final long UNLIMITED = -1;

  /**
   * Limits of one stream.
   *
   * @param maxMessages or {@link #UNLIMITED}
   * @param maxBytes or {@link #UNLIMITED}
   * @param duplicateWindow how long a message id is remembered
   * @param replicas 1 to 5
   */
  public record Stream(
      long maxMessages,
      long maxBytes,
      Duration maxAge,
      Duration duplicateWindow,
      int replicas,
      Storage storage)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** Where a stream keeps its messages. */
  public enum Storage {
    FILE,
    MEMORY
  }
}
