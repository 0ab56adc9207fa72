// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.sources.venue.binance.spot.BinanceSpotVenue;
import io.marketprism.sources.venue.binance.usdm.BinanceUsdmVenue;
import io.marketprism.sources.venue.deribit.DeribitVenue;
import io.marketprism.sources.venue.okx.OkxVenue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The venues there are. Adding one means adding it here. */
public final class Venues {
  private static final Map<String, Venue> BY_KEY = new TreeMap<>();

  static {
    for (Venue venue :
        List.of(
            new BinanceSpotVenue(),
            new BinanceUsdmVenue(),
            OkxVenue.spot(),
            OkxVenue.derivatives(),
            new DeribitVenue())) {
      BY_KEY.put(venue.key(), venue);
    }
  }

  private Venues() {}

  /**
   * The venue of a configuration key.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Venue of(String key) {
    Venue venue = BY_KEY.get(key);
    if (venue == null) {
      throw new IllegalArgumentException("unknown venue '" + key + "', known: " + BY_KEY.keySet());
    }
    return venue;
  }

  /**
   * The venue that an instrument's data of a type comes from.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Venue of(Instrument instrument, DataType dataType) {
    for (Venue venue : BY_KEY.values()) {
      if (venue.exchange().equals(instrument.exchange())
          && venue.dataTypes().contains(dataType)
          && venue.marketType(dataType) == instrument.marketType()) {
        return venue;
      }
    }
    throw new IllegalArgumentException("no venue has " + dataType.token() + " of " + instrument);
  }

  /** All keys, sorted. */
  public static List<String> keys() {
    return List.copyOf(BY_KEY.keySet());
  }
}
