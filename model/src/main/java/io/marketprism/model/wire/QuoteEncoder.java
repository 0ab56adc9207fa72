// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import io.marketprism.model.Instrument;
import io.marketprism.model.book.OrderBook;

/** Encodes the top of a book as {@code quote} messages (wire contract 7.2). Not thread-safe. */
public final class QuoteEncoder {
  private static final byte[] BID_PRICE = JsonWriter.name("bid_price");
  private static final byte[] BID_QUANTITY = JsonWriter.name("bid_quantity");
  private static final byte[] ASK_PRICE = JsonWriter.name("ask_price");
  private static final byte[] ASK_QUANTITY = JsonWriter.name("ask_quantity");
  private static final byte[] UPDATE_ID = JsonWriter.name("update_id");
  private static final byte[] SYNC_ID = JsonWriter.name("sync_id");

  private final Envelope envelope;
  private final JsonWriter json = new JsonWriter();

  public QuoteEncoder(WireOptions options) {
    this.envelope = new Envelope(WireMessage.Kind.QUOTE, options);
  }

  /** Encodes the best levels of a two-sided book; {@code publishTime} in ms since the epoch. */
  public WireMessage encode(Instrument instrument, OrderBook book, long publishTime) {
    Envelope.Prepared prepared = envelope.of(instrument);
    json.begin(prepared.head());
    envelope.times(json, book.eventTime(), book.receiveTime(), publishTime);
    json.decimal(BID_PRICE, book.bidPrice(0), book.priceScale())
        .decimal(BID_QUANTITY, book.bidQuantity(0), book.quantityScale())
        .decimal(ASK_PRICE, book.askPrice(0), book.priceScale())
        .decimal(ASK_QUANTITY, book.askQuantity(0), book.quantityScale())
        .field(UPDATE_ID, book.lastId())
        .field(SYNC_ID, book.syncId());
    return new WireMessage(WireMessage.Kind.QUOTE, prepared.subject(), null, json.end());
  }
}
