// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import static io.marketprism.model.serde.Fields.readEventTime;
import static io.marketprism.model.serde.Fields.writeTimes;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.model.Integrity;
import io.marketprism.model.Levels;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The bytes of book events behind their kind and instrument. */
final class BookEventCodec {
  private static final int MAX_LEVELS = 10_000_000;
  private static final int COMPLETE = 1;
  private static final int INTEGRITY_SHIFT = 1;

  private BookEventCodec() {}

  static void write(BookDelta delta, DataOutput out) throws IOException {
    VarInts.writeSigned(out, delta.lastId());
    VarInts.writeSigned(out, delta.lastId() - delta.firstId());
    VarInts.writeSigned(out, delta.lastId() - delta.previousId());
    writeTimes(delta.eventTime(), delta.receiveTime(), out);
    levels(delta.priceScale(), delta.quantityScale(), delta.bids(), delta.asks(), out);
  }

  static BookDelta readDelta(Instrument instrument, DataInput in) throws IOException {
    long lastId = VarInts.readSigned(in);
    long firstId = lastId - VarInts.readSigned(in);
    long previousId = lastId - VarInts.readSigned(in);
    long receiveTime = in.readLong();
    long eventTime = readEventTime(receiveTime, in);
    int priceScale = in.readByte();
    int quantityScale = in.readByte();
    return new BookDelta(
        instrument,
        previousId,
        firstId,
        lastId,
        eventTime,
        receiveTime,
        priceScale,
        quantityScale,
        readLevels(in),
        readLevels(in));
  }

  static void write(BookSnapshot snapshot, DataOutput out) throws IOException {
    VarInts.writeSigned(out, snapshot.updateId());
    // The first release wrote 0 or 1 here and knew one kind of integrity.
    out.writeByte(
        (snapshot.bidsComplete() ? COMPLETE : 0) | snapshot.integrity().code() << INTEGRITY_SHIFT);
    out.writeBoolean(snapshot.asksComplete());
    writeTimes(snapshot.eventTime(), snapshot.receiveTime(), out);
    levels(snapshot.priceScale(), snapshot.quantityScale(), snapshot.bids(), snapshot.asks(), out);
  }

  static BookSnapshot readSnapshot(Instrument instrument, DataInput in) throws IOException {
    long updateId = VarInts.readSigned(in);
    int flags = in.readUnsignedByte();
    boolean asksComplete = in.readBoolean();
    long receiveTime = in.readLong();
    long eventTime = readEventTime(receiveTime, in);
    int priceScale = in.readByte();
    int quantityScale = in.readByte();
    return new BookSnapshot(
        instrument,
        updateId,
        eventTime,
        receiveTime,
        priceScale,
        quantityScale,
        readLevels(in),
        readLevels(in),
        (flags & COMPLETE) != 0,
        asksComplete,
        Integrity.ofCode(flags >> INTEGRITY_SHIFT));
  }

  private static void levels(
      int priceScale, int quantityScale, Levels bids, Levels asks, DataOutput out)
      throws IOException {
    out.writeByte(priceScale);
    out.writeByte(quantityScale);
    writeLevels(bids, out);
    writeLevels(asks, out);
  }

  private static void writeLevels(Levels levels, DataOutput out) throws IOException {
    VarInts.write(out, levels.size());
    long previous = 0;
    for (int i = 0; i < levels.size(); i++) {
      long price = levels.price(i);
      VarInts.writeSigned(out, price - previous);
      VarInts.writeSigned(out, levels.quantity(i));
      previous = price;
    }
  }

  private static Levels readLevels(DataInput in) throws IOException {
    int size = VarInts.readSize(in, MAX_LEVELS);
    if (size == 0) {
      return Levels.NONE;
    }
    long[] prices = new long[size];
    long[] quantities = new long[size];
    long price = 0;
    for (int i = 0; i < size; i++) {
      price += VarInts.readSigned(in);
      prices[i] = price;
      quantities[i] = VarInts.readSigned(in);
    }
    return new Levels(prices, quantities, size);
  }
}
