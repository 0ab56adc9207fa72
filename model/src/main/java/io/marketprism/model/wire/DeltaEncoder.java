// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import io.marketprism.model.BookDelta;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;
import io.marketprism.model.Levels;
import io.marketprism.model.book.OrderBook;

/**
 * Encodes {@code orderbook_delta} messages (wire contract 7.1): changes that chain by {@code
 * prev_seq} and {@code seq}, and whole books at which a reader may begin. Not thread-safe.
 */
public final class DeltaEncoder {
  private static final byte[] TYPE = JsonWriter.name("type");
  private static final byte[] SYNC_ID = JsonWriter.name("sync_id");
  private static final byte[] PREV_SEQ = JsonWriter.name("prev_seq");
  private static final byte[] SEQ = JsonWriter.name("seq");
  private static final byte[] BIDS = JsonWriter.name("bids");
  private static final byte[] ASKS = JsonWriter.name("asks");

  private final Envelope envelope;
  private final JsonWriter json = new JsonWriter();

  public DeltaEncoder(WireOptions options) {
    this.envelope = new Envelope(WireMessage.Kind.ORDERBOOK_DELTA, options);
  }

  /**
   * Encodes a change.
   *
   * @param delta the change
   * @param syncId id of the snapshot that started the synchronised period
   * @param publishTime ms since the epoch
   */
  public WireMessage encode(BookDelta delta, long syncId, long publishTime) {
    Envelope.Prepared prepared = envelope.of(delta.instrument());
    json.begin(prepared.head());
    envelope.times(json, delta.eventTime(), delta.receiveTime(), publishTime);
    json.field(TYPE, "delta")
        .field(SYNC_ID, syncId)
        .field(PREV_SEQ, delta.previousId())
        .field(SEQ, delta.lastId());
    levels(BIDS, delta.bids(), delta);
    levels(ASKS, delta.asks(), delta);
    return message(prepared, syncId, delta.lastId());
  }

  /** Encodes every kept level of a book; {@code publishTime} in ms since the epoch. */
  public WireMessage encode(Instrument instrument, OrderBook book, long publishTime) {
    Envelope.Prepared prepared = envelope.of(instrument);
    json.begin(prepared.head());
    envelope.times(json, book.eventTime(), book.receiveTime(), publishTime);
    json.field(TYPE, "snapshot")
        .field(SYNC_ID, book.syncId())
        .field(PREV_SEQ, FeedStatus.NONE, FeedStatus.NONE)
        .field(SEQ, book.lastId());
    int priceScale = book.priceScale();
    int quantityScale = book.quantityScale();
    json.key(BIDS);
    json.put((byte) '[');
    for (int i = 0; i < book.bidCount(); i++) {
      level(i, book.bidPrice(i), priceScale, book.bidQuantity(i), quantityScale);
    }
    json.put((byte) ']');
    json.key(ASKS);
    json.put((byte) '[');
    for (int i = 0; i < book.askCount(); i++) {
      level(i, book.askPrice(i), priceScale, book.askQuantity(i), quantityScale);
    }
    json.put((byte) ']');
    return message(prepared, book.syncId(), book.lastId());
  }

  private WireMessage message(Envelope.Prepared prepared, long syncId, long seq) {
    return new WireMessage(
        WireMessage.Kind.ORDERBOOK_DELTA,
        prepared.subject(),
        prepared.messageIdPrefix() + syncId + ':' + seq,
        json.end());
  }

  private void levels(byte[] name, Levels levels, BookDelta delta) {
    json.key(name);
    json.put((byte) '[');
    for (int i = 0; i < levels.size(); i++) {
      level(i, levels.price(i), delta.priceScale(), levels.quantity(i), delta.quantityScale());
    }
    json.put((byte) ']');
  }

  private void level(int index, long price, int priceScale, long quantity, int quantityScale) {
    if (index > 0) {
      json.put((byte) ',');
    }
    json.put((byte) '[');
    json.put((byte) '"');
    json.plain(price, priceScale);
    json.put((byte) '"');
    json.put((byte) ',');
    json.put((byte) '"');
    json.plain(quantity, quantityScale);
    json.put((byte) '"');
    json.put((byte) ']');
  }
}
