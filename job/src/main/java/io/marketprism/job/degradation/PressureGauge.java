// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.degradation;

import io.marketprism.job.process.ProcessFigures;
import io.marketprism.sources.pressure.ReaderLoad;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Measures the pressure on this process. Sampled by one thread, about once a second; readers come
 * and go on any.
 *
 * <p>Back-pressure is that of the most pressed reader: one subtask that does not keep up is enough
 * to lose a feed.
 */
final class PressureGauge {
  private static final double PERCENT = 100;

  private final ProcessFigures figures;
  private final PublishDelay delay = new PublishDelay();
  private final SlidingShare late = new SlidingShare();
  private final Map<ReaderLoad, SlidingShare> readers = new LinkedHashMap<>();

  PressureGauge(ProcessFigures figures) {
    this.figures = figures;
  }

  PublishDelay delay() {
    return delay;
  }

  synchronized void add(ReaderLoad reader) {
    readers.put(reader, new SlidingShare());
  }

  synchronized void remove(ReaderLoad reader) {
    readers.remove(reader);
  }

  /** The reader that was there first, or null. */
  synchronized ReaderLoad first() {
    return readers.isEmpty() ? null : readers.keySet().iterator().next();
  }

  /**
   * A sample.
   *
   * @param nowNanos as {@link System#nanoTime()}
   */
  synchronized Pressure sample(long nowNanos) {
    double blocked = 0;
    for (Map.Entry<ReaderLoad, SlidingShare> reader : readers.entrySet()) {
      blocked =
          Math.max(blocked, reader.getValue().percent(reader.getKey().blockedNanos(), nowNanos));
    }
    Pressure pressure =
        Pressure.of(Shortage.BACK_PRESSURE, blocked)
            .and(Shortage.LATENCY, late.percent(delay.late(), delay.all()));
    if (figures.memoryPercent().isPresent()) {
      pressure = pressure.and(Shortage.MEMORY, figures.memoryPercent().get());
    }
    if (figures.openDescriptors().isPresent() && figures.maxDescriptors().isPresent()) {
      pressure =
          pressure.and(
              Shortage.DESCRIPTORS,
              PERCENT
                  * figures.openDescriptors().getAsLong()
                  / figures.maxDescriptors().getAsLong());
    }
    return pressure;
  }
}
