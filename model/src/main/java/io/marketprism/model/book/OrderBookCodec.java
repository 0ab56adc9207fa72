// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.book;

import io.marketprism.model.Decimals;
import io.marketprism.model.Integrity;
import io.marketprism.model.serde.VarInts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The compact, versioned form of a whole book in state: per side the levels from the worst to the
 * best as differences of neighbouring keys, in variable-length integers. A level of a liquid book
 * takes 4 to 8 bytes.
 */
public final class OrderBookCodec {
  /**
   * The present version; readers accept every version up to it. Books of version 1 do not say how
   * they are proved: all of them were by {@link Integrity#SEQUENCE}.
   */
  public static final int VERSION = 2;

  private static final int MAX_LEVELS = 10_000_000;

  private OrderBookCodec() {}

  /** Writes the book with its version in front. */
  public static void write(OrderBook book, DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeByte(book.priceScale());
    out.writeByte(book.quantityScale());
    VarInts.writeSigned(out, book.lastId());
    VarInts.writeSigned(out, book.syncId());
    VarInts.writeSigned(out, book.eventTime());
    VarInts.writeSigned(out, book.receiveTime());
    out.writeByte(book.integrity().code());
    writeSide(book.bids(), out);
    writeSide(book.asks(), out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the version is unknown or the bytes are no book
   */
  public static OrderBook read(DataInput in) throws IOException {
    int version = in.readUnsignedByte();
    if (version < 1 || version > VERSION) {
      throw new IOException(
          "order book of version " + version + "; this release reads up to version " + VERSION);
    }
    OrderBook book = new OrderBook();
    int priceScale = readScale(in);
    int quantityScale = readScale(in);
    long lastId = VarInts.readSigned(in);
    long syncId = VarInts.readSigned(in);
    long eventTime = VarInts.readSigned(in);
    long receiveTime = VarInts.readSigned(in);
    Integrity integrity = version == 1 ? Integrity.SEQUENCE : readIntegrity(in);
    book.restore(priceScale, quantityScale, lastId, syncId, eventTime, receiveTime, integrity);
    readSide(book.bids(), in, true);
    readSide(book.asks(), in, false);
    return book;
  }

  private static int readScale(DataInput in) throws IOException {
    int scale = in.readUnsignedByte();
    if (scale > Decimals.MAX_SCALE) {
      throw new IOException("malformed order book: scale " + scale);
    }
    return scale;
  }

  private static Integrity readIntegrity(DataInput in) throws IOException {
    int code = in.readUnsignedByte();
    if (code >= Integrity.values().length) {
      throw new IOException("malformed order book: integrity " + code);
    }
    return Integrity.ofCode(code);
  }

  private static void writeSide(BookSide side, DataOutput out) throws IOException {
    boolean knowsAll = side.knownFrom() == BookSide.KNOWS_ALL;
    out.writeBoolean(knowsAll);
    if (!knowsAll) {
      VarInts.writeSigned(out, side.knownFrom());
    }
    VarInts.write(out, side.size());
    long previous = 0;
    for (int rank = side.size() - 1; rank >= 0; rank--) {
      long key = side.key(side.price(rank));
      VarInts.writeSigned(out, key - previous);
      VarInts.write(out, side.quantity(rank));
      previous = key;
    }
  }

  private static void readSide(BookSide side, DataInput in, boolean bids) throws IOException {
    long knownFrom = in.readBoolean() ? BookSide.KNOWS_ALL : VarInts.readSigned(in);
    int size = VarInts.readSize(in, MAX_LEVELS);
    long key = 0;
    for (int i = 0; i < size; i++) {
      long difference = VarInts.readSigned(in);
      long quantity = VarInts.read(in);
      if ((i > 0 && difference <= 0) || quantity == 0) {
        throw new IOException(
            "malformed order book: level "
                + i
                + " of "
                + size
                + " lies "
                + difference
                + " from its neighbour and has quantity "
                + quantity);
      }
      key += difference;
      side.set(bids ? key : -key, quantity);
    }
    side.knownFrom(knownFrom);
  }
}
