// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A message as the hot storage's reader makes a row of it (wire contract 9): it looks up its keys,
 * takes a default where one is missing or null, and keeps eight decimals.
 */
final class HotStorageRow {
  private static final ObjectMapper JACKSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final Pattern PLAIN = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
  private static final BigDecimal DECIMAL_64_LIMIT = new BigDecimal("92233720368.54775807");

  private final JsonNode message;
  private final Map<String, Object> columns = new LinkedHashMap<>();

  private HotStorageRow(String payload) throws IOException {
    this.message = JACKSON.readTree(payload);
  }

  /** The row's columns by their names. */
  static Map<String, Object> of(String dataType, String payload) throws IOException {
    HotStorageRow row = new HotStorageRow(payload);
    row.integer("timestamp", "ts_ms");
    row.columns.put("exchange", row.text("exchange").toLowerCase(Locale.ROOT));
    row.columns.put("market_type", row.text("market_type").toLowerCase(Locale.ROOT));
    row.columns.put("symbol", row.text("symbol"));
    row.columns.put("data_source", row.text("data_source"));
    row.read(dataType);
    return row.columns;
  }

  private void read(String dataType) {
    switch (dataType) {
      case "orderbook" -> {
        integer("last_update_id", "last_update_id");
        side("bids", "best_bid");
        side("asks", "best_ask");
      }
      case "trade" -> {
        columns.put("trade_id", text("trade_id"));
        decimal("price");
        decimal("quantity");
        columns.put("side", text("side"));
        columns.put("is_maker", message.path("is_maker").asBoolean(false));
        integer("trade_time", "trade_ts_ms");
      }
      case "funding_rate" -> {
        decimal("current_funding_rate");
        integer("funding_time", "funding_ts_ms");
        integer(
            "next_funding_time",
            message.hasNonNull("next_funding_ts_ms") ? "next_funding_ts_ms" : "ts_ms");
      }
      case "open_interest" -> {
        decimal("open_interest");
        decimal("open_interest_value");
      }
      case "liquidation" -> {
        columns.put("side", text("side"));
        decimal("price");
        decimal("quantity");
        integer("liquidation_time", "liquidation_ts_ms");
      }
      case "lsr_top_position" -> ratios("long_position_ratio", "short_position_ratio");
      case "lsr_all_account" -> ratios("long_account_ratio", "short_account_ratio");
      case "volatility_index" -> {
        decimal("volatility_index");
        columns.put("underlying_asset", text("underlying_asset"));
        integer("maturity_date", message.hasNonNull("maturity_ts_ms") ? "maturity_ts_ms" : "ts_ms");
      }
      default -> throw new IllegalArgumentException("no table for " + dataType);
    }
  }

  private void ratios(String longShare, String shortShare) {
    decimal(longShare);
    decimal(shortShare);
    columns.put("period", text("period"));
  }

  private void side(String key, String best) {
    JsonNode first = message.path(key).path(0);
    boolean array = first.isArray();
    columns.put(best + "_price", decimal(array ? first.path(0) : first.path("price")));
    columns.put(best + "_quantity", decimal(array ? first.path(1) : first.path("quantity")));
    columns.put(key, message.path(key).toString());
  }

  private String text(String key) {
    return message.path(key).asText("");
  }

  private void integer(String column, String key) {
    JsonNode value = message.path(key);
    columns.put(column, value.isIntegralNumber() ? value.longValue() : 0L);
  }

  private void decimal(String key) {
    columns.put(key, decimal(message.path(key)));
  }

  /** A Decimal64(8); what it cannot read or hold becomes 0. */
  private static BigDecimal decimal(JsonNode value) {
    String text = value.isNumber() ? value.decimalValue().toPlainString() : value.asText("");
    if (!PLAIN.matcher(text).matches()) {
      return BigDecimal.ZERO;
    }
    BigDecimal kept = new BigDecimal(text).setScale(8, RoundingMode.DOWN);
    return kept.abs().compareTo(DECIMAL_64_LIMIT) > 0 ? BigDecimal.ZERO : kept;
  }
}
