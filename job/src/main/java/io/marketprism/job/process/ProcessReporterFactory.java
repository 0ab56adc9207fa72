// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.process;

import java.util.Properties;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Makes the reporter that adds the metrics of the process; Flink finds it by its name. */
public final class ProcessReporterFactory implements MetricReporterFactory {
  @Override
  public MetricReporter createMetricReporter(Properties properties) {
    return new ProcessReporter(ProcessFigures.ofThisProcess());
  }
}
