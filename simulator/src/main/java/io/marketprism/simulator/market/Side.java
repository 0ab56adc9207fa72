// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.market;

/** The two sides of a book. */
public enum Side {
  /** Buyers; the highest price is best. */
  BID,
  /** Sellers; the lowest price is best. */
  ASK
}
