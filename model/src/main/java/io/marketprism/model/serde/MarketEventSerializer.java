// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookReset;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DeadLetter;
import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.FundingRate;
import io.marketprism.model.Instrument;
import io.marketprism.model.JournalEntry;
import io.marketprism.model.Liquidation;
import io.marketprism.model.LongShortRatio;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.OpenInterest;
import io.marketprism.model.Trade;
import io.marketprism.model.VolatilityIndex;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Market events between tasks: one kind byte, the instrument of those that have one, then the
 * event's parts, integers in variable length. Not thread-safe; Flink duplicates it.
 */
public final class MarketEventSerializer extends ImmutableSerializer<MarketEvent> {
  private static final long serialVersionUID = 1L;

  private static final int SNAPSHOT = 1;
  private static final int DELTA = 2;
  private static final int RESET = 3;
  private static final int TRADE = 4;
  private static final int STATUS = 5;
  private static final int DEAD_LETTER = 6;
  private static final int FUNDING_RATE = 7;
  private static final int OPEN_INTEREST = 8;
  private static final int LIQUIDATION = 9;
  private static final int LONG_SHORT_RATIO = 10;
  private static final int VOLATILITY_INDEX = 11;
  private static final int JOURNAL_ENTRY = 12;

  /** Added to the kind of what came over one of several connections; its number follows. */
  private static final int REPLICATED = 0x40;

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
      begin(DELTA, delta.replica(), delta.instrument(), out);
      BookEventCodec.write(delta, out);
    } else if (event instanceof Trade trade) {
      begin(TRADE, trade.replica(), trade.instrument(), out);
      writeTrade(trade, out);
    } else if (event instanceof BookSnapshot snapshot) {
      begin(SNAPSHOT, snapshot.replica(), snapshot.instrument(), out);
      BookEventCodec.write(snapshot, out);
    } else if (event instanceof BookReset reset) {
      begin(RESET, reset.replica(), reset.instrument(), out);
      out.writeLong(reset.receiveTime());
      if (reset.replica() != 0) {
        out.writeBoolean(reset.away());
      }
    } else if (event instanceof DerivativesEvent derivatives) {
      serializeDerivatives(derivatives, out);
    } else if (event instanceof FeedStatus status) {
      out.writeByte(STATUS);
      NoticeCodec.write(status, out);
    } else if (event instanceof JournalEntry entry) {
      out.writeByte(JOURNAL_ENTRY);
      JournalEntryCodec.write(entry, out);
    } else {
      out.writeByte(DEAD_LETTER);
      NoticeCodec.write((DeadLetter) event, out);
    }
  }

  private void serializeDerivatives(DerivativesEvent event, DataOutput out) throws IOException {
    if (event instanceof FundingRate funding) {
      begin(FUNDING_RATE, funding.instrument(), out);
      DerivativesCodec.write(funding, out);
    } else if (event instanceof OpenInterest interest) {
      begin(OPEN_INTEREST, interest.instrument(), out);
      DerivativesCodec.write(interest, out);
    } else if (event instanceof Liquidation liquidation) {
      begin(LIQUIDATION, liquidation.instrument(), out);
      DerivativesCodec.write(liquidation, out);
    } else if (event instanceof LongShortRatio ratio) {
      begin(LONG_SHORT_RATIO, ratio.instrument(), out);
      DerivativesCodec.write(ratio, out);
    } else {
      VolatilityIndex index = (VolatilityIndex) event;
      begin(VOLATILITY_INDEX, index.instrument(), out);
      DerivativesCodec.write(index, out);
    }
  }

  private void begin(int kind, Instrument instrument, DataOutput out) throws IOException {
    begin(kind, 0, instrument, out);
  }

  private void begin(int kind, int replica, Instrument instrument, DataOutput out)
      throws IOException {
    if (replica == 0) {
      out.writeByte(kind);
    } else {
      out.writeByte(kind | REPLICATED);
      out.writeByte(replica);
    }
    instruments().write(instrument, out);
  }

  @Override
  public MarketEvent deserialize(DataInputView in) throws IOException {
    int kind = in.readByte();
    if (kind > REPLICATED && kind <= REPLICATED + TRADE) {
      return deserializeReplicated(kind - REPLICATED, in.readByte(), in);
    }
    return switch (kind) {
      case DELTA -> BookEventCodec.readDelta(instruments().read(in), in);
      case TRADE -> readTrade(instruments().read(in), in);
      case SNAPSHOT -> BookEventCodec.readSnapshot(instruments().read(in), in);
      case RESET -> new BookReset(instruments().read(in), in.readLong());
      case STATUS -> NoticeCodec.readStatus(in);
      case DEAD_LETTER -> NoticeCodec.readDeadLetter(in);
      case JOURNAL_ENTRY -> JournalEntryCodec.read(in);
      case FUNDING_RATE -> DerivativesCodec.readFundingRate(instruments().read(in), in);
      case OPEN_INTEREST -> DerivativesCodec.readOpenInterest(instruments().read(in), in);
      case LIQUIDATION -> DerivativesCodec.readLiquidation(instruments().read(in), in);
      case LONG_SHORT_RATIO -> DerivativesCodec.readLongShortRatio(instruments().read(in), in);
      case VOLATILITY_INDEX -> DerivativesCodec.readVolatilityIndex(instruments().read(in), in);
      default -> throw new IOException("unknown kind of market event: " + kind);
    };
  }

  private MarketEvent deserializeReplicated(int kind, int replica, DataInputView in)
      throws IOException {
    Instrument instrument = instruments().read(in);
    return switch (kind) {
      case DELTA -> BookEventCodec.readDelta(instrument, in).ofReplica(replica);
      case TRADE -> readTrade(instrument, in).ofReplica(replica);
      case SNAPSHOT -> BookEventCodec.readSnapshot(instrument, in).ofReplica(replica);
      default -> new BookReset(instrument, in.readLong(), replica, in.readBoolean());
    };
  }

  private static void writeTrade(Trade trade, DataOutput out) throws IOException {
    VarInts.writeSigned(out, trade.sequence());
    Fields.writeText(trade.tradeId(), out);
    Fields.writeTimes(trade.eventTime(), trade.receiveTime(), out);
    VarInts.writeSigned(out, trade.price());
    out.writeByte(trade.priceScale());
    VarInts.writeSigned(out, trade.quantity());
    out.writeByte(trade.quantityScale());
    out.writeBoolean(trade.sell());
    VarInts.write(out, trade.count());
    out.writeBoolean(trade.backfilled());
  }

  private static Trade readTrade(Instrument instrument, DataInput in) throws IOException {
    long sequence = VarInts.readSigned(in);
    String tradeId = Fields.readText(in);
    long receiveTime = in.readLong();
    long eventTime = Fields.readEventTime(receiveTime, in);
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
