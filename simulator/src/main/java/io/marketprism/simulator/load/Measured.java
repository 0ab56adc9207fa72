// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.load;

import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * What was seen during one step.
 *
 * @param title what was asked for
 * @param seconds how long
 * @param frames frames that the sockets took
 * @param decoded frames a second that the collector says it decoded
 * @param cpuSeconds of the TaskManager
 * @param natsSeconds of the NATS server
 * @param ownSeconds of this process
 * @param threads the TaskManager's CPU seconds by thread
 * @param latencies of trades, in µs; empty without a pace
 * @param lateMillis how late the gun was at the end
 * @param heapBytes what lived on the TaskManager's heap
 * @param residentBytes the TaskManager's memory
 * @param checkpoints how many were completed
 * @param checkpointMillis the longest of them
 * @param troubles gaps, resyncs, violations, dead letters, restarts, failed checkpoints
 */
record Measured(
    String title,
    double seconds,
    long frames,
    double decoded,
    double cpuSeconds,
    double natsSeconds,
    double ownSeconds,
    Map<String, Double> threads,
    Histogram latencies,
    long lateMillis,
    long heapBytes,
    long residentBytes,
    long checkpoints,
    long checkpointMillis,
    String troubles) {
  private static final int THREADS_SHOWN = 9;

  static final String HEADER =
      "| load | frames/s | CPU µs/frame | cores TM / NATS / generator | p50 ms | p99 ms | p99.9 ms |"
          + " max ms | checkpoints, longest ms | heap MB | RSS MB | troubles |\n"
          + "|---|---|---|---|---|---|---|---|---|---|---|---|";

  static final String TSV_HEADER =
      "load\tseconds\tframes\tdecoded_per_s\tcpu_s\tnats_cpu_s\tgenerator_cpu_s\tsamples\tp50_us\tp99_us"
          + "\tp999_us\tmax_us\tlate_ms\theap\trss\tcheckpoints\tcheckpoint_max_ms\ttroubles";

  double rate() {
    return frames / seconds;
  }

  /** A row of {@link #HEADER}. */
  String row() {
    return String.format(
        "| %s | %,.0f | %.2f | %.2f / %.2f / %.2f | %s | %s | %s | %s | %d, %,d | %,.0f | %,.0f |"
            + " %s |",
        title,
        rate(),
        1e6 * cpuSeconds / frames,
        cpuSeconds / seconds,
        natsSeconds / seconds,
        ownSeconds / seconds,
        millis(50),
        millis(99),
        millis(99.9),
        millis(100),
        checkpoints,
        checkpointMillis,
        heapBytes / 1e6,
        residentBytes / 1e6,
        troubles.isEmpty() ? "none" : troubles);
  }

  private String millis(double percentile) {
    return latencies.getTotalCount() == 0
        ? "–"
        : String.format("%.2f", latencies.getValueAtPercentile(percentile) / 1e3);
  }

  /** A row of {@link #TSV_HEADER}. */
  String tsv() {
    return String.join(
        "\t",
        title,
        Double.toString(seconds),
        Long.toString(frames),
        Double.toString(decoded),
        Double.toString(cpuSeconds),
        Double.toString(natsSeconds),
        Double.toString(ownSeconds),
        Long.toString(latencies.getTotalCount()),
        Long.toString(latencies.getValueAtPercentile(50)),
        Long.toString(latencies.getValueAtPercentile(99)),
        Long.toString(latencies.getValueAtPercentile(99.9)),
        Long.toString(latencies.getMaxValue()),
        Long.toString(lateMillis),
        Long.toString(heapBytes),
        Long.toString(residentBytes),
        Long.toString(checkpoints),
        Long.toString(checkpointMillis),
        troubles);
  }

  /** The threads that took most, as µs a frame. */
  String costs() {
    return threads.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .limit(THREADS_SHOWN)
        .map(thread -> String.format("%s %.2f", thread.getKey(), 1e6 * thread.getValue() / frames))
        .collect(Collectors.joining(", "));
  }
}
