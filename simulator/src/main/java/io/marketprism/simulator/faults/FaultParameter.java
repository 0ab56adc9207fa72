// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

import java.util.Locale;

/** What a fault may be told. */
public enum FaultParameter {
  /** The venue's symbol, e.g. {@code BTC-USDT-SWAP}. */
  SYMBOL,
  /** {@code orderbook} or {@code trade}. */
  FEED,
  /** How many frames, requests or connections suffer it. */
  COUNT,
  /** A length of time in milliseconds. */
  MILLIS,
  /** HTTP status. */
  STATUS,
  /** Last part of a REST path, e.g. {@code depth}. */
  ENDPOINT,
  /** Which of several forms the fault takes. */
  VARIANT,
  /** By how much ids fall. */
  BY;

  /** The name in URLs and plans, e.g. {@code symbol}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
