// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

import java.util.Locale;

/** What a fault concerns. */
public enum FaultFeed {
  /** The order book of a symbol. */
  ORDERBOOK,
  /** The trades of a symbol. */
  TRADE,
  /** WebSockets. */
  SOCKET,
  /** The REST interface. */
  REST,
  /** What the venue has. */
  MARKET;

  /** The name in URLs and in the truth log, e.g. {@code orderbook}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
