// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.Instrument;
import io.marketprism.model.Trade;
import io.marketprism.sources.split.Cursor;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The instruments' streams of one feed. On the feed's thread. */
final class StreamSet implements StreamEvents {
  private final FeedContext feed;
  private final Map<Instrument, InstrumentStream> streams = new LinkedHashMap<>();
  private final Map<String, InstrumentStream> byKey = new HashMap<>();

  StreamSet(FeedContext feed) {
    this.feed = feed;
  }

  /** Opens an instrument's stream; the cursor is null where it has no past. */
  void open(Instrument instrument, Cursor cursor) {
    InstrumentStream stream =
        switch (feed.dataType) {
          case ORDERBOOK -> new BookStream(instrument, cursor, feed);
          case TRADE -> new TradeStream(instrument, cursor, feed);
          default -> new EventStream(instrument, feed);
        };
    streams.put(instrument, stream);
    byKey.put(instrument.key(), stream);
  }

  /** Ends an instrument's stream. */
  void close(Instrument instrument) {
    InstrumentStream stream = streams.remove(instrument);
    if (stream != null) {
      stream.ended();
      byKey.remove(instrument.key(), stream);
    }
  }

  InstrumentStream of(Instrument instrument) {
    return streams.get(instrument);
  }

  InstrumentStream ofKey(String key) {
    return byKey.get(key);
  }

  boolean has(Instrument instrument) {
    return streams.containsKey(instrument);
  }

  List<Instrument> instruments() {
    return List.copyOf(streams.keySet());
  }

  Collection<InstrumentStream> all() {
    return streams.values();
  }

  boolean isEmpty() {
    return streams.isEmpty();
  }

  @Override
  public boolean onDelta(BookDelta delta) {
    if (streams.get(delta.instrument()) instanceof BookStream book) {
      book.onDelta(delta);
      return true;
    }
    return false;
  }

  @Override
  public boolean onSnapshot(BookSnapshot snapshot) {
    if (streams.get(snapshot.instrument()) instanceof BookStream book) {
      book.onStreamSnapshot(snapshot);
      return true;
    }
    return false;
  }

  @Override
  public boolean onUnchanged(Instrument instrument, long receiveTime) {
    if (streams.get(instrument) instanceof BookStream book) {
      book.onUnchanged(receiveTime);
      return true;
    }
    return false;
  }

  @Override
  public boolean onTrade(Trade trade) {
    if (streams.get(trade.instrument()) instanceof TradeStream trades) {
      trades.onTrade(trade);
      return true;
    }
    return false;
  }

  @Override
  public boolean onEvent(DerivativesEvent event) {
    if (event.dataType() == feed.dataType
        && streams.get(event.instrument()) instanceof EventStream events) {
      events.onEvent(event);
      return true;
    }
    return false;
  }

  @Override
  public void onMismatch(Instrument instrument, String reason) {
    InstrumentStream stream = streams.get(instrument);
    if (stream != null) {
      stream.metrics().mismatch();
      stream.broken(reason);
    }
  }

  @Override
  public void onBroken(Instrument instrument, String reason) {
    InstrumentStream stream = streams.get(instrument);
    if (stream != null) {
      stream.broken(reason);
    }
  }

  /** What the feed carries, for messages. */
  DataType dataType() {
    return feed.dataType;
  }
}
