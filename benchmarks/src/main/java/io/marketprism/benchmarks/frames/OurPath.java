// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks.frames;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.Decimals;
import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.Trade;
import io.marketprism.model.book.OrderBook;
import io.marketprism.model.wire.BookTexts;
import io.marketprism.model.wire.OrderBookEncoder;
import io.marketprism.model.wire.TradeEncoder;
import io.marketprism.model.wire.WireOptions;
import io.marketprism.sources.book.BookSynchronizer;
import io.marketprism.sources.trade.TradeSequencer;
import io.marketprism.sources.trade.WaitingRoom;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.StreamCodec;
import io.marketprism.sources.venue.TradeRules;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The collector's own classes, as its feed and its operators use them: codec, synchronizer and
 * sequencer with all their checks, book, encoders.
 */
final class OurPath extends FramePath implements StreamCodec.Target {
  /** More levels than any of the books has: the other ways keep all too. */
  private static final int KEEP = 100_000;

  private final OrderBookEncoder bookEncoder = new OrderBookEncoder(WireOptions.DEFAULT);
  private final TradeEncoder tradeEncoder = new TradeEncoder(WireOptions.DEFAULT);
  private final Map<Instrument, Stream> streams = new LinkedHashMap<>();
  private StreamCodec books;
  private StreamCodec trades;

  OurPath(Recording recording, Work work, Output output) {
    super(recording, work, output);
  }

  @Override
  void restart() {
    books = recording.market().codec(DataType.ORDERBOOK);
    trades = recording.market().codec(DataType.TRADE);
    streams.clear();
    for (Instrument instrument : recording.market().instruments()) {
      streams.put(instrument, new Stream(instrument));
    }
  }

  @Override
  void take(Frame frame) throws FrameException {
    StreamCodec codec = frame.isBook() ? books : trades;
    codec.decode(frame.bytes(), 0, frame.bytes().length, frame.receiveTime(), this);
  }

  @Override
  String books() {
    StringBuilder text = new StringBuilder();
    for (Stream stream : streams.values()) {
      OrderBook book = stream.book;
      for (int i = 0; i < book.bidCount(); i++) {
        level(text, book, book.bidPrice(i), book.bidQuantity(i));
      }
      text.append('|');
      for (int i = 0; i < book.askCount(); i++) {
        level(text, book, book.askPrice(i), book.askQuantity(i));
      }
      text.append('|');
    }
    return text.toString();
  }

  private static void level(StringBuilder text, OrderBook book, long price, long quantity) {
    text.append(Decimals.toPlainString(price, book.priceScale()))
        .append(':')
        .append(Decimals.toPlainString(quantity, book.quantityScale()))
        .append(',');
  }

  @Override
  public void onBookDelta(BookDelta delta) {
    if (work == Work.PARSE) {
      output.event(delta);
    } else {
      streams.get(delta.instrument()).synchronizer.onDelta(delta);
    }
  }

  @Override
  public void onBookSnapshot(BookSnapshot snapshot) {
    if (work == Work.PARSE) {
      output.event(snapshot);
    } else {
      streams.get(snapshot.instrument()).synchronizer.onStreamSnapshot(snapshot);
    }
  }

  @Override
  public void onTrade(Trade trade) {
    if (work == Work.PARSE) {
      output.event(trade);
    } else {
      streams.get(trade.instrument()).sequencer.onTrade(trade);
    }
  }

  @Override
  public void onUnchanged(Instrument instrument, long receiveTime) {
    throw unexpected("no change");
  }

  @Override
  public void onMismatch(Instrument instrument, String reason) {
    throw unexpected(reason);
  }

  @Override
  public void onDerivatives(DerivativesEvent event) {
    throw unexpected("derivatives");
  }

  @Override
  public void onFiltered(String reason) {
    throw unexpected(reason);
  }

  @Override
  public void onRefusedRecord(FrameException problem) {
    throw new IllegalStateException(problem);
  }

  @Override
  public void onAccepted(long id, Instrument instrument) {
    throw unexpected("answer");
  }

  @Override
  public void onRefused(long id, Instrument instrument, String error) {
    throw unexpected(error);
  }

  @Override
  public void onShutdownNotice(String reason) {
    throw unexpected(reason);
  }

  @Override
  public void reply(String message) {
    throw unexpected(message);
  }

  private static IllegalStateException unexpected(String what) {
    return new IllegalStateException("not in the recording: " + what);
  }

  /** One instrument's book and trades. */
  private final class Stream
      implements BookSynchronizer.Output, TradeSequencer.Output, TradeSequencer.Counting {
    private final TradeRules rules = recording.market().venue().trades();
    private final Instrument instrument;
    private final BookSynchronizer synchronizer;
    private final TradeSequencer sequencer;
    private final OrderBook book = new OrderBook();
    private final BookTexts texts = bookEncoder.texts();
    private boolean published;
    private long publishedAt;

    Stream(Instrument instrument) {
      this.instrument = instrument;
      synchronizer =
          new BookSynchronizer(
              recording.market().venue().books().chain(), this, 1_000, 1 << 20, 3_600_000);
      sequencer = new TradeSequencer(this, this, 0, 1_000, new WaitingRoom(1_000));
    }

    @Override
    public void snapshot(BookSnapshot snapshot) {
      try {
        book.apply(snapshot, KEEP);
      } catch (MalformedDecimalException e) {
        throw new IllegalStateException(e);
      }
      if (recording.books().isEmpty()) {
        publish(snapshot.receiveTime());
      }
    }

    @Override
    public void delta(BookDelta delta) {
      try {
        book.apply(delta, KEEP);
      } catch (MalformedDecimalException e) {
        throw new IllegalStateException(e);
      }
      publish(delta.receiveTime());
    }

    private void publish(long receiveTime) {
      if (work == Work.JSON && isDue(book.eventTime(), publishedAt)) {
        int bids = Math.min(Work.DEPTH, book.bidCount());
        int asks = Math.min(Work.DEPTH, book.askCount());
        output.book(
            bookEncoder
                .encode(instrument, book, texts, bids, asks, !published, receiveTime + 1)
                .payload());
        published = true;
        publishedAt = book.eventTime();
      }
    }

    @Override
    public void requestSnapshot(String reason) {
      if (!recording.books().isEmpty()) {
        synchronizer.onSnapshot(recording.books().get(0));
      }
    }

    @Override
    public void lost(String reason, long lastGoodId, long breakingId, long lastGoodTime) {
      throw unexpected(reason);
    }

    @Override
    public void live(String reason, long id, long eventTime) {
      // The first book.
    }

    @Override
    public long firstId(Trade trade) {
      return rules.firstId(trade);
    }

    @Override
    public boolean holesAreLosses() {
      return rules.holesAreLosses();
    }

    @Override
    public void trade(Trade trade) {
      if (work == Work.JSON) {
        output.trade(tradeEncoder.encode(trade, trade.receiveTime() + 1).payload());
      } else {
        output.event(trade);
      }
    }

    @Override
    public void duplicate(Trade trade) {
      throw unexpected("duplicate");
    }

    @Override
    public void gap(long lastGoodId, long lastGoodTime, Trade next, long lost) {
      throw unexpected("gap");
    }

    @Override
    public void closed(long lastGoodId, Trade next, long backfilled, long lost) {
      throw unexpected("gap");
    }

    @Override
    public void requestHistory(long fromId, long toId) {
      throw unexpected("gap");
    }
  }
}
