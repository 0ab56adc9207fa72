// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import static io.marketprism.model.serde.Fields.readDecimal;
import static io.marketprism.model.serde.Fields.readEventTime;
import static io.marketprism.model.serde.Fields.writeDecimal;
import static io.marketprism.model.serde.Fields.writeTimes;

import io.marketprism.model.DataType;
import io.marketprism.model.FundingRate;
import io.marketprism.model.Instrument;
import io.marketprism.model.Liquidation;
import io.marketprism.model.LongShortRatio;
import io.marketprism.model.OpenInterest;
import io.marketprism.model.VolatilityIndex;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The bytes of derivatives events behind their kind and instrument. */
final class DerivativesCodec {
  private DerivativesCodec() {}

  static void write(FundingRate funding, DataOutput out) throws IOException {
    writeTimes(funding.eventTime(), funding.receiveTime(), out);
    writeDecimal(funding.rate(), out);
    writeDecimal(funding.estimatedRate(), out);
    writeDecimal(funding.settledRate(), out);
    writeDecimal(funding.interestRate(), out);
    out.writeLong(funding.intervalMillis());
    out.writeLong(funding.nextFundingTime());
    out.writeLong(funding.previousFundingTime());
    out.writeLong(funding.followingFundingTime());
    writeDecimal(funding.markPrice(), out);
    writeDecimal(funding.indexPrice(), out);
    writeDecimal(funding.premiumRate(), out);
  }

  static FundingRate readFundingRate(Instrument instrument, DataInput in) throws IOException {
    long receiveTime = in.readLong();
    return new FundingRate(
        instrument,
        readEventTime(receiveTime, in),
        receiveTime,
        readDecimal(in),
        readDecimal(in),
        readDecimal(in),
        readDecimal(in),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        readDecimal(in),
        readDecimal(in),
        readDecimal(in));
  }

  static void write(OpenInterest interest, DataOutput out) throws IOException {
    writeTimes(interest.eventTime(), interest.receiveTime(), out);
    writeDecimal(interest.amount(), out);
    writeDecimal(interest.baseAmount(), out);
    writeDecimal(interest.usdAmount(), out);
    writeDecimal(interest.markPrice(), out);
    writeDecimal(interest.indexPrice(), out);
  }

  static OpenInterest readOpenInterest(Instrument instrument, DataInput in) throws IOException {
    long receiveTime = in.readLong();
    return new OpenInterest(
        instrument,
        readEventTime(receiveTime, in),
        receiveTime,
        readDecimal(in),
        readDecimal(in),
        readDecimal(in),
        readDecimal(in),
        readDecimal(in));
  }

  static void write(Liquidation liquidation, DataOutput out) throws IOException {
    out.writeUTF(liquidation.id());
    writeTimes(liquidation.eventTime(), liquidation.receiveTime(), out);
    out.writeBoolean(liquidation.sell());
    out.writeByte(liquidation.position() == null ? -1 : liquidation.position().ordinal());
    out.writeByte(liquidation.status().ordinal());
    writeDecimal(liquidation.price(), out);
    writeDecimal(liquidation.quantity(), out);
    writeDecimal(liquidation.filledQuantity(), out);
    writeDecimal(liquidation.averagePrice(), out);
    writeDecimal(liquidation.bankruptcyPrice(), out);
    out.writeBoolean(liquidation.wholeMarket());
  }

  static Liquidation readLiquidation(Instrument instrument, DataInput in) throws IOException {
    String id = in.readUTF();
    long receiveTime = in.readLong();
    long eventTime = readEventTime(receiveTime, in);
    boolean sell = in.readBoolean();
    int position = in.readByte();
    return new Liquidation(
        instrument,
        id,
        eventTime,
        receiveTime,
        sell,
        position < 0 ? null : Liquidation.Position.ofCode(position),
        Liquidation.Status.ofCode(in.readByte()),
        readDecimal(in),
        readDecimal(in),
        readDecimal(in),
        readDecimal(in),
        readDecimal(in),
        in.readBoolean());
  }

  static void write(LongShortRatio ratio, DataOutput out) throws IOException {
    out.writeByte(ratio.dataType().code());
    writeTimes(ratio.eventTime(), ratio.receiveTime(), out);
    writeDecimal(ratio.ratio(), out);
    writeDecimal(ratio.longShare(), out);
    writeDecimal(ratio.shortShare(), out);
    out.writeUTF(ratio.period());
  }

  static LongShortRatio readLongShortRatio(Instrument instrument, DataInput in) throws IOException {
    DataType dataType = DataType.ofCode(in.readByte());
    long receiveTime = in.readLong();
    return new LongShortRatio(
        instrument,
        dataType,
        readEventTime(receiveTime, in),
        receiveTime,
        readDecimal(in),
        readDecimal(in),
        readDecimal(in),
        in.readUTF());
  }

  static void write(VolatilityIndex index, DataOutput out) throws IOException {
    writeTimes(index.openTime(), index.receiveTime(), out);
    out.writeInt(index.resolutionSeconds());
    writeDecimal(index.open(), out);
    writeDecimal(index.high(), out);
    writeDecimal(index.low(), out);
    writeDecimal(index.close(), out);
  }

  static VolatilityIndex readVolatilityIndex(Instrument instrument, DataInput in)
      throws IOException {
    long receiveTime = in.readLong();
    long openTime = readEventTime(receiveTime, in);
    int resolutionSeconds = in.readInt();
    return new VolatilityIndex(
        instrument,
        openTime,
        resolutionSeconds,
        receiveTime,
        readDecimal(in),
        readDecimal(in),
        readDecimal(in),
        readDecimal(in));
  }
}
