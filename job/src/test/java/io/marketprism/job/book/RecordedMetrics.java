// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;

/** Metrics as a reporter sees them: name, own labels, value. */
public final class RecordedMetrics {
  private final Map<String, Metric> metrics = new ConcurrentHashMap<>();
  private final TaskMetricGroup task;

  public RecordedMetrics() {
    TestingMetricRegistry registry =
        TestingMetricRegistry.builder()
            .setNumberReporters(1)
            .setRegisterConsumer((metric, name, group) -> metrics.put(name + labels(group), metric))
            .setUnregisterConsumer((metric, name, group) -> metrics.remove(name + labels(group)))
            .build();
    task =
        TaskManagerMetricGroup.createTaskManagerMetricGroup(
                registry, "localhost", ResourceID.generate())
            .addJob(new JobID(), "job")
            .addTask(ExecutionAttemptID.randomId(), "task");
  }

  private static Map<String, String> labels(AbstractMetricGroup<?> group) {
    Map<String, String> own = new TreeMap<>();
    group
        .getAllVariables()
        .forEach(
            (name, value) -> {
              String label = name.substring(1, name.length() - 1);
              if (!label.contains("_id")
                  && !label.contains("task")
                  && !label.contains("job")
                  && !label.contains("operator")
                  && !label.equals("host")) {
                own.put(label, value);
              }
            });
    return own;
  }

  public TaskMetricGroup task() {
    return task;
  }

  /** Whether a metric exists; its series is the name and {@code {label=value, …}} by name. */
  public boolean has(String series) {
    return metrics.containsKey(series);
  }

  /** The series that have a label, as {@code name=value}. */
  public List<String> seriesWith(String label) {
    return metrics.keySet().stream().filter(series -> series.contains(label)).sorted().toList();
  }

  public double value(String series) {
    Metric metric = metrics.get(series);
    if (metric instanceof Counter counter) {
      return counter.getCount();
    }
    if (metric instanceof Gauge<?> gauge) {
      return ((Number) gauge.getValue()).doubleValue();
    }
    throw new AssertionError("no series " + series + " in " + new TreeMap<>(metrics).keySet());
  }
}
