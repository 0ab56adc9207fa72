// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.CharacterFilter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.OperatorIOMetricGroup;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** A metric group that keeps what is registered, by name and labels, as a scrape would show it. */
final class RecordedMetrics implements SinkWriterMetricGroup {

  private final Map<String, Metric> registered;
  private final Map<String, String> labels;
  private final Counter recordsSend = new SimpleCounter();
  private final Counter bytesSend = new SimpleCounter();
  private final Counter sendErrors = new SimpleCounter();

  RecordedMetrics() {
    this(new ConcurrentHashMap<>(), new TreeMap<>());
  }

  private RecordedMetrics(Map<String, Metric> registered, Map<String, String> labels) {
    this.registered = registered;
    this.labels = labels;
  }

  /** All series as {@code name{label=value, …}}. */
  Set<String> series() {
    return registered.keySet();
  }

  /** Present value of one series, named as in {@link #series()}. */
  double value(String series) {
    Metric metric = registered.get(series);
    if (metric instanceof Counter counter) {
      return counter.getCount();
    }
    if (metric instanceof Gauge<?> gauge) {
      return ((Number) gauge.getValue()).doubleValue();
    }
    throw new AssertionError("No series " + series + " among " + registered.keySet());
  }

  /** Sum over all series of one name. */
  double sum(String name) {
    return registered.keySet().stream()
        .filter(series -> series.equals(name) || series.startsWith(name + "{"))
        .mapToDouble(this::value)
        .sum();
  }

  /** Forgets the series of this group and of those below. */
  void end() {
    registered
        .keySet()
        .removeIf(
            series -> labels.entrySet().stream().allMatch(l -> series.contains(l.toString())));
  }

  private <M extends Metric> M add(String name, M metric) {
    String series = labels.isEmpty() ? name : name + labels;
    if (registered.putIfAbsent(series, metric) != null) {
      throw new AssertionError("registered twice: " + series);
    }
    return metric;
  }

  @Override
  public Counter counter(String name) {
    return add(name, new SimpleCounter());
  }

  @Override
  public <C extends Counter> C counter(String name, C counter) {
    return add(name, counter);
  }

  @Override
  public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
    return add(name, gauge);
  }

  @Override
  public <H extends Histogram> H histogram(String name, H histogram) {
    return add(name, histogram);
  }

  @Override
  public <M extends Meter> M meter(String name, M meter) {
    return add(name, meter);
  }

  @Override
  public MetricGroup addGroup(String name) {
    return this;
  }

  @Override
  public MetricGroup addGroup(String key, String value) {
    Map<String, String> extended = new TreeMap<>(labels);
    extended.put(key, value);
    return new RecordedMetrics(registered, extended);
  }

  @Override
  public String[] getScopeComponents() {
    return new String[0];
  }

  @Override
  public Map<String, String> getAllVariables() {
    return labels;
  }

  @Override
  public String getMetricIdentifier(String name) {
    return name;
  }

  @Override
  public String getMetricIdentifier(String name, CharacterFilter filter) {
    return name;
  }

  @Override
  public OperatorIOMetricGroup getIOMetricGroup() {
    return UnregisteredMetricsGroup.createOperatorIOMetricGroup();
  }

  @Override
  public Counter getNumRecordsOutErrorsCounter() {
    return sendErrors;
  }

  @Override
  public Counter getNumRecordsSendErrorsCounter() {
    return sendErrors;
  }

  @Override
  public Counter getNumRecordsSendCounter() {
    return recordsSend;
  }

  @Override
  public Counter getNumBytesSendCounter() {
    return bytesSend;
  }

  @Override
  public void setCurrentSendTimeGauge(Gauge<Long> gauge) {
    gauge("currentSendTime", gauge);
  }
}
