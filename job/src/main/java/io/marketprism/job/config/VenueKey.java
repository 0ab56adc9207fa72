// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.model.DataType;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.Venues;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The keys below {@code exchanges}: one market of one venue each. */
public enum VenueKey {
  BINANCE_SPOT("binance_spot"),
  BINANCE_DERIVATIVES("binance_derivatives"),
  OKX_SPOT("okx_spot"),
  OKX_DERIVATIVES("okx_derivatives"),
  DERIBIT_DERIVATIVES("deribit_derivatives");

  private final String key;

  VenueKey(String key) {
    this.key = key;
  }

  /** The key in the configuration. */
  public String key() {
    return key;
  }

  /** What collects from it. */
  public Venue venue() {
    return Venues.of(key);
  }

  /** The data types that can be collected from it. */
  public Set<DataType> dataTypes() {
    return venue().dataTypes();
  }

  /** The venue of a key. */
  public static Optional<VenueKey> ofKey(String key) {
    return Arrays.stream(values()).filter(venue -> venue.key.equals(key)).findFirst();
  }

  /** The venues that have a data type. */
  static List<VenueKey> with(DataType type) {
    return Arrays.stream(values()).filter(venue -> venue.dataTypes().contains(type)).toList();
  }

  /** All keys, for messages. */
  static String keys() {
    return Arrays.stream(values()).map(VenueKey::key).collect(Collectors.joining(", "));
  }
}
