// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.book.OrderBook;
import io.marketprism.model.wire.BookTexts;
import io.marketprism.model.wire.OrderBookEncoder;
import io.marketprism.model.wire.WireOptions;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The best 400 levels of both sides as an {@code orderbook} message, ours beside databind's, each
 * after a change of twenty levels.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
public class BookEncodeBenchmark {
  private static final int DEPTH = 400;
  private static final int LEVELS = 1_000;
  private static final int DELTAS = 1_024;

  private final OrderBook orderBook = new OrderBook();
  private final OrderBookEncoder encoder = new OrderBookEncoder(WireOptions.DEFAULT);
  private final BookTexts texts = encoder.texts();
  private final ObjectMapper mapper = new ObjectMapper();
  private final ObjectWriter writer = mapper.writerFor(OrderBookMessage.class);
  private TreeMapBook treeMapBook;
  private BookSnapshot snapshot;
  private BookDelta[] deltas;
  private TreeMapBook.Delta[] decimalDeltas;
  private int next;
  private long publishTime;

  @Setup
  public void fill() throws MalformedDecimalException, IOException {
    SyntheticMarket market = new SyntheticMarket(LEVELS);
    snapshot = market.snapshot();
    deltas = market.deltas(DELTAS);
    decimalDeltas =
        Arrays.stream(deltas).map(TreeMapBook.Delta::of).toArray(TreeMapBook.Delta[]::new);
    orderBook.apply(snapshot, LEVELS);
    treeMapBook = new TreeMapBook(snapshot);
    publishTime = snapshot.receiveTime() + 5;
    if (!mapper.readTree(encoded()).equals(mapper.readTree(written()))) {
      throw new IllegalStateException("the two messages differ: the benchmark compares nothing");
    }
  }

  @Benchmark
  public byte[] orderBookEncoder() throws MalformedDecimalException {
    orderBook.apply(deltas[next++ & DELTAS - 1], LEVELS);
    return encoded();
  }

  @Benchmark
  public byte[] jacksonDatabind() throws JsonProcessingException {
    treeMapBook.apply(decimalDeltas[next++ & DELTAS - 1], LEVELS);
    return written();
  }

  private byte[] encoded() {
    return encoder
        .encode(SyntheticMarket.BTC_USDT, orderBook, texts, DEPTH, DEPTH, false, publishTime)
        .payload();
  }

  private byte[] written() throws JsonProcessingException {
    return writer.writeValueAsBytes(OrderBookMessage.of(treeMapBook, DEPTH, snapshot, publishTime));
  }
}
