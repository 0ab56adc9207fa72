// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.book.OrderBook;
import io.marketprism.model.book.OrderBookCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A whole book to bytes and back, without the state backend: the compact form beside decimals
 * written one by one, as generic map state does.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
public class BookStateBenchmark {

  @Param({"400", "1000", "5000"})
  public int levels;

  private final OrderBook orderBook = new OrderBook();
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1 << 20);
  private final DataOutputStream out = new DataOutputStream(buffer);
  private TreeMapBook treeMapBook;
  private byte[] compact;
  private byte[] decimals;

  @Setup
  public void fill() throws MalformedDecimalException, IOException {
    SyntheticMarket market = new SyntheticMarket(levels);
    BookSnapshot snapshot = market.snapshot();
    orderBook.apply(snapshot, levels);
    treeMapBook = new TreeMapBook(snapshot);
    for (BookDelta delta : market.deltas(1_024)) {
      orderBook.apply(delta, levels);
      treeMapBook.apply(TreeMapBook.Delta.of(delta), levels);
    }
    compact = codecWrite();
    decimals = decimalsWrite();
    treeMapBook.requireSame(codecRead());
    if (!decimalsRead().equals(treeMapBook.bids())) {
      throw new IllegalStateException("the two books differ: the benchmark compares nothing");
    }
    System.out.printf(
        "# %d levels a side: %d bytes compact, %d as decimals%n",
        levels, compact.length, decimals.length);
  }

  @Benchmark
  public byte[] codecWrite() throws IOException {
    buffer.reset();
    OrderBookCodec.write(orderBook, out);
    return buffer.toByteArray();
  }

  @Benchmark
  public OrderBook codecRead() throws IOException {
    return OrderBookCodec.read(new DataInputStream(new ByteArrayInputStream(compact)));
  }

  @Benchmark
  public byte[] decimalsWrite() throws IOException {
    buffer.reset();
    write(treeMapBook.bids());
    write(treeMapBook.asks());
    return buffer.toByteArray();
  }

  /** Reads both sides; the result is the first. */
  @Benchmark
  public NavigableMap<BigDecimal, BigDecimal> decimalsRead() throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(decimals));
    NavigableMap<BigDecimal, BigDecimal> bids = read(in);
    read(in);
    return bids;
  }

  private void write(NavigableMap<BigDecimal, BigDecimal> side) throws IOException {
    out.writeInt(side.size());
    for (Map.Entry<BigDecimal, BigDecimal> level : side.entrySet()) {
      write(level.getKey());
      write(level.getValue());
    }
  }

  private void write(BigDecimal number) throws IOException {
    byte[] bytes = number.unscaledValue().toByteArray();
    out.writeInt(bytes.length);
    out.write(bytes);
    out.writeInt(number.scale());
  }

  private static NavigableMap<BigDecimal, BigDecimal> read(DataInputStream in) throws IOException {
    NavigableMap<BigDecimal, BigDecimal> side = new TreeMap<>();
    for (int size = in.readInt(); size > 0; size--) {
      BigDecimal price = readDecimal(in);
      side.put(price, readDecimal(in));
    }
    return side;
  }

  private static BigDecimal readDecimal(DataInputStream in) throws IOException {
    byte[] bytes = in.readNBytes(in.readInt());
    return new BigDecimal(new BigInteger(bytes), in.readInt());
  }
}
