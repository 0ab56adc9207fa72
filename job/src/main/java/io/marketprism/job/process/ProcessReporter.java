// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.process;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.metrics.CharacterFilter;
import org.apache.flink.metrics.LogicalScopeProvider;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;

/**
 * Adds the metrics of the process to those of Flink, once in each JobManager and TaskManager,
 * whether or not a job runs; jobs come and go without touching them. It reports nothing itself: the
 * other reporters do.
 *
 * <p>Flink tells a reporter of each group with its first metric. The first group that describes the
 * process itself, {@code Status.JVM.…}, gets ours too, within that call: Flink's thread holds the
 * group's lock at that moment, so that no other lock is taken out of order. The labels are those of
 * the process alone ({@code host}, and {@code tm_id} of a TaskManager).
 *
 * <pre>
 * metrics.reporters: prom,process
 * metrics.reporter.process.factory.class: io.marketprism.job.process.ProcessReporterFactory
 * metrics.reporter.process.directories: /data/checkpoints
 * </pre>
 */
final class ProcessReporter implements MetricReporter {
  private static final String DIRECTORIES = "directories";
  private static final String PROCESS_SCOPE = ".Status.JVM";

  private final ProcessFigures figures;
  private List<Path> directories = List.of();
  private boolean registered;

  ProcessReporter(ProcessFigures figures) {
    this.figures = figures;
  }

  /**
   * @param config {@code directories}: what must not become full, with commas between; by default
   *     the JVM's folder for temporary files
   */
  @Override
  public void open(MetricConfig config) {
    String given = config.getString(DIRECTORIES, System.getProperty("java.io.tmpdir"));
    directories = Stream.of(given.split(",")).map(String::strip).map(Path::of).toList();
  }

  @Override
  public void notifyOfAddedMetric(Metric metric, String metricName, MetricGroup group) {
    if (!registered && describesTheProcess(group)) {
      registered = true;
      ProcessMetrics.register(group, figures, directories);
    }
  }

  private static boolean describesTheProcess(MetricGroup group) {
    return LogicalScopeProvider.castFrom(group)
        .getLogicalScope(CharacterFilter.NO_OP_FILTER)
        .contains(PROCESS_SCOPE);
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String metricName, MetricGroup group) {}

  @Override
  public void close() {}
}
