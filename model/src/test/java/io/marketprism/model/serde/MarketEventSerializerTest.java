// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookEvent;
import io.marketprism.model.BookReset;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DeadLetter;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.FundingRate;
import io.marketprism.model.Instrument;
import io.marketprism.model.Levels;
import io.marketprism.model.Liquidation;
import io.marketprism.model.LongShortRatio;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.OpenInterest;
import io.marketprism.model.Trade;
import io.marketprism.model.VolatilityIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarketEventSerializerTest {
  private final MarketEventSerializer serializer = new MarketEventSerializer();

  @Test
  void keepsFlinksContractForEveryKindOfEvent() throws IOException, ClassNotFoundException {
    new SerializerContract<>(
            ModelTypes.MARKET_EVENT,
            Events.all(),
            (actual, expected) -> assertThat(actual).isEqualTo(expected))
        .verify();
    assertThat(serializer.isImmutableType()).isTrue();
    assertThat(serializer.duplicate()).isNotSameAs(serializer);
  }

  static List<MarketEvent> events() {
    return Events.all();
  }

  @ParameterizedTest
  @MethodSource("events")
  void givesBackEveryPartOfAnEvent(MarketEvent event) throws IOException {
    MarketEvent copy = roundTrip(event);
    assertThat(copy).isEqualTo(event);
    assertThat(copy)
        .usingRecursiveComparison()
        .ignoringFieldsOfTypes(Levels.class)
        .isEqualTo(event);
  }

  @ParameterizedTest
  @MethodSource("events")
  void refusesEveryTruncation(MarketEvent event) throws IOException {
    byte[] bytes = bytes(event);
    int step = Math.max(1, bytes.length / 200);
    for (int length = 0; length < bytes.length; length += step) {
      DataInputDeserializer in = new DataInputDeserializer(Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> serializer.deserialize(in)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void refusesAnUnknownKind() {
    assertThatThrownBy(
            () -> serializer.deserialize(new DataInputDeserializer(new byte[] {99, 0, 0})))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("99");
  }

  @Test
  void readsASnapshotOfTheFirstReleaseAsProvedByItsSequence() throws IOException {
    for (boolean bidsComplete : new boolean[] {false, true}) {
      BookSnapshot snapshot =
          new BookSnapshot(
              Events.BTC_USDT, 0, 2, 3, 2, 8, Levels.NONE, Levels.NONE, bidsComplete, true);
      byte[] bytes = bytes(snapshot);
      byte[] instrument = bytes(new BookReset(Events.BTC_USDT, 0));
      int flag = instrument.length - Long.BYTES + 1;
      assertThat(bytes[flag]).isEqualTo((byte) (bidsComplete ? 1 : 0));
      assertThat(roundTrip(snapshot)).isEqualTo(snapshot);
    }
  }

  @Test
  void everyKindKeepsItsNumber() throws IOException {
    Map<Class<?>, Byte> kinds = new HashMap<>();
    for (MarketEvent event : Events.all()) {
      // What came over one of several connections has a mark on its kind.
      kinds.put(event.getClass(), (byte) (bytes(event)[0] & ~64));
    }
    assertThat(kinds)
        .containsOnly(
            Map.entry(BookSnapshot.class, (byte) 1),
            Map.entry(BookDelta.class, (byte) 2),
            Map.entry(BookReset.class, (byte) 3),
            Map.entry(Trade.class, (byte) 4),
            Map.entry(FeedStatus.class, (byte) 5),
            Map.entry(DeadLetter.class, (byte) 6),
            Map.entry(FundingRate.class, (byte) 7),
            Map.entry(OpenInterest.class, (byte) 8),
            Map.entry(Liquidation.class, (byte) 9),
            Map.entry(LongShortRatio.class, (byte) 10),
            Map.entry(VolatilityIndex.class, (byte) 11));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MAX_VALUE, DeadLetter.MAX_RAW_BYTES + 1})
  void refusesADeadLetterLongerThanAny(int length) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeByte(6);
    out.writeUTF("okx");
    out.writeByte(-1);
    out.writeByte(-1);
    out.writeByte(0);
    out.writeBoolean(false);
    out.writeInt(length);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    assertThatThrownBy(() -> serializer.deserialize(in))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("malformed dead letter");
  }

  @Test
  void sharesOneInstanceOfAnInstrumentAmongItsEvents() throws IOException {
    Instrument first = ((BookEvent) roundTrip(new BookReset(Events.BTC_USDT, 1))).instrument();
    Instrument again =
        ((BookEvent) roundTrip(new BookReset(Instrument.spot("binance", "BTC-USDT", "BTCUSDT"), 2)))
            .instrument();
    assertThat(again).isSameAs(first);
  }

  @Test
  void keepsManyInstrumentsApart() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(1_024);
    List<Instrument> instruments = new ArrayList<>();
    for (int i = 0; i < 60_000; i++) {
      Instrument instrument = Instrument.spot("binance", "C" + i % 55_000 + "-USDT", "N" + i);
      instruments.add(instrument);
      serializer.serialize(new BookReset(instrument, i), out);
    }
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    for (int i = 0; i < instruments.size(); i++) {
      assertThat(serializer.deserialize(in)).isEqualTo(new BookReset(instruments.get(i), i));
    }
  }

  @Test
  void keepsALargeBook() throws IOException {
    int size = 5_000;
    long[] prices = new long[size];
    long[] quantities = new long[size];
    for (int i = 0; i < size; i++) {
      prices[i] = 6_183_763 - 3L * i;
      quantities[i] = 1 + i * 7_919L;
    }
    Levels side = new Levels(prices, quantities, size);
    BookSnapshot snapshot =
        new BookSnapshot(Events.BTC_USDT, 1, 2, 3, 2, 8, side, side, false, false);
    assertThat(roundTrip(snapshot)).isEqualTo(snapshot);
  }

  @Test
  void duplicatesWorkInTwoThreadsAtOnce() throws Exception {
    ExecutorService tasks = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> results = new ArrayList<>();
      for (int task = 0; task < 2; task++) {
        TypeSerializer<MarketEvent> own = serializer.duplicate();
        results.add(tasks.submit(roundTrips(own)));
      }
      for (Future<Integer> result : results) {
        assertThat(result.get()).isEqualTo(200 * Events.all().size());
      }
    } finally {
      tasks.shutdownNow();
    }
  }

  private static Callable<Integer> roundTrips(TypeSerializer<MarketEvent> own) {
    return () -> {
      int equal = 0;
      List<MarketEvent> events = Events.all();
      for (int round = 0; round < 200; round++) {
        DataOutputSerializer out = new DataOutputSerializer(64);
        for (MarketEvent event : events) {
          own.serialize(event, out);
        }
        DataInputDeserializer in = new DataInputDeserializer(out.getSharedBuffer());
        for (MarketEvent event : events) {
          if (own.deserialize(in).equals(event)) {
            equal++;
          }
        }
      }
      return equal;
    };
  }

  @Test
  void instrumentsInStateAreTheSameInstruments() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    Instruments.write(Events.BTC_USDT, out);
    Instruments.write(Events.SWAP, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    assertThat(Instruments.read(in)).isEqualTo(Events.BTC_USDT);
    assertThat(Instruments.read(in)).isEqualTo(Events.SWAP);
    assertThat(in.available()).isZero();
  }

  private MarketEvent roundTrip(MarketEvent event) throws IOException {
    return serializer.deserialize(new DataInputDeserializer(bytes(event)));
  }

  private byte[] bytes(MarketEvent event) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(event, out);
    return out.getCopyOfBuffer();
  }
}
