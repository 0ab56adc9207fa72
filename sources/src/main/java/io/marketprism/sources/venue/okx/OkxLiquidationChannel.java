// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static io.marketprism.model.DeadLetter.Reason.INVALID_SIDE;
import static io.marketprism.model.DeadLetter.Reason.INVALID_TRADE;
import static io.marketprism.model.DeadLetter.Reason.MISSING_FIELD;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_MESSAGE;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.Decimals;
import io.marketprism.model.Instrument;
import io.marketprism.model.Liquidation;
import io.marketprism.model.Liquidation.Position;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.StreamCodec.Target;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The channel {@code liquidation-orders} of all instruments of a type: {@code
 * [{"instId","details":[{"side","posSide","bkPx","sz","ts"}]}]}. It is a sample, in no order of
 * time (OKX API v5, "WS / Liquidation orders channel").
 */
final class OkxLiquidationChannel implements OkxChannel {
  private final OkxMarket market;
  private final boolean wholeMarket;
  private final List<Liquidation> liquidations = new ArrayList<>();
  private final List<FrameException> refused = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private int notCollected;

  /**
   * @param wholeMarket whether every instrument is collected, not a list
   */
  OkxLiquidationChannel(OkxMarket market, boolean wholeMarket) {
    this.market = market;
    this.wholeMarket = wholeMarket;
  }

  @Override
  public String name() {
    return "liquidation-orders";
  }

  @Override
  public String wholeMarket() {
    return market.instType();
  }

  @Override
  public void read(JsonParser json, OkxPush push) throws IOException, FrameException {
    liquidations.clear();
    refused.clear();
    ids.clear();
    notCollected = 0;
    while (json.nextToken() == JsonToken.START_OBJECT) {
      readInstrument(json, push);
    }
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw new FrameException(UNKNOWN_MESSAGE, "a record of data is no object");
    }
  }

  private void readInstrument(JsonParser json, OkxPush push) throws IOException, FrameException {
    String instId = null;
    List<OkxRow> details = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if ("instId".equals(field)) {
        instId = OkxFields.text(json, value);
      } else if ("details".equals(field) && value == JsonToken.START_ARRAY) {
        details = readDetails(json);
      } else {
        json.skipChildren();
      }
    }
    if (instId == null || details == null) {
      refused.add(new FrameException(MISSING_FIELD, instId == null ? "instId" : "details"));
      return;
    }
    Instrument instrument = push.expected(instId);
    if (instrument == null) {
      notCollected += details.size();
      return;
    }
    for (OkxRow detail : details) {
      try {
        liquidations.add(liquidation(instrument, detail, push.receiveTime));
      } catch (FrameException e) {
        refused.add(new FrameException(e.reason(), e.getMessage(), instrument));
      }
    }
  }

  private static List<OkxRow> readDetails(JsonParser json) throws IOException, FrameException {
    List<OkxRow> details = new ArrayList<>();
    while (json.nextToken() == JsonToken.START_OBJECT) {
      details.add(OkxRow.read(json, null));
    }
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw new FrameException(UNKNOWN_MESSAGE, "an entry of details is no object");
    }
    return details;
  }

  private Liquidation liquidation(Instrument instrument, OkxRow detail, long receiveTime)
      throws FrameException {
    long time = detail.requiredTime("ts");
    BigDecimal price = detail.requiredNumber("bkPx");
    BigDecimal quantity = detail.requiredNumber("sz");
    String side = detail.text("side");
    String posSide = detail.text("posSide");
    OkxFields.require(side != null, "side", instrument);
    OkxFields.require(posSide != null, "posSide", instrument);
    boolean sell = OkxTradeRecord.isSell(side);
    Position position = position(posSide);
    if (price.signum() <= 0 || quantity.signum() <= 0) {
      throw new FrameException(
          INVALID_TRADE, "price and quantity of a liquidation must be > 0", instrument);
    }
    String id =
        String.join(
            "_",
            OkxVenue.EXCHANGE,
            Long.toString(time),
            instrument.nativeId(),
            side,
            posSide,
            Decimals.toPlainString(price),
            Decimals.toPlainString(quantity));
    int occurrence = ids.merge(id, 1, Integer::sum);
    return new Liquidation(
        instrument,
        occurrence == 1 ? id : id + '_' + occurrence,
        time,
        receiveTime,
        sell,
        position,
        Liquidation.Status.FILLED,
        price,
        quantity,
        quantity,
        null,
        price,
        wholeMarket);
  }

  private static Position position(String posSide) throws FrameException {
    for (Position position : Position.values()) {
      if (position.token().equals(posSide)) {
        return position;
      }
    }
    throw new FrameException(INVALID_SIDE, "posSide: '" + posSide + "'");
  }

  @Override
  public void deliver(OkxPush push, Target target) {
    liquidations.forEach(target::onDerivatives);
    refused.forEach(target::onRefusedRecord);
    for (int i = 0; i < notCollected; i++) {
      target.onFiltered("not_collected");
    }
  }
}
