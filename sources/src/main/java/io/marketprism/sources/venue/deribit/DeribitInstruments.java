// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.model.DeadLetter.Reason.MALFORMED_JSON;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.model.QuantityUnit;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.Venue.InstrumentList;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Deribit's perpetuals, from {@code public/get_instruments}, and its volatility indices, which no
 * list names.
 *
 * <ul>
 *   <li>{@code BTC-PERPETUAL} is inverse: its amounts are US dollars ({@code public/ticker}, {@code
 *       open_interest}), so that one unit of quantity is a contract of 1 USD, whatever the list
 *       calls the contract's size. Its symbol is {@code BTC-USD}.
 *   <li>{@code SOL_USDC-PERPETUAL} is linear: its amounts are in the base coin.
 *   <li>{@code BTC} is the volatility index of a currency. Deribit computes it from the options
 *       that are settled in the coin itself (the documents name {@code btc_usd} and {@code
 *       eth_usd}), and a coin that Deribit settles in has an inverse perpetual: so every base
 *       currency of a listed inverse perpetual, whether it may be traded at the moment or not, is
 *       taken to have an index. A currency for which the venue refuses the request after all is an
 *       error of that poll alone.
 *   <li>Futures with an expiry are rejected (wire contract 3, rule 4).
 * </ul>
 */
final class DeribitInstruments {
  static final RestCall CALL =
      new RestCall(
          DeribitVenue.API + "/public/get_instruments",
          Map.of("currency", "any", "kind", "future"),
          DeribitVenue.CREDITS);

  private static final Pattern INVERSE = Pattern.compile("([A-Z0-9]+)-PERPETUAL");
  private static final Pattern LINEAR = Pattern.compile("([A-Z0-9]+)_([A-Z0-9]+)-PERPETUAL");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z0-9]+");
  private static final String UNSUPPORTED = "unsupported_instrument";

  private final Map<String, Instrument> instruments = new HashMap<>();
  private final Map<String, String> rejected = new HashMap<>();

  private DeribitInstruments() {}

  /**
   * Reads {@code {"result":[{"instrument_name","settlement_period","instrument_type",
   * "base_currency","quote_currency","is_active",…}]}}.
   */
  static InstrumentList list(byte[] body) throws FrameException {
    return DeribitAnswers.read(
            body,
            JsonToken.START_ARRAY,
            json -> {
              DeribitInstruments list = new DeribitInstruments();
              while (json.nextToken() == JsonToken.START_OBJECT) {
                list.read(json);
              }
              if (json.currentToken() != JsonToken.END_ARRAY) {
                throw new FrameException(MALFORMED_JSON, "an instrument is no object");
              }
              return new InstrumentList(list.instruments, list.rejected);
            })
        .result();
  }

  private void read(JsonParser json) throws IOException {
    String name = null;
    String period = null;
    String type = null;
    String base = null;
    String quote = null;
    boolean active = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if ("is_active".equals(field)) {
        active = value == JsonToken.VALUE_TRUE;
      }
      if (value != JsonToken.VALUE_STRING) {
        json.skipChildren();
        continue;
      }
      switch (field) {
        case "instrument_name" -> name = json.getText();
        case "settlement_period" -> period = json.getText();
        case "instrument_type" -> type = json.getText();
        case "base_currency" -> base = json.getText().toUpperCase(Locale.ROOT);
        case "quote_currency" -> quote = json.getText().toUpperCase(Locale.ROOT);
        default -> {
          // Ticks, fees and dates do not concern market data.
        }
      }
    }
    if (name != null) {
      add(name, period, type, base, quote, active);
    }
  }

  private void add(
      String name, String period, String type, String base, String quote, boolean active) {
    boolean inverse = "reversed".equals(type);
    if (!"perpetual".equals(period) || !inverse && !"linear".equals(type)) {
      rejected.put(name, UNSUPPORTED);
    } else if (base == null || quote == null) {
      rejected.put(name, "base_currency or quote_currency is missing");
    } else if (!Instrument.isLegalToken(base + '-' + quote) || !Instrument.isLegalToken(name)) {
      rejected.put(name, "illegal_symbol");
    } else {
      if (inverse) {
        instruments.put(base, volatilityIndex(base));
      }
      if (active) {
        instruments.put(name, perpetual(name, base, quote, inverse));
      } else {
        rejected.put(name, "not active");
      }
    }
  }

  /**
   * An instrument by its name alone: {@code X-PERPETUAL} is inverse and in USD, {@code
   * X_Y-PERPETUAL} linear and in Y, a bare currency its volatility index (wire contract 3, rule 5).
   * Null for any other name.
   */
  static Instrument byName(String name) {
    Matcher linear = LINEAR.matcher(name);
    if (linear.matches()) {
      return perpetual(name, linear.group(1), linear.group(2), false);
    }
    Matcher inverse = INVERSE.matcher(name);
    if (inverse.matches()) {
      return perpetual(name, inverse.group(1), "USD", true);
    }
    return CURRENCY.matcher(name).matches() ? volatilityIndex(name) : null;
  }

  private static Instrument perpetual(String name, String base, String quote, boolean inverse) {
    return new Instrument(
        DeribitVenue.EXCHANGE,
        MarketType.PERPETUAL,
        base + '-' + quote,
        name,
        inverse ? QuantityUnit.CONTRACTS : QuantityUnit.BASE,
        inverse ? "1" : null,
        inverse);
  }

  private static Instrument volatilityIndex(String currency) {
    return new Instrument(
        DeribitVenue.EXCHANGE,
        MarketType.OPTIONS,
        currency,
        currency + "-DVOL",
        QuantityUnit.BASE,
        null);
  }
}
