// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

/** Labels of the series that tests look at. */
final class RigLabels {
  static final String BTC = "{exchange=binance, market_type=spot, symbol=BTC-USDT}";

  private RigLabels() {}

  static String btc(String reason) {
    return "{exchange=binance, market_type=spot, reason=" + reason + ", symbol=BTC-USDT}";
  }

  static String btcSide(String side) {
    return "{exchange=binance, market_type=spot, side=" + side + ", symbol=BTC-USDT}";
  }
}
