// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.degradation;

import io.marketprism.model.DataType;
import io.marketprism.sources.pressure.ReaderLoad;
import io.marketprism.sources.pressure.Restraint;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What the feeds do without at each level: from {@value #FEWER_POLLS} on the figures that change
 * slowly, and backfills wait; at {@value #BOOKS_AND_TRADES} everything but books and trades.
 */
public final class FeedRestraint implements Restraint {
  private static final int FEWER_POLLS = 3;
  private static final int BOOKS_AND_TRADES = 4;

  private final Degradation degradation;
  private final ReaderLoad load;

  private FeedRestraint(Degradation degradation, ReaderLoad load) {
    this.degradation = degradation;
    this.load = load;
  }

  /** For the readers of a job. */
  public static Provider of(DegradationOptions options) {
    return (load, metrics) -> open(options, load, metrics);
  }

  private static FeedRestraint open(
      DegradationOptions options, ReaderLoad load, MetricGroup metrics) {
    Degradation degradation = Degradation.open(options);
    degradation.add(load);
    metrics.gauge("marketprism_degradation_level", (Gauge<Integer>) degradation::level);
    return new FeedRestraint(degradation, load);
  }

  /** The level from which on a data type is left out; above the highest if never. */
  static int leftOutFrom(DataType type) {
    return switch (type) {
      case ORDERBOOK, TRADE -> DegradationLadder.HIGHEST + 1;
      case FUNDING_RATE, LIQUIDATION -> BOOKS_AND_TRADES;
      case OPEN_INTEREST, LSR_TOP_POSITION, LSR_ALL_ACCOUNT, VOLATILITY_INDEX -> FEWER_POLLS;
    };
  }

  @Override
  public boolean leavesOut(DataType type) {
    return degradation.level() >= leftOutFrom(type);
  }

  @Override
  public boolean defersBackfill() {
    return degradation.level() >= FEWER_POLLS;
  }

  @Override
  public void close() {
    degradation.remove(load);
    degradation.release();
  }
}
