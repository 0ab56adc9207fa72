// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.book.OrderBook;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One delta of twenty levels on a book: sorted arrays of longs beside tree maps of decimals. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class BookApplyBenchmark {
  private static final int DELTAS = 1_024;

  @Param({"400", "1000", "5000"})
  public int levels;

  private final OrderBook orderBook = new OrderBook();
  private TreeMapBook treeMapBook;
  private BookDelta[] deltas;
  private TreeMapBook.Delta[] decimalDeltas;
  private int next;

  @Setup
  public void fill() throws MalformedDecimalException {
    SyntheticMarket market = new SyntheticMarket(levels);
    BookSnapshot snapshot = market.snapshot();
    deltas = market.deltas(DELTAS);
    decimalDeltas = new TreeMapBook.Delta[DELTAS];
    orderBook.apply(snapshot, levels);
    treeMapBook = new TreeMapBook(snapshot);
    for (int i = 0; i < DELTAS; i++) {
      decimalDeltas[i] = TreeMapBook.Delta.of(deltas[i]);
      orderBook.apply(deltas[i], levels);
      treeMapBook.apply(decimalDeltas[i], levels);
      treeMapBook.requireSame(orderBook);
    }
  }

  @Benchmark
  public OrderBook orderBook() throws MalformedDecimalException {
    orderBook.apply(deltas[next++ & DELTAS - 1], levels);
    return orderBook;
  }

  @Benchmark
  public TreeMapBook treeMapOfBigDecimals() {
    treeMapBook.apply(decimalDeltas[next++ & DELTAS - 1], levels);
    return treeMapBook;
  }
}
