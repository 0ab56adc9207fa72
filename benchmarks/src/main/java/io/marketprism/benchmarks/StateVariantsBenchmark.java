// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Levels;
import io.marketprism.model.book.OrderBook;
import io.marketprism.model.serde.OrderBookSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.query.KvStateRegistry;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyedStateBackendParametersImpl;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.ttl.TtlTimeProvider;
import org.apache.flink.runtime.util.TestingTaskManagerRuntimeInfo;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.util.FileUtils;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Ways to keep a book in Flink's RocksDB backend. One operation is a delta of 20 levels and a look
 * at the best 100 of both sides.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@org.openjdk.jmh.annotations.State(Scope.Thread)
public class StateVariantsBenchmark {
  private static final int DEPTH = 100;
  private static final int DELTAS = 1_024;

  /** Changes between two checkpoints, ten seconds of ten changes a second. */
  private static final int CHANGES_PER_CHECKPOINT = 100;

  /** How a book is kept. */
  public enum Variant {
    /** Each level an entry of a map, sorted when it is looked at: a map promises no order. */
    LEVEL_MAP,
    /** The whole book as one value, read and written with each change. */
    WHOLE_BOOK,
    /** On the heap, written as one value once in a checkpoint: what the collector does. */
    WRITE_BEHIND
  }

  @Param({"400", "1000", "5000"})
  public int levels;

  @Param public Variant variant;

  private BookDelta[] deltas;
  private int next;
  private Path folder;
  private MockEnvironment environment;
  private AbstractKeyedStateBackend<String> backend;
  private Books books;

  /** A way to keep one book. */
  private interface Books {
    /** Applies a delta and adds up the best levels. */
    long apply(BookDelta delta) throws Exception;
  }

  @Setup(Level.Trial)
  public void open() throws Exception {
    SyntheticMarket market = new SyntheticMarket(levels);
    BookSnapshot snapshot = market.snapshot();
    deltas = market.deltas(DELTAS);
    folder = Files.createTempDirectory("state-variants");
    environment =
        new MockEnvironmentBuilder()
            .setTaskManagerRuntimeInfo(
                new TestingTaskManagerRuntimeInfo(new Configuration(), folder.toFile()))
            .build();
    backend = rocksDb();
    backend.setCurrentKey("BTC");
    books =
        switch (variant) {
          case LEVEL_MAP -> new LevelMap(snapshot);
          case WHOLE_BOOK -> new WholeBook(snapshot);
          case WRITE_BEHIND -> new WriteBehind(snapshot);
        };
    compare(snapshot);
  }

  /** All deltas once by this way and on the heap alone; the sums must be the same. */
  private void compare(BookSnapshot snapshot) throws Exception {
    OrderBook heap = new OrderBook();
    heap.apply(snapshot, levels);
    for (BookDelta delta : deltas) {
      heap.apply(delta, levels);
      long sum = books.apply(delta);
      if (sum != best(heap)) {
        throw new IllegalStateException(
            variant + " is another book than the one on the heap: nothing is compared");
      }
    }
  }

  private AbstractKeyedStateBackend<String> rocksDb() throws IOException {
    EmbeddedRocksDBStateBackend rocksDb = new EmbeddedRocksDBStateBackend();
    rocksDb.setDbStoragePath(folder.toString());
    rocksDb.getMemoryConfiguration().setUseManagedMemory(false);
    JobID job = new JobID();
    return rocksDb.createKeyedStateBackend(
        new KeyedStateBackendParametersImpl<>(
            environment,
            job,
            "books",
            StringSerializer.INSTANCE,
            1,
            new KeyGroupRange(0, 0),
            new KvStateRegistry().createTaskRegistry(job, new JobVertexID()),
            TtlTimeProvider.DEFAULT,
            new UnregisteredMetricsGroup(),
            (name, value) -> {},
            List.of(),
            new CloseableRegistry(),
            1.0));
  }

  @TearDown(Level.Trial)
  public void close() throws Exception {
    backend.dispose();
    environment.close();
    FileUtils.deleteDirectory(folder.toFile());
  }

  @Benchmark
  public long change() throws Exception {
    long sum = books.apply(deltas[next]);
    next = (next + 1) % DELTAS;
    return sum;
  }

  private <S extends State> S state(StateDescriptor<S, ?> descriptor) throws Exception {
    return backend.getPartitionedState(
        VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, descriptor);
  }

  private static long best(OrderBook book) {
    long sum = 0;
    for (int i = 0; i < Math.min(DEPTH, book.bidCount()); i++) {
      sum += book.bidPrice(i) ^ book.bidQuantity(i);
    }
    for (int i = 0; i < Math.min(DEPTH, book.askCount()); i++) {
      sum += book.askPrice(i) ^ book.askQuantity(i);
    }
    return sum;
  }

  private final class LevelMap implements Books {
    private final MapState<Long, Long> bids = side("bids");
    private final MapState<Long, Long> asks = side("asks");

    LevelMap(BookSnapshot snapshot) throws Exception {
      put(bids, snapshot.bids());
      put(asks, snapshot.asks());
    }

    private MapState<Long, Long> side(String name) throws Exception {
      return state(
          new MapStateDescriptor<>(name, LongSerializer.INSTANCE, LongSerializer.INSTANCE));
    }

    @Override
    public long apply(BookDelta delta) throws Exception {
      put(bids, delta.bids());
      put(asks, delta.asks());
      return best(bids, -1) + best(asks, 1);
    }

    private static void put(MapState<Long, Long> side, Levels changes) throws Exception {
      for (int i = 0; i < changes.size(); i++) {
        if (changes.quantity(i) == 0) {
          side.remove(changes.price(i));
        } else {
          side.put(changes.price(i), changes.quantity(i));
        }
      }
    }

    private long best(MapState<Long, Long> side, int direction) throws Exception {
      long[][] all = new long[levels + deltas.length][];
      int count = 0;
      for (Map.Entry<Long, Long> level : side.entries()) {
        all[count++] = new long[] {level.getKey(), level.getValue()};
      }
      Arrays.sort(all, 0, count, (a, b) -> direction * Long.compare(a[0], b[0]));
      long sum = 0;
      for (int i = 0; i < Math.min(DEPTH, count); i++) {
        sum += all[i][0] ^ all[i][1];
      }
      return sum;
    }
  }

  private class WholeBook implements Books {
    final ValueState<OrderBook> state =
        state(new ValueStateDescriptor<>("book", new OrderBookSerializer()));

    WholeBook(BookSnapshot snapshot) throws Exception {
      OrderBook book = new OrderBook();
      book.apply(snapshot, levels);
      state.update(book);
    }

    @Override
    public long apply(BookDelta delta) throws Exception {
      OrderBook book = state.value();
      book.apply(delta, levels);
      state.update(book);
      return best(book);
    }
  }

  private final class WriteBehind extends WholeBook {
    private final OrderBook book;
    private int changes;

    WriteBehind(BookSnapshot snapshot) throws Exception {
      super(snapshot);
      book = state.value();
    }

    @Override
    public long apply(BookDelta delta) throws Exception {
      book.apply(delta, levels);
      changes++;
      if (changes == CHANGES_PER_CHECKPOINT) {
        changes = 0;
        state.update(book);
      }
      return best(book);
    }
  }
}
