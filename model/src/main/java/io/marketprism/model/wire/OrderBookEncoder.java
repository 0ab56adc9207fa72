// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import io.marketprism.model.Instrument;
import io.marketprism.model.Integrity;
import io.marketprism.model.book.OrderBook;

/** Encodes books as {@code orderbook} messages (wire contract 6.1). Not thread-safe. */
public final class OrderBookEncoder {
  private static final byte[] BIDS = JsonWriter.name("bids");
  private static final byte[] ASKS = JsonWriter.name("asks");
  private static final byte[] LAST_UPDATE_ID = JsonWriter.name("last_update_id");
  private static final byte[] UPDATE_TYPE = JsonWriter.name("update_type");
  private static final byte[] DEPTH_LEVELS = JsonWriter.name("depth_levels");
  private static final byte[] SYNC_ID = JsonWriter.name("sync_id");
  private static final byte[] INTEGRITY = JsonWriter.name("integrity");
  private static final byte[] QUANTITY_UNIT = JsonWriter.name("quantity_unit");
  private static final byte[] CONTRACT_VALUE = JsonWriter.name("contract_value");
  private static final byte[] STANDARDIZED_AT = JsonWriter.name("standardized_at");
  private static final byte[] STANDARDIZATION_VERSION = JsonWriter.name("standardization_version");

  private final Envelope envelope;
  private final boolean levelObjects;
  private final JsonWriter json = new JsonWriter();
  private final IsoTime isoTime = new IsoTime();
  private final BookTexts none;
  private final LevelTexts.Levels levels = new LevelTexts.Levels();

  public OrderBookEncoder(WireOptions options) {
    this.envelope = new Envelope(WireMessage.Kind.ORDERBOOK, options);
    this.levelObjects = options.levelObjects();
    this.none = texts();
  }

  /** Texts of a book of which nothing was encoded yet, for this encoder's messages. */
  public BookTexts texts() {
    return new BookTexts(levelObjects);
  }

  /** As below, of a book of which no texts are kept. */
  public WireMessage encode(
      Instrument instrument,
      OrderBook book,
      int bids,
      int asks,
      boolean firstAfterSync,
      long publishTime) {
    none.forget();
    return encode(instrument, book, none, bids, asks, firstAfterSync, publishTime);
  }

  /**
   * Encodes the best levels of a book.
   *
   * @param instrument the book's instrument
   * @param book the book, synchronised and two-sided
   * @param texts those of this book, and of no other; they are brought up to date
   * @param bids number of bids to publish, at most {@link OrderBook#bidCount()}
   * @param asks number of asks to publish, at most {@link OrderBook#askCount()}
   * @param firstAfterSync whether no book of this synchronised period was published before
   * @param publishTime ms since the epoch
   */
  public WireMessage encode(
      Instrument instrument,
      OrderBook book,
      BookTexts texts,
      int bids,
      int asks,
      boolean firstAfterSync,
      long publishTime) {
    Envelope.Prepared prepared = envelope.of(instrument);
    json.begin(prepared.head());
    envelope.times(json, book.eventTime(), book.receiveTime(), publishTime);
    boolean snapshot = firstAfterSync || book.integrity() == Integrity.SNAPSHOT;
    json.key(BIDS);
    texts.bids.write(json, book, bids, levels);
    json.key(ASKS);
    texts.asks.write(json, book, asks, levels);
    json.field(LAST_UPDATE_ID, book.lastId())
        .field(UPDATE_TYPE, snapshot ? "snapshot" : "update")
        .field(DEPTH_LEVELS, bids + asks)
        .field(SYNC_ID, book.syncId())
        .field(INTEGRITY, book.integrity().token())
        .field(QUANTITY_UNIT, instrument.quantityUnit().token())
        .field(CONTRACT_VALUE, instrument.contractValue())
        .field(STANDARDIZED_AT, isoTime.format(publishTime))
        .field(STANDARDIZATION_VERSION, "2.0");
    // Ids hold nothing but the venue's data (wire contract 4): without its time there is none.
    String messageId =
        book.eventTime() == Envelope.NO_TIME
            ? null
            : prepared.messageIdPrefix() + book.lastId() + ':' + book.eventTime();
    return new WireMessage(WireMessage.Kind.ORDERBOOK, prepared.subject(), messageId, json.end());
  }
}
