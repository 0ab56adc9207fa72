// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.pressure;

import io.marketprism.model.DataType;
import java.io.Serializable;
import org.apache.flink.metrics.MetricGroup;

/**
 * What the feeds of a reader do without for the moment, because the process is short of something.
 * Any thread may ask; answers change at any time and come without delay.
 */
public interface Restraint extends AutoCloseable {
  /** Feeds do without nothing. */
  Restraint NONE =
      new Restraint() {
        @Override
        public boolean leavesOut(DataType type) {
          return false;
        }

        @Override
        public boolean defersBackfill() {
          return false;
        }

        @Override
        public void close() {}
      };

  /** Whether data of a type is neither asked for nor passed on. */
  boolean leavesOut(DataType type);

  /** Whether missed trades are fetched later. */
  boolean defersBackfill();

  /** The reader has ended. */
  @Override
  void close();

  /** Opens the restraint of one reader; travels with the job graph. */
  @FunctionalInterface
  interface Provider extends Serializable {
    /**
     * Called once for each reader, which closes what it gets.
     *
     * @param load what the reader tells of itself; used until the restraint is closed
     * @param metrics the reader's group
     */
    Restraint open(ReaderLoad load, MetricGroup metrics);
  }
}
