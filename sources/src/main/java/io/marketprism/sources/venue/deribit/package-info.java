// SPDX-License-Identifier: Apache-2.0
/** Deribit: volatility indices, and books, trades, funding and open interest of perpetuals. */
package io.marketprism.sources.venue.deribit;
