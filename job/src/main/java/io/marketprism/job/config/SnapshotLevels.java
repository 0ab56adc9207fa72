// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import java.util.List;

/**
 * How many levels a side a venue gives in one answer. Others than these it refuses, or gives more
 * than was asked for. Sources: Binance spot rest-api.md "Order book"; Binance USD-M "Order Book";
 * OKX API v5 "Get order book"; Deribit {@code public/get_order_book}.
 */
final class SnapshotLevels {
  private static final String UNIT = "levels a side";
  private static final int SPOT_MOST = 5_000;
  private static final List<Integer> USDM = List.of(5, 10, 20, 50, 100, 500, 1_000);
  private static final int OKX_MOST = 400;
  private static final List<Integer> DERIBIT = List.of(1, 5, 10, 20, 50, 100, 1_000, 10_000);

  private SnapshotLevels() {}

  /** Levels of a book that is asked for as a whole. */
  static ValueType<Integer> polled(VenueKey venue) {
    return switch (venue) {
      case BINANCE_SPOT -> ValueTypes.integer(5, SPOT_MOST, UNIT);
      case BINANCE_DERIVATIVES -> ValueTypes.integer(USDM, UNIT);
      case OKX_SPOT, OKX_DERIVATIVES -> ValueTypes.integer(1, OKX_MOST, UNIT);
      case DERIBIT_DERIVATIVES -> ValueTypes.integer(DERIBIT, UNIT);
    };
  }

  /**
   * Levels of a snapshot to which differences are applied. OKX's differences are those of a window
   * of 400 levels, which any other snapshot would not fit.
   */
  static ValueType<Integer> underDifferences(VenueKey venue) {
    return switch (venue) {
      case OKX_SPOT, OKX_DERIVATIVES -> ValueTypes.integer(List.of(OKX_MOST), UNIT);
      case BINANCE_SPOT, BINANCE_DERIVATIVES, DERIBIT_DERIVATIVES -> polled(venue);
    };
  }

  /** The most that a venue gives. */
  static int most(VenueKey venue) {
    return switch (venue) {
      case BINANCE_SPOT -> SPOT_MOST;
      case BINANCE_DERIVATIVES -> USDM.get(USDM.size() - 1);
      case OKX_SPOT, OKX_DERIVATIVES -> OKX_MOST;
      case DERIBIT_DERIVATIVES -> DERIBIT.get(DERIBIT.size() - 1);
    };
  }
}
