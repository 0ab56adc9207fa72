// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.usdm;

import io.marketprism.simulator.binance.StreamNames;

/**
 * Under which root a stream of Binance USD-M is served since the streams were split (USD-M
 * "Important WebSocket Change Notice", 2026-03-06). A stream asked for under another root is
 * acknowledged and silent, and so is every one under the retired root without a name.
 */
enum StreamClass {
  /** Books and best prices. */
  PUBLIC("/public"),
  /** Trades, forced orders and everything else. */
  MARKET("/market");

  private final String root;

  StreamClass(String root) {
    this.root = root;
  }

  /** The beginning of the address, e.g. {@code /market}. */
  String root() {
    return root;
  }

  /** Whether a stream is served under this root. */
  boolean serves(String stream) {
    return of(stream) == this;
  }

  private static StreamClass of(String stream) {
    String what = StreamNames.what(stream);
    return what.startsWith("depth") || what.startsWith("bookTicker") || what.startsWith("rpiDepth")
        ? PUBLIC
        : MARKET;
  }
}
