// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import io.marketprism.model.DataType;
import io.marketprism.model.MarketType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The markets of OKX that are collected, in the venue's words and in ours. */
enum OkxMarket {
  SPOT("okx_spot", "okx-spot", MarketType.SPOT, EnumSet.of(DataType.ORDERBOOK, DataType.TRADE)),
  SWAP(
      "okx_derivatives",
      "okx-perp",
      MarketType.PERPETUAL,
      EnumSet.complementOf(EnumSet.of(DataType.VOLATILITY_INDEX)));

  private final String key;
  private final String planPrefix;
  private final MarketType marketType;
  private final Set<DataType> dataTypes;

  OkxMarket(String key, String planPrefix, MarketType marketType, Set<DataType> dataTypes) {
    this.key = key;
    this.planPrefix = planPrefix;
    this.marketType = marketType;
    this.dataTypes = Collections.unmodifiableSet(dataTypes);
  }

  /** Key in the configuration. */
  String key() {
    return key;
  }

  MarketType marketType() {
    return marketType;
  }

  Set<DataType> dataTypes() {
    return dataTypes;
  }

  /** The venue's {@code instType}. */
  String instType() {
    return name();
  }

  /** Name of the feeds of a data type. */
  String planName(DataType dataType) {
    return planPrefix
        + switch (dataType) {
          case ORDERBOOK -> "-book";
          case TRADE -> "-trade";
          case LIQUIDATION -> "-liquidation";
          case FUNDING_RATE -> "-funding";
          case OPEN_INTEREST -> "-interest";
          case LSR_TOP_POSITION -> "-ratio-top";
          case LSR_ALL_ACCOUNT -> "-ratio-all";
          case VOLATILITY_INDEX ->
              throw new IllegalArgumentException(key + " has no " + dataType.token());
        };
  }
}
