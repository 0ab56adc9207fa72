// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import static io.marketprism.model.DeadLetter.Reason.MALFORMED_JSON;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_MESSAGE;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.Instrument;
import io.marketprism.model.Liquidation;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.binance.BinanceFrames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Forced orders of the whole market, {@code !forceOrder@arr} (USD-M "All Market Liquidation Order
 * Streams"): {@code {"e":"forceOrder","E","o":{…}}}, one by one or in arrays. The stream brings at
 * most one order per symbol and second: a sample.
 *
 * <p>Since 2026 it mixes USD-M with COIN-M. An order of the other family, told by {@code "st":2},
 * is filtered as {@code other_market}; one of an instrument that is not asked for, such as a dated
 * future, as {@code not_collected}.
 */
final class BinanceUsdmLiquidations extends BinanceFrames {
  private static final String COIN_MARGINED = "2";

  private final boolean wholeMarket;
  private final BinanceUsdmForcedOrder order = new BinanceUsdmForcedOrder();
  private final List<BinanceUsdmForcedOrder> several = new ArrayList<>();
  private boolean isArray;

  /**
   * @param wholeMarket whether all instruments of the market are collected, not a list
   */
  BinanceUsdmLiquidations(String wsUrl, boolean wholeMarket) {
    super(wsUrl, "/market/stream");
    this.wholeMarket = wholeMarket;
  }

  @Override
  public boolean isWholeMarket() {
    return true;
  }

  @Override
  protected Collection<String> streams(List<Instrument> instruments) {
    return List.of("!forceOrder@arr");
  }

  @Override
  protected void reset() {
    order.reset();
    several.clear();
    isArray = false;
  }

  @Override
  protected void readField(JsonParser json, String field, JsonToken value) throws IOException {
    order.read(json, field, value);
  }

  @Override
  protected void readEvents(JsonParser json) throws IOException, FrameException {
    isArray = true;
    while (json.nextToken() == JsonToken.START_OBJECT) {
      BinanceUsdmForcedOrder next = new BinanceUsdmForcedOrder();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        next.read(json, json.currentName(), json.nextToken());
      }
      several.add(next);
    }
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw new FrameException(MALFORMED_JSON, "an event is no object");
    }
  }

  @Override
  protected boolean deliver(long receiveTime, Target target) throws FrameException {
    if (!isArray) {
      return order.type() != null && deliver(order, receiveTime, target);
    }
    for (BinanceUsdmForcedOrder each : several) {
      try {
        deliver(each, receiveTime, target);
      } catch (FrameException e) {
        target.onRefusedRecord(e);
      }
    }
    return true;
  }

  private boolean deliver(BinanceUsdmForcedOrder each, long receiveTime, Target target)
      throws FrameException {
    if ("serverShutdown".equals(each.type())) {
      target.onShutdownNotice("server_shutdown");
      return true;
    }
    if (!"forceOrder".equals(each.type())) {
      throw new FrameException(UNKNOWN_MESSAGE, "event '" + each.type() + "'");
    }
    if (COIN_MARGINED.equals(each.family())) {
      target.onFiltered("other_market");
      return true;
    }
    Instrument instrument = instrument(each.symbol());
    if (instrument == null) {
      target.onFiltered("not_collected");
      return true;
    }
    Liquidation liquidation = each.liquidation(instrument, receiveTime, wholeMarket);
    target.onDerivatives(liquidation);
    return true;
  }
}
