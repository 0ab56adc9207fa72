// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import io.marketprism.simulator.market.Market;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A channel that the venue has.
 *
 * @param kind {@code book}, {@code trades}, {@code ticker} or {@code deribit_volatility_index}
 * @param subject the instrument, or the currency of a volatility index
 */
record DeribitChannel(String kind, String subject) {
  private static final Pattern OF_INSTRUMENT =
      Pattern.compile("(book|trades|ticker)\\.([A-Z0-9_-]+)\\.100ms");
  private static final Pattern OF_VOLATILITY =
      Pattern.compile("(deribit_volatility_index)\\.([a-z0-9]+)_usd");

  /** The channel of a name, where it exists. */
  static Optional<DeribitChannel> parse(String name, Market market) {
    Matcher instrument = OF_INSTRUMENT.matcher(name);
    if (instrument.matches()) {
      return market
          .instrument(instrument.group(2))
          .map(listed -> new DeribitChannel(instrument.group(1), listed.symbol()));
    }
    Matcher volatility = OF_VOLATILITY.matcher(name);
    if (!volatility.matches()) {
      return Optional.empty();
    }
    String currency = volatility.group(2).toUpperCase(Locale.ROOT);
    return market.instruments().stream()
        .filter(listed -> listed.base().equals(currency))
        .findFirst()
        .map(listed -> new DeribitChannel(volatility.group(1), currency));
  }

  /** Whether it is a book. */
  boolean book() {
    return kind.equals("book");
  }
}
