// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks;

import io.marketprism.model.MarketEvent;
import io.marketprism.model.Trade;
import io.marketprism.model.serde.MarketEventSerializer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One event to the bytes that go from task to task, and back: by the serializer of the events, and
 * by Kryo, to which Flink turns where there is none.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class EventSerializerBenchmark {

  /** What is written. */
  public enum Event {
    /** A change of ten levels a side. */
    DELTA,
    TRADE
  }

  /** By what. */
  public enum By {
    OURS,
    KRYO
  }

  @Param public Event event;

  @Param public By by;

  private final DataOutputSerializer out = new DataOutputSerializer(4_096);
  private final DataInputDeserializer in = new DataInputDeserializer();
  private TypeSerializer<MarketEvent> serializer;
  private MarketEvent written;

  @Setup
  public void check() throws IOException {
    serializer =
        by == By.OURS
            ? new MarketEventSerializer()
            : new KryoSerializer<>(MarketEvent.class, new SerializerConfigImpl());
    written =
        event == Event.DELTA
            ? new SyntheticMarket(400).deltas(1)[0]
            : new Trade(
                SyntheticMarket.BTC_USDT,
                3_735_683_259L,
                null,
                1_723_161_255_208L,
                1_723_161_255_248L,
                60_000_01,
                SyntheticMarket.PRICE_SCALE,
                123_456,
                SyntheticMarket.QUANTITY_SCALE,
                true,
                1,
                false);
    String read = roundTrip().toString();
    if (!read.equals(written.toString())) {
      throw new IllegalStateException("what was read is not what was written: " + read);
    }
    System.out.printf("# %s by %s: %d bytes%n", event, by, out.length());
  }

  @Benchmark
  public MarketEvent roundTrip() throws IOException {
    out.clear();
    serializer.serialize(written, out);
    in.setBuffer(out.getSharedBuffer(), 0, out.length());
    return serializer.deserialize(in);
  }
}
