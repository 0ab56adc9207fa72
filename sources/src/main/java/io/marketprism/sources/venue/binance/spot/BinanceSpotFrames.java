// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.spot;

import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_MESSAGE;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_SYMBOL;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.FrameScanner;
import io.marketprism.sources.venue.binance.BinanceEvent;
import io.marketprism.sources.venue.binance.BinanceFrames;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/**
 * Frames of Binance spot's combined streams: {@code depthUpdate} and {@code trade} events, {@code
 * serverShutdown} (web-socket-streams.md).
 */
final class BinanceSpotFrames extends BinanceFrames {
  private final String suffix;
  private final BinanceEvent event = new BinanceEvent();

  BinanceSpotFrames(String wsUrl, DataType dataType) {
    super(wsUrl, "/stream");
    this.suffix =
        switch (dataType) {
          case ORDERBOOK -> "@depth@100ms";
          case TRADE -> "@trade";
          default -> throw new IllegalArgumentException(dataType.token() + " is not streamed");
        };
  }

  @Override
  protected Collection<String> streams(List<Instrument> instruments) {
    return instruments.stream().map(instrument -> stream(instrument, suffix)).toList();
  }

  @Override
  protected void reset() {
    event.reset();
  }

  @Override
  protected void readField(JsonParser json, String field, JsonToken value)
      throws IOException, MalformedDecimalException, FrameException {
    event.read(json, field, value);
  }

  @Override
  protected boolean scanField(FrameScanner scanner, int field) {
    return event.scan(scanner, field);
  }

  @Override
  protected boolean deliver(long receiveTime, Target target) throws FrameException {
    String type = event.type();
    if (type == null) {
      return false;
    }
    switch (type) {
      case "depthUpdate" ->
          target.onBookDelta(
              event.delta(known(), BinanceEvent.NONE, event.eventTime(), receiveTime));
      case "trade" -> target.onTrade(event.trade(known(), event.tradeId(), "t", 1, receiveTime));
      case "serverShutdown" -> target.onShutdownNotice("server_shutdown");
      default -> throw new FrameException(UNKNOWN_MESSAGE, "event '" + type + "'");
    }
    return true;
  }

  private Instrument known() throws FrameException {
    BinanceEvent.require(event.symbol() != null, "s", null);
    Instrument instrument = instrument(event.symbol());
    if (instrument == null) {
      throw new FrameException(UNKNOWN_SYMBOL, event.symbol());
    }
    return instrument;
  }
}
