// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_MESSAGE;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_SYMBOL;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.BookDelta;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.FrameScanner;
import io.marketprism.sources.venue.binance.BinanceEvent;
import io.marketprism.sources.venue.binance.BinanceFrames;
import io.marketprism.sources.venue.binance.BinanceTradeList;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/**
 * Books and trades of USD-M's combined streams: {@code depthUpdate}, {@code aggTrade} and {@code
 * trade} events (USD-M "Diff. Book Depth Streams", "Aggregate Trade Streams").
 *
 * <p>Aggregate trades hold neither insurance-fund nor ADL trades. The stream of single trades,
 * which the venue does not document, does, and also {@code NA} entries at price 0: everything there
 * that is not {@code "X":"MARKET"} is filtered as {@code non_trade}.
 */
final class BinanceUsdmFrames extends BinanceFrames {
  /** The combined streams of books; single trades are served there too. */
  private static final String PUBLIC = "/public/stream";

  private static final String MARKET = "/market/stream";

  private final String suffix;
  private final BinanceUsdmEvent event = new BinanceUsdmEvent();

  private BinanceUsdmFrames(String wsUrl, String path, String suffix) {
    super(wsUrl, path);
    this.suffix = suffix;
  }

  /** Differences of books. */
  static BinanceUsdmFrames books(String wsUrl) {
    return new BinanceUsdmFrames(wsUrl, PUBLIC, "@depth@100ms");
  }

  /** Aggregate trades. */
  static BinanceUsdmFrames aggregateTrades(String wsUrl) {
    return new BinanceUsdmFrames(wsUrl, MARKET, "@aggTrade");
  }

  /** Single trades. */
  static BinanceUsdmFrames singleTrades(String wsUrl) {
    return new BinanceUsdmFrames(wsUrl, PUBLIC, "@trade");
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
      case "depthUpdate" -> target.onBookDelta(delta(receiveTime));
      case "aggTrade" -> target.onTrade(aggregate(receiveTime));
      case "trade" -> {
        Instrument instrument = known();
        if (event.kind() != null && !"MARKET".equals(event.kind())) {
          target.onFiltered("non_trade");
        } else {
          target.onTrade(event.trade(instrument, event.tradeId(), "t", 1, receiveTime));
        }
      }
      case "serverShutdown" -> target.onShutdownNotice("server_shutdown");
      default -> throw new FrameException(UNKNOWN_MESSAGE, "event '" + type + "'");
    }
    return true;
  }

  private BookDelta delta(long receiveTime) throws FrameException {
    Instrument instrument = known();
    BinanceEvent.require(event.previousId() != BinanceEvent.NONE, "pu", instrument);
    long time =
        event.transactionTime() != BinanceEvent.NONE ? event.transactionTime() : event.eventTime();
    return event.delta(instrument, event.previousId(), time, receiveTime);
  }

  private Trade aggregate(long receiveTime) throws FrameException {
    Instrument instrument = known();
    int count = BinanceTradeList.count(event.firstMatch(), event.lastMatch(), instrument);
    return event.trade(instrument, event.aggregateId(), "a", count, receiveTime);
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
