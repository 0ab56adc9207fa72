// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.model.DataType;
import io.marketprism.model.MarketType;
import io.marketprism.sources.venue.Venues;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The keys below {@code exchanges}: one market of one venue each. */
public enum VenueKey {
  BINANCE_SPOT("binance_spot", "binance", MarketType.SPOT),
  BINANCE_DERIVATIVES("binance_derivatives", "binance", MarketType.PERPETUAL),
  OKX_SPOT("okx_spot", "okx", MarketType.SPOT),
  OKX_DERIVATIVES("okx_derivatives", "okx", MarketType.PERPETUAL),
  DERIBIT_DERIVATIVES("deribit_derivatives", "deribit", MarketType.OPTIONS);

  private final String key;
  private final String exchange;
  private final MarketType marketType;

  VenueKey(String key, String exchange, MarketType marketType) {
    this.key = key;
    this.exchange = exchange;
    this.marketType = marketType;
  }

  /** The key in the configuration. */
  public String key() {
    return key;
  }

  /** The exchange in subjects, payloads and metrics. */
  public String exchange() {
    return exchange;
  }

  /** The market in subjects, payloads and metrics. */
  public MarketType marketType() {
    return marketType;
  }

  /** The data types that can be collected from it; empty while the venue is not supported. */
  public Set<DataType> dataTypes() {
    return Venues.keys().contains(key) ? Venues.of(key).dataTypes() : Set.of();
  }

  /** Whether anything can be collected from it. */
  public boolean isSupported() {
    return !dataTypes().isEmpty();
  }

  /** The venue of a key. */
  public static Optional<VenueKey> ofKey(String key) {
    return Arrays.stream(values()).filter(venue -> venue.key.equals(key)).findFirst();
  }

  /** The tokens of the data types that can be collected from any venue, for messages. */
  static String supportedDataTypes() {
    return Arrays.stream(values())
        .flatMap(venue -> venue.dataTypes().stream())
        .distinct()
        .sorted()
        .map(DataType::token)
        .collect(Collectors.joining(", "));
  }

  /** All venues that can be collected from. */
  public static List<VenueKey> supported() {
    return Arrays.stream(values()).filter(VenueKey::isSupported).toList();
  }
}
