// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import java.util.HashMap;
import java.util.Map;

/**
 * The fields every message has (wire contract 2). What does not change from message to message of
 * an instrument is encoded once and kept. Not thread-safe.
 */
final class Envelope {
  /** The event time of what the venue gave no time. */
  static final long NO_TIME = 0;

  private static final int MAX_PREPARED = 100_000;

  private static final byte[] EXCHANGE = JsonWriter.name("exchange");
  private static final byte[] MARKET_TYPE = JsonWriter.name("market_type");
  private static final byte[] SYMBOL = JsonWriter.name("symbol");
  private static final byte[] NORMALIZED_SYMBOL = JsonWriter.name("normalized_symbol");
  private static final byte[] INSTRUMENT_ID = JsonWriter.name("instrument_id");
  private static final byte[] DATA_TYPE = JsonWriter.name("data_type");
  private static final byte[] PUBLISHER = JsonWriter.name("publisher");
  private static final byte[] DATA_SOURCE = JsonWriter.name("data_source");
  private static final byte[] SCHEMA_VERSION = JsonWriter.name("schema_version");
  private static final byte[] TS_MS = JsonWriter.name("ts_ms");
  private static final byte[] EVENT_TS_MS = JsonWriter.name("event_ts_ms");
  private static final byte[] TS_SOURCE = JsonWriter.name("ts_source");
  private static final byte[] COLLECTED_TS_MS = JsonWriter.name("collected_ts_ms");
  private static final byte[] PUBLISHED_TS_MS = JsonWriter.name("published_ts_ms");

  private final WireMessage.Kind kind;
  private final WireOptions options;
  private final Map<Instrument, Prepared> prepared = new HashMap<>();

  /** The subject of an instrument's messages and the beginning of their payload. */
  record Prepared(String subject, String messageIdPrefix, byte[] head) {}

  Envelope(WireMessage.Kind kind, WireOptions options) {
    this.kind = kind;
    this.options = options;
  }

  Prepared of(Instrument instrument) {
    Prepared known = prepared.get(instrument);
    if (known == null) {
      if (prepared.size() >= MAX_PREPARED) {
        prepared.clear();
      }
      known = prepare(instrument);
      prepared.put(instrument, known);
    }
    return known;
  }

  private Prepared prepare(Instrument instrument) {
    String idPrefix =
        kind.token()
            + ':'
            + instrument.exchange()
            + ':'
            + instrument.marketType().token()
            + ':'
            + instrument.symbol()
            + ':';
    JsonWriter json = new JsonWriter();
    head(
        json,
        instrument.exchange(),
        instrument.marketType(),
        instrument.symbol(),
        instrument.nativeId());
    return new Prepared(kind.token() + '.' + instrument.key(), idPrefix, json.prefix());
  }

  void head(
      JsonWriter json, String exchange, MarketType marketType, String symbol, String instrumentId) {
    json.begin()
        .field(EXCHANGE, exchange)
        .field(MARKET_TYPE, marketType.token())
        .field(SYMBOL, symbol)
        .field(NORMALIZED_SYMBOL, symbol)
        .field(INSTRUMENT_ID, instrumentId)
        .field(DATA_TYPE, kind.token())
        .field(PUBLISHER, "unified-collector")
        .field(DATA_SOURCE, "marketprism")
        .field(SCHEMA_VERSION, "1");
  }

  /** The event time as published: the receive time where the venue sent none. */
  static long eventTime(long eventTime, long receiveTime) {
    return eventTime == NO_TIME ? receiveTime : eventTime;
  }

  /** Writes the three clocks; an event time of {@link #NO_TIME} means that the venue sent none. */
  void times(JsonWriter json, long eventTime, long receiveTime, long publishTime) {
    boolean local = eventTime == NO_TIME;
    long event = eventTime(eventTime, receiveTime);
    json.field(TS_MS, options.publishTime() ? publishTime : event)
        .field(TS_SOURCE, local ? "local" : "exchange");
    if (options.publishTime()) {
      json.field(EVENT_TS_MS, event);
    }
    json.field(COLLECTED_TS_MS, receiveTime).field(PUBLISHED_TS_MS, publishTime);
  }
}
