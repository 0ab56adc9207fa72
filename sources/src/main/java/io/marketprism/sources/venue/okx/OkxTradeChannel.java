// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static io.marketprism.model.DeadLetter.Reason.MISSING_FIELD;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_MESSAGE;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_SYMBOL;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.Instrument;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.FrameScanner;
import io.marketprism.sources.venue.StreamCodec.Target;
import io.marketprism.sources.venue.VenueSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The channels {@code trades}, one message per taker order, price and source, and {@code
 * trades-all}, one per match (OKX API v5, "WS / Trades channel", "WS / All trades channel").
 */
final class OkxTradeChannel implements OkxChannel {
  private static final String GATHERED = "trades";
  private static final String SINGLE = "trades-all";

  private final String name;
  private final OkxTradeRecord record = new OkxTradeRecord();
  private final List<Trade> trades = new ArrayList<>();
  private final List<FrameException> refused = new ArrayList<>();
  private int unsubscribed;

  private OkxTradeChannel(String name) {
    this.name = name;
  }

  /**
   * The channel of the configuration.
   *
   * @throws IllegalArgumentException if it names none
   */
  static OkxTradeChannel of(VenueSettings settings) {
    String name = settings.option(OkxVenue.TRADES_CHANNEL, GATHERED);
    if (!GATHERED.equals(name) && !SINGLE.equals(name)) {
      throw new IllegalArgumentException(
          OkxVenue.TRADES_CHANNEL + ": '" + name + "', must be " + GATHERED + " or " + SINGLE);
    }
    return new OkxTradeChannel(name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String socket() {
    return SINGLE.equals(name) ? "business" : "public";
  }

  @Override
  public void read(JsonParser json, OkxPush push) throws IOException, FrameException {
    trades.clear();
    refused.clear();
    unsubscribed = 0;
    while (json.nextToken() == JsonToken.START_OBJECT) {
      record.read(json);
      take(push);
    }
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw new FrameException(UNKNOWN_MESSAGE, "a record of data is no object");
    }
  }

  @Override
  public boolean scan(FrameScanner scanner, OkxPush push) {
    trades.clear();
    refused.clear();
    unsubscribed = 0;
    do {
      if (!record.scan(scanner)) {
        return false;
      }
      take(push);
    } while (scanner.skip(','));
    return true;
  }

  private void take(OkxPush push) {
    String instId = record.instId();
    if (instId == null) {
      refused.add(new FrameException(MISSING_FIELD, "instId", push.instrument()));
      return;
    }
    Instrument instrument = push.expected(instId);
    if (instrument != null) {
      try {
        trades.add(record.trade(instrument, push.receiveTime, false));
      } catch (FrameException e) {
        refused.add(e);
      }
    } else if (push.known(instId) != null) {
      unsubscribed++;
    } else {
      refused.add(new FrameException(UNKNOWN_SYMBOL, instId));
    }
  }

  @Override
  public void deliver(OkxPush push, Target target) {
    trades.forEach(target::onTrade);
    refused.forEach(target::onRefusedRecord);
    for (int i = 0; i < unsubscribed; i++) {
      target.onFiltered("unsubscribed");
    }
  }
}
