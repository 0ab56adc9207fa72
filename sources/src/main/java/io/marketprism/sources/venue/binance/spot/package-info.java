// SPDX-License-Identifier: Apache-2.0
/** Binance spot. */
package io.marketprism.sources.venue.binance.spot;
