// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

/**
 * What a feed hands to the job. Immutable. Prices and quantities are exact ({@link Decimals}),
 * times are milliseconds since the epoch.
 */
public sealed interface MarketEvent
    permits BookEvent, Trade, DerivativesEvent, FeedStatus, DeadLetter, JournalEntry {
  /** Time at which the frame or the HTTP body was completely received here, ms since the epoch. */
  long receiveTime();
}
