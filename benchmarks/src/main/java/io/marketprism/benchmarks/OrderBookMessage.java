// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.marketprism.model.BookSnapshot;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** The {@code orderbook} message as an object for databind. */
record OrderBookMessage(
    String exchange,
    @JsonProperty("market_type") String marketType,
    String symbol,
    @JsonProperty("normalized_symbol") String normalizedSymbol,
    @JsonProperty("instrument_id") String instrumentId,
    @JsonProperty("data_type") String dataType,
    String publisher,
    @JsonProperty("data_source") String dataSource,
    @JsonProperty("schema_version") String schemaVersion,
    @JsonProperty("ts_ms") long eventTime,
    @JsonProperty("ts_source") String timeSource,
    @JsonProperty("collected_ts_ms") long collected,
    @JsonProperty("published_ts_ms") long published,
    List<String[]> bids,
    List<String[]> asks,
    @JsonProperty("last_update_id") long lastUpdateId,
    @JsonProperty("update_type") String updateType,
    @JsonProperty("depth_levels") int depthLevels,
    @JsonProperty("sync_id") long syncId,
    String integrity,
    @JsonProperty("quantity_unit") String quantityUnit,
    @JsonProperty("contract_value") String contractValue,
    @JsonProperty("standardized_at") String standardizedAt,
    @JsonProperty("standardization_version") String standardizationVersion) {

  private static final DateTimeFormatter ISO_MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+00:00'").withZone(ZoneOffset.UTC);

  static OrderBookMessage of(TreeMapBook book, int depth, BookSnapshot snapshot, long publishTime) {
    List<String[]> bids = best(book.bids(), depth);
    List<String[]> asks = best(book.asks(), depth);
    return new OrderBookMessage(
        snapshot.instrument().exchange(),
        snapshot.instrument().marketType().token(),
        snapshot.instrument().symbol(),
        snapshot.instrument().symbol(),
        snapshot.instrument().nativeId(),
        "orderbook",
        "unified-collector",
        "marketprism",
        "1",
        snapshot.eventTime(),
        "exchange",
        snapshot.receiveTime(),
        publishTime,
        bids,
        asks,
        snapshot.updateId(),
        "update",
        bids.size() + asks.size(),
        snapshot.updateId(),
        "sequence",
        "base",
        null,
        ISO_MILLIS.format(Instant.ofEpochMilli(publishTime)),
        "2.0");
  }

  private static List<String[]> best(NavigableMap<BigDecimal, BigDecimal> side, int depth) {
    List<String[]> levels = new ArrayList<>(depth);
    for (Map.Entry<BigDecimal, BigDecimal> level : side.entrySet()) {
      if (levels.size() == depth) {
        break;
      }
      levels.add(new String[] {plain(level.getKey()), plain(level.getValue())});
    }
    return levels;
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
