// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookReset;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;
import io.marketprism.model.Levels;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.MarketType;
import io.marketprism.model.Trade;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Market events between tasks: one kind byte, then variable-length integers. Not thread-safe; Flink
 * duplicates it.
 */
public final class MarketEventSerializer extends ImmutableSerializer<MarketEvent> {
  private static final long serialVersionUID = 1L;

  private static final int SNAPSHOT = 1;
  private static final int DELTA = 2;
  private static final int RESET = 3;
  private static final int TRADE = 4;
  private static final int STATUS = 5;
  private static final int DEAD_LETTER = 6;
  private static final int MAX_LEVELS = 10_000_000;

  private transient InstrumentCodec instruments;

  private InstrumentCodec instruments() {
    if (instruments == null) {
      instruments = new InstrumentCodec();
    }
    return instruments;
  }

  @Override
  public TypeSerializer<MarketEvent> duplicate() {
    return new MarketEventSerializer();
  }

  @Override
  public void serialize(MarketEvent event, DataOutputView out) throws IOException {
    if (event instanceof BookDelta delta) {
      out.writeByte(DELTA);
      instruments().write(delta.instrument(), out);
      VarInts.writeSigned(out, delta.lastId());
      VarInts.writeSigned(out, delta.lastId() - delta.firstId());
      VarInts.writeSigned(out, delta.lastId() - delta.previousId());
      times(delta.eventTime(), delta.receiveTime(), out);
      levels(delta.priceScale(), delta.quantityScale(), delta.bids(), delta.asks(), out);
    } else if (event instanceof Trade trade) {
      out.writeByte(TRADE);
      writeTrade(trade, out);
    } else if (event instanceof BookSnapshot snapshot) {
      out.writeByte(SNAPSHOT);
      instruments().write(snapshot.instrument(), out);
      VarInts.writeSigned(out, snapshot.updateId());
      out.writeBoolean(snapshot.bidsComplete());
      out.writeBoolean(snapshot.asksComplete());
      times(snapshot.eventTime(), snapshot.receiveTime(), out);
      levels(
          snapshot.priceScale(), snapshot.quantityScale(), snapshot.bids(), snapshot.asks(), out);
    } else if (event instanceof BookReset reset) {
      out.writeByte(RESET);
      instruments().write(reset.instrument(), out);
      out.writeLong(reset.receiveTime());
    } else if (event instanceof FeedStatus status) {
      out.writeByte(STATUS);
      writeStatus(status, out);
    } else {
      out.writeByte(DEAD_LETTER);
      writeDeadLetter((DeadLetter) event, out);
    }
  }

  @Override
  public MarketEvent deserialize(DataInputView in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case DELTA -> readDelta(in);
      case TRADE -> readTrade(in);
      case SNAPSHOT -> readSnapshot(in);
      case RESET -> new BookReset(instruments().read(in), in.readLong());
      case STATUS -> readStatus(in);
      case DEAD_LETTER -> readDeadLetter(in);
      default -> throw new IOException("unknown kind of market event: " + kind);
    };
  }

  private BookDelta readDelta(DataInput in) throws IOException {
    Instrument instrument = instruments().read(in);
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

  private BookSnapshot readSnapshot(DataInput in) throws IOException {
    Instrument instrument = instruments().read(in);
    long updateId = VarInts.readSigned(in);
    boolean bidsComplete = in.readBoolean();
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
        bidsComplete,
        asksComplete);
  }

  private static void times(long eventTime, long receiveTime, DataOutput out) throws IOException {
    out.writeLong(receiveTime);
    VarInts.writeSigned(out, receiveTime - eventTime);
  }

  private static long readEventTime(long receiveTime, DataInput in) throws IOException {
    return receiveTime - VarInts.readSigned(in);
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

  private void writeTrade(Trade trade, DataOutput out) throws IOException {
    instruments().write(trade.instrument(), out);
    VarInts.writeSigned(out, trade.sequence());
    writeText(trade.tradeId(), out);
    times(trade.eventTime(), trade.receiveTime(), out);
    VarInts.writeSigned(out, trade.price());
    out.writeByte(trade.priceScale());
    VarInts.writeSigned(out, trade.quantity());
    out.writeByte(trade.quantityScale());
    out.writeBoolean(trade.sell());
    VarInts.write(out, trade.count());
    out.writeBoolean(trade.backfilled());
  }

  private Trade readTrade(DataInput in) throws IOException {
    Instrument instrument = instruments().read(in);
    long sequence = VarInts.readSigned(in);
    String tradeId = readText(in);
    long receiveTime = in.readLong();
    long eventTime = readEventTime(receiveTime, in);
    return new Trade(
        instrument,
        sequence,
        tradeId,
        eventTime,
        receiveTime,
        VarInts.readSigned(in),
        in.readByte(),
        VarInts.readSigned(in),
        in.readByte(),
        in.readBoolean(),
        VarInts.readSize(in, Integer.MAX_VALUE),
        in.readBoolean());
  }

  private static void writeStatus(FeedStatus status, DataOutput out) throws IOException {
    out.writeUTF(status.exchange());
    out.writeByte(status.marketType().code());
    out.writeUTF(status.symbol());
    writeText(status.instrumentId(), out);
    out.writeByte(status.event().ordinal());
    out.writeUTF(status.feed());
    writeText(status.reason(), out);
    out.writeLong(status.previousSequence());
    out.writeLong(status.sequence());
    out.writeLong(status.gapStart());
    out.writeLong(status.gapEnd());
    out.writeLong(status.lostCount());
    out.writeLong(status.backfilledCount());
    writeText(status.connectionId(), out);
    writeText(status.detail(), out);
    out.writeLong(status.receiveTime());
  }

  private static FeedStatus readStatus(DataInput in) throws IOException {
    return new FeedStatus(
        in.readUTF(),
        MarketType.ofCode(in.readByte()),
        in.readUTF(),
        readText(in),
        FeedStatus.Event.ofCode(in.readByte()),
        in.readUTF(),
        readText(in),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        readText(in),
        readText(in),
        in.readLong());
  }

  private static void writeDeadLetter(DeadLetter letter, DataOutput out) throws IOException {
    out.writeUTF(letter.exchange());
    out.writeByte(letter.marketType() == null ? -1 : letter.marketType().code());
    out.writeByte(letter.dataType() == null ? -1 : letter.dataType().code());
    out.writeByte(letter.reason().ordinal());
    writeText(letter.detail(), out);
    out.writeInt(letter.raw().length);
    out.write(letter.raw());
    out.writeInt(letter.rawBytes());
    out.writeUTF(letter.rawSha256());
    writeText(letter.connectionId(), out);
    out.writeLong(letter.receiveTime());
  }

  private static DeadLetter readDeadLetter(DataInput in) throws IOException {
    String exchange = in.readUTF();
    int marketType = in.readByte();
    int dataType = in.readByte();
    DeadLetter.Reason reason = DeadLetter.Reason.ofCode(in.readByte());
    String detail = readText(in);
    byte[] raw = new byte[in.readInt()];
    in.readFully(raw);
    return new DeadLetter(
        exchange,
        marketType < 0 ? null : MarketType.ofCode(marketType),
        dataType < 0 ? null : DataType.ofCode(dataType),
        reason,
        detail,
        raw,
        in.readInt(),
        in.readUTF(),
        readText(in),
        in.readLong());
  }

  private static void writeText(String text, DataOutput out) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      out.writeUTF(text);
    }
  }

  private static String readText(DataInput in) throws IOException {
    return in.readBoolean() ? in.readUTF() : null;
  }

  @Override
  public TypeSerializerSnapshot<MarketEvent> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The serializer's mark in savepoints. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<MarketEvent> {
    public Snapshot() {
      super(MarketEventSerializer::new);
    }
  }
}
