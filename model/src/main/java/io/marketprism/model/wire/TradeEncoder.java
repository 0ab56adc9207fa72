// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import io.marketprism.model.ContractMath;
import io.marketprism.model.Instrument;
import io.marketprism.model.QuantityUnit;
import io.marketprism.model.Trade;
import java.math.BigDecimal;

/** Encodes trades as {@code trade} messages (wire contract 6.2). Not thread-safe. */
public final class TradeEncoder {
  private static final byte[] TRADE_ID = JsonWriter.name("trade_id");
  private static final byte[] PRICE = JsonWriter.name("price");
  private static final byte[] QUANTITY = JsonWriter.name("quantity");
  private static final byte[] QUANTITY_UNIT = JsonWriter.name("quantity_unit");
  private static final byte[] BASE_QUANTITY = JsonWriter.name("base_quantity");
  private static final byte[] SIDE = JsonWriter.name("side");
  private static final byte[] IS_MAKER = JsonWriter.name("is_maker");
  private static final byte[] TRADE_COUNT = JsonWriter.name("trade_count");
  private static final byte[] BACKFILLED = JsonWriter.name("backfilled");
  private static final byte[] TRADE_TS_MS = JsonWriter.name("trade_ts_ms");

  private final Envelope envelope;
  private final JsonWriter json = new JsonWriter();

  public TradeEncoder(WireOptions options) {
    this.envelope = new Envelope(WireMessage.Kind.TRADE, options);
  }

  /** Encodes one trade; {@code publishTime} in ms since the epoch. */
  public WireMessage encode(Trade trade, long publishTime) {
    Instrument instrument = trade.instrument();
    Envelope.Prepared prepared = envelope.of(instrument);
    String id = trade.publishedId();
    json.begin(prepared.head());
    envelope.times(json, trade.eventTime(), trade.receiveTime(), publishTime);
    json.field(TRADE_ID, id)
        .decimal(PRICE, trade.price(), trade.priceScale())
        .decimal(QUANTITY, trade.quantity(), trade.quantityScale())
        .field(QUANTITY_UNIT, instrument.quantityUnit().token());
    if (instrument.quantityUnit() == QuantityUnit.BASE) {
      json.decimal(BASE_QUANTITY, trade.quantity(), trade.quantityScale());
    } else {
      json.decimal(
          BASE_QUANTITY,
          ContractMath.baseQuantity(
              instrument,
              BigDecimal.valueOf(trade.quantity(), trade.quantityScale()),
              BigDecimal.valueOf(trade.price(), trade.priceScale())));
    }
    json.field(SIDE, trade.sell() ? "sell" : "buy")
        .field(IS_MAKER, trade.sell())
        .field(TRADE_COUNT, trade.count())
        .field(BACKFILLED, trade.backfilled())
        .field(TRADE_TS_MS, trade.eventTime());
    return new WireMessage(
        WireMessage.Kind.TRADE, prepared.subject(), prepared.messageIdPrefix() + id, json.end());
  }
}
