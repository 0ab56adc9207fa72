// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import static io.marketprism.model.serde.Fields.readText;
import static io.marketprism.model.serde.Fields.writeText;

import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.MarketType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The bytes of what feeds tell about themselves and of what they refuse, behind the kind. */
final class NoticeCodec {
  private NoticeCodec() {}

  static void write(FeedStatus status, DataOutput out) throws IOException {
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

  static FeedStatus readStatus(DataInput in) throws IOException {
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

  static void write(DeadLetter letter, DataOutput out) throws IOException {
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

  static DeadLetter readDeadLetter(DataInput in) throws IOException {
    String exchange = in.readUTF();
    int marketType = in.readByte();
    int dataType = in.readByte();
    DeadLetter.Reason reason = DeadLetter.Reason.ofCode(in.readByte());
    String detail = readText(in);
    int length = in.readInt();
    if (length < 0 || length > DeadLetter.MAX_RAW_BYTES) {
      throw new IOException("malformed dead letter: " + length + " bytes");
    }
    byte[] raw = new byte[length];
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
}
