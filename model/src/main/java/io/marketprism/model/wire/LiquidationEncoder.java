// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import io.marketprism.model.ContractMath;
import io.marketprism.model.Instrument;
import io.marketprism.model.Liquidation;

/** Encodes {@code liquidation} messages (wire contract 6.5). Not thread-safe. */
final class LiquidationEncoder {
  private static final byte[] LIQUIDATION_ID = JsonWriter.name("liquidation_id");
  private static final byte[] SIDE = JsonWriter.name("side");
  private static final byte[] POSITION_SIDE = JsonWriter.name("position_side");
  private static final byte[] STATUS = JsonWriter.name("status");
  private static final byte[] PRICE = JsonWriter.name("price");
  private static final byte[] QUANTITY = JsonWriter.name("quantity");
  private static final byte[] QUANTITY_UNIT = JsonWriter.name("quantity_unit");
  private static final byte[] BASE_QUANTITY = JsonWriter.name("base_quantity");
  private static final byte[] FILLED_QUANTITY = JsonWriter.name("filled_quantity");
  private static final byte[] NOTIONAL_VALUE = JsonWriter.name("notional_value");
  private static final byte[] AVERAGE_PRICE = JsonWriter.name("average_price");
  private static final byte[] BANKRUPTCY_PRICE = JsonWriter.name("bankruptcy_price");
  private static final byte[] LIQUIDATION_TIME = JsonWriter.name("liquidation_time");
  private static final byte[] LIQUIDATION_TS_MS = JsonWriter.name("liquidation_ts_ms");
  private static final byte[] AGGREGATION_MODE = JsonWriter.name("aggregation_mode");

  private final EventFrame frame;
  private final IsoTime isoTime = new IsoTime();

  LiquidationEncoder(WireOptions options) {
    this.frame = new EventFrame(WireMessage.Kind.LIQUIDATION, options);
  }

  WireMessage encode(Liquidation liquidation, long publishTime) {
    Instrument instrument = liquidation.instrument();
    JsonWriter json =
        frame
            .begin(liquidation, publishTime)
            .field(LIQUIDATION_ID, liquidation.id())
            .field(SIDE, liquidation.sell() ? "sell" : "buy")
            .field(
                POSITION_SIDE,
                liquidation.position() == null ? null : liquidation.position().token())
            .field(STATUS, liquidation.status().token())
            .number(PRICE, liquidation.price())
            .number(QUANTITY, liquidation.quantity())
            .field(QUANTITY_UNIT, instrument.quantityUnit().token())
            .number(
                BASE_QUANTITY,
                ContractMath.baseQuantity(instrument, liquidation.quantity(), liquidation.price()))
            .number(FILLED_QUANTITY, liquidation.filledQuantity())
            .number(
                NOTIONAL_VALUE,
                ContractMath.notional(instrument, liquidation.quantity(), liquidation.price()));
    if (liquidation.averagePrice() != null) {
      json.decimal(AVERAGE_PRICE, liquidation.averagePrice());
    }
    if (liquidation.bankruptcyPrice() != null) {
      json.decimal(BANKRUPTCY_PRICE, liquidation.bankruptcyPrice());
    }
    long time = Envelope.eventTime(liquidation.eventTime(), liquidation.receiveTime());
    json.field(LIQUIDATION_TIME, isoTime.format(time))
        .field(LIQUIDATION_TS_MS, time)
        .field(AGGREGATION_MODE, liquidation.wholeMarket() ? "all-symbol" : "filtered");
    return frame.end(liquidation, liquidation.id());
  }
}
