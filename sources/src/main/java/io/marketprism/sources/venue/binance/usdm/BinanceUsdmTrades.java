// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import io.marketprism.model.Instrument;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.TradeRules;
import io.marketprism.sources.venue.binance.BinanceTradeList;
import java.util.List;
import java.util.Map;

/** How USD-M's trades are counted, and how missed ones are had without a key. */
enum BinanceUsdmTrades implements TradeRules {
  /**
   * Aggregate trades: contiguous ids, history ascending from an id that is included (USD-M
   * "Compressed/Aggregate Trades List"). The page size is always sent, since the documented default
   * differs from page to page.
   */
  AGGREGATES {
    @Override
    public RestCall historyCall(Instrument instrument, long fromId, long toId) {
      return new RestCall(
          "/fapi/v1/aggTrades",
          Map.of("symbol", instrument.nativeId(), "fromId", Long.toString(fromId), "limit", PAGE),
          20);
    }

    @Override
    public List<Trade> history(Instrument instrument, byte[] body, long receiveTime)
        throws FrameException {
      return BinanceTradeList.read(instrument, body, BinanceTradeList.Form.AGGREGATES, receiveTime);
    }
  },

  /**
   * Single trades. Entries that are no trades use ids too, so a hole is a gap only where the
   * history has trades in it. History by id wants a key; without one there are the newest thousand,
   * which close a short gap and end a longer one (USD-M "Recent Trades List").
   */
  SINGLES {
    @Override
    public boolean holesAreLosses() {
      return false;
    }

    @Override
    public RestCall historyCall(Instrument instrument, long fromId, long toId) {
      return new RestCall(
          "/fapi/v1/trades", Map.of("symbol", instrument.nativeId(), "limit", PAGE), 5);
    }

    @Override
    public List<Trade> history(Instrument instrument, byte[] body, long receiveTime)
        throws FrameException {
      return BinanceTradeList.read(instrument, body, BinanceTradeList.Form.MATCHES, receiveTime);
    }
  };

  private static final String PAGE = "1000";

  @Override
  public Direction direction() {
    return Direction.ASCENDING;
  }
}
