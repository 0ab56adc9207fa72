// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator;

import io.marketprism.simulator.binance.spot.BinanceSpotVenue;
import io.marketprism.simulator.binance.usdm.BinanceUsdmVenue;
import io.marketprism.simulator.deribit.DeribitFactory;
import io.marketprism.simulator.okx.OkxFactory;
import io.marketprism.simulator.synthetic.VenueRules;
import io.marketprism.simulator.venue.VenueFactory;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The venues that a simulator can be. */
public enum VenueKind {
  /** Binance spot. */
  BINANCE_SPOT("binance_spot", VenueRules.BINANCE_SPOT, BinanceSpotVenue.factory()),
  /** Binance USD-M. */
  BINANCE_DERIVATIVES("binance_derivatives", VenueRules.BINANCE_USDM, BinanceUsdmVenue.factory()),
  /** OKX, spot pairs and swaps. */
  OKX("okx", VenueRules.OKX, OkxFactory.ofVenue()),
  /** Deribit, perpetuals. */
  DERIBIT("deribit", VenueRules.DERIBIT, DeribitFactory.ofVenue());

  private static final String NORMALISED = "[^-]+-(?!PERPETUAL$|SWAP$)[^-]+";
  private final String key;
  private final VenueRules rules;
  private final VenueFactory factory;

  VenueKind(String key, VenueRules rules, VenueFactory factory) {
    this.key = key;
    this.rules = rules;
    this.factory = factory;
  }

  /**
   * The venue of a name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static VenueKind named(String name) {
    for (VenueKind kind : values()) {
      if (kind.key.equals(name)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "unknown venue '"
            + name
            + "'; known are "
            + Arrays.stream(values()).map(VenueKind::key).collect(Collectors.joining(", ")));
  }

  /** The venue's name on the command line, e.g. {@code binance_spot}. */
  public String key() {
    return key;
  }

  /**
   * The venue's own name of a symbol: that of the first instrument it makes of a normalised pair,
   * e.g. {@code BTC-PERPETUAL} of {@code BTC-USDT} on Deribit; any other name is its own already.
   */
  public String symbolOf(String name) {
    if (!name.matches(NORMALISED)) {
      return name;
    }
    return rules.instruments(name.replace("-", "")).get(0).symbol();
  }

  VenueRules rules() {
    return rules;
  }

  VenueFactory factory() {
    return factory;
  }
}
