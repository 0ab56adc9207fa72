// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks.frames;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.marketprism.model.Instrument;
import io.marketprism.model.QuantityUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The published messages as objects, written by databind. */
final class Messages {
  private static final DateTimeFormatter ISO_MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+00:00'").withZone(ZoneOffset.UTC);

  private final ObjectMapper mapper = new ObjectMapper();
  private final ObjectWriter books = mapper.writerFor(Book.class);
  private final ObjectWriter trades = mapper.writerFor(Trade.class);

  /** What all messages begin with. */
  private record Head(
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
      @JsonProperty("published_ts_ms") long published) {

    static Head of(Instrument instrument, String dataType, long eventTime, long receiveTime) {
      return new Head(
          instrument.exchange(),
          instrument.marketType().token(),
          instrument.symbol(),
          instrument.symbol(),
          instrument.nativeId(),
          dataType,
          "unified-collector",
          "marketprism",
          "1",
          eventTime,
          "exchange",
          receiveTime,
          receiveTime + 1);
    }
  }

  private record Book(
      @JsonUnwrapped Head head,
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
      @JsonProperty("standardization_version") String standardizationVersion) {}

  private record Trade(
      @JsonUnwrapped Head head,
      @JsonProperty("trade_id") String tradeId,
      String price,
      String quantity,
      @JsonProperty("quantity_unit") String quantityUnit,
      @JsonProperty("base_quantity") String baseQuantity,
      String side,
      @JsonProperty("is_maker") boolean isMaker,
      @JsonProperty("trade_count") int tradeCount,
      boolean backfilled,
      @JsonProperty("trade_ts_ms") long tradeTime) {}

  byte[] book(
      Instrument instrument,
      List<String[]> bids,
      List<String[]> asks,
      long id,
      long syncId,
      boolean first,
      long eventTime,
      long receiveTime)
      throws JsonProcessingException {
    return books.writeValueAsBytes(
        new Book(
            Head.of(instrument, "orderbook", eventTime, receiveTime),
            bids,
            asks,
            id,
            first ? "snapshot" : "update",
            bids.size() + asks.size(),
            syncId,
            "sequence",
            instrument.quantityUnit().token(),
            instrument.contractValue(),
            ISO_MILLIS.format(Instant.ofEpochMilli(receiveTime + 1)),
            "2.0"));
  }

  byte[] trade(
      Instrument instrument,
      String id,
      BigDecimal price,
      BigDecimal quantity,
      boolean sell,
      int count,
      long eventTime,
      long receiveTime)
      throws JsonProcessingException {
    String plainQuantity = plain(quantity);
    return trades.writeValueAsBytes(
        new Trade(
            Head.of(instrument, "trade", eventTime, receiveTime),
            id,
            plain(price),
            plainQuantity,
            instrument.quantityUnit().token(),
            instrument.quantityUnit() == QuantityUnit.BASE ? plainQuantity : null,
            sell ? "sell" : "buy",
            sell,
            count,
            false,
            eventTime));
  }

  static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
