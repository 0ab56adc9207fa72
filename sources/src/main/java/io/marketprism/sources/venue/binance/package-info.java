// SPDX-License-Identifier: Apache-2.0
/**
 * What Binance's markets have in common: the language of the combined streams, books, trade and
 * instrument lists, request limits. One package below per market.
 */
package io.marketprism.sources.venue.binance;
