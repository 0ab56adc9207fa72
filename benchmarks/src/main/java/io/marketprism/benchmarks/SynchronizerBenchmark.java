// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.sources.book.BookSynchronizer;
import io.marketprism.sources.venue.Venues;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What the check costs that each delta continues the one before, on a healthy stream. One operation
 * is a delta; after 1,024 of them the stream begins anew with a snapshot.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class SynchronizerBenchmark implements BookSynchronizer.Output {
  private static final int DELTAS = 1_024;

  private BookSnapshot snapshot;
  private BookDelta[] deltas;
  private BookSynchronizer synchronizer;
  private int next;
  private Blackhole hole;

  @Setup
  public void fill(Blackhole newHole) {
    hole = newHole;
    SyntheticMarket market = new SyntheticMarket(400);
    snapshot = market.snapshot();
    deltas = market.deltas(DELTAS);
    next = DELTAS;
  }

  @Benchmark
  public void delta() {
    if (next == DELTAS) {
      next = 0;
      synchronizer =
          new BookSynchronizer(
              Venues.of("binance_spot").books().chain(), this, 1_000, 1 << 20, 3_600_000);
    }
    synchronizer.onDelta(deltas[next]);
    next++;
  }

  @Override
  public void requestSnapshot(String reason) {
    synchronizer.onSnapshot(snapshot);
  }

  @Override
  public void snapshot(BookSnapshot whole) {
    hole.consume(whole);
  }

  @Override
  public void delta(BookDelta delta) {
    hole.consume(delta);
  }

  @Override
  public void lost(String reason, long lastGoodId, long breakingId, long lastGoodTime) {
    throw new IllegalStateException("the stream is not whole: " + reason);
  }

  @Override
  public void live(String reason, long id, long eventTime) {
    // The first book of a round.
  }
}
