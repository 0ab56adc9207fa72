// SPDX-License-Identifier: Apache-2.0
/** Binance USD-M futures: perpetuals margined in USD coins. */
package io.marketprism.sources.venue.binance.usdm;
