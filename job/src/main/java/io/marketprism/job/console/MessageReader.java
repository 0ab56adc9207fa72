// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads from a published message the few fields that are shown, and skips the rest: of a book with
 * hundreds of levels only the best one of each side is looked at. Stateless; any thread may call.
 */
final class MessageReader {
  private static final JsonFactory JSON = new JsonFactory();

  private static final int FUNDING_DIGITS = 4;
  private static final int OPEN_INTEREST_DIGITS = 1;
  private static final int RATIO_DIGITS = 4;

  private MessageReader() {}

  /**
   * Reads what a row shows.
   *
   * @param dataType first token of the subject
   * @param payload the message
   * @return {@link Headline.None} for other types and for messages that cannot be read
   */
  static Headline headline(String dataType, byte[] payload) {
    try {
      return switch (dataType) {
        case "orderbook" -> book(fields(payload));
        case "quote" -> quote(fields(payload));
        case "trade" -> trade(fields(payload));
        case "funding_rate" -> funding(fields(payload));
        case "open_interest" -> openInterest(fields(payload));
        case "lsr_top_position", "lsr_all_account" -> ratio(fields(payload));
        case "liquidation" -> liquidation(fields(payload));
        case "volatility_index" -> candle(fields(payload));
        default -> new Headline.None();
      };
    } catch (IOException | NumberFormatException e) {
      return new Headline.None();
    }
  }

  /**
   * Reads a message of {@code feed_status.*}.
   *
   * @throws IOException when it is not one
   */
  static FeedEvent feedEvent(byte[] payload) throws IOException {
    Map<String, String> fields = fields(payload);
    String event = fields.get("event");
    if (event == null) {
      throw new IOException("feed_status without an event");
    }
    return new FeedEvent(
        Long.parseLong(fields.getOrDefault("published_ts_ms", "0")),
        fields.getOrDefault("exchange", ""),
        fields.getOrDefault("market_type", ""),
        fields.getOrDefault("symbol", ""),
        fields.getOrDefault("feed", ""),
        event,
        fields.getOrDefault("reason", ""));
  }

  private static Headline book(Map<String, String> fields) {
    return top(
        fields.get("bids"),
        fields.get("asks"),
        Long.parseLong(fields.getOrDefault("depth_levels", "0")));
  }

  private static Headline quote(Map<String, String> fields) {
    return top(fields.get("bid_price"), fields.get("ask_price"), 0);
  }

  private static Headline top(String bid, String ask, long levels) {
    if (bid == null || ask == null) {
      return new Headline.None();
    }
    String spread = new BigDecimal(ask).subtract(new BigDecimal(bid)).toPlainString();
    return new Headline.Top(bid, ask, spread, levels);
  }

  private static Headline trade(Map<String, String> fields) {
    String price = fields.get("price");
    if (price == null) {
      return new Headline.None();
    }
    return new Headline.Trade(
        price, fields.getOrDefault("quantity", ""), fields.getOrDefault("side", ""));
  }

  private static Headline funding(Map<String, String> fields) {
    return figure(
        fields.get("current_funding_rate"),
        rate -> Wording.rounded(rate.movePointRight(2), FUNDING_DIGITS) + "%");
  }

  /** In units of the base asset where that is known: venues count contracts of different sizes. */
  private static Headline openInterest(Map<String, String> fields) {
    String base = fields.get("open_interest_base");
    return figure(
        base == null ? fields.get("open_interest") : base,
        amount -> Wording.rounded(amount, OPEN_INTEREST_DIGITS));
  }

  private static Headline ratio(Map<String, String> fields) {
    return figure(fields.get("long_short_ratio"), ratio -> Wording.rounded(ratio, RATIO_DIGITS));
  }

  private static Headline figure(String number, Function<BigDecimal, String> wording) {
    return number == null
        ? new Headline.None()
        : new Headline.Figure(wording.apply(new BigDecimal(number)));
  }

  private static Headline liquidation(Map<String, String> fields) {
    String side = fields.get("side");
    String price = fields.get("price");
    return side == null || price == null
        ? new Headline.None()
        : new Headline.Figure(side + " " + price);
  }

  private static Headline candle(Map<String, String> fields) {
    String close = fields.get("volatility_index");
    return close == null
        ? new Headline.None()
        : new Headline.Candle(
            close,
            fields.getOrDefault("open", "-"),
            fields.getOrDefault("high", "-"),
            fields.getOrDefault("low", "-"));
  }

  /** The scalar fields as text; of a list of levels the price of the first. */
  private static Map<String, String> fields(byte[] payload) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser parser = JSON.createParser(payload)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value == JsonToken.START_ARRAY) {
          String price = firstPrice(parser);
          if (price != null) {
            fields.put(name, price);
          }
        } else if (value == JsonToken.START_OBJECT) {
          parser.skipChildren();
        } else if (value != JsonToken.VALUE_NULL) {
          fields.put(name, parser.getText());
        }
      }
    }
    return fields;
  }

  /**
   * Price of the first level, in either level format; leaves the parser at the end of the outer
   * list.
   */
  private static String firstPrice(JsonParser parser) throws IOException {
    String price = null;
    int depth = 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new IOException("unfinished list");
      }
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (price == null && token == JsonToken.VALUE_STRING) {
        price = parser.getText();
      }
    }
    return price;
  }
}
