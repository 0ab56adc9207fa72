// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import javax.annotation.Nullable;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All metrics of one sink writer, in the metric group of its operator. A Prometheus reporter
 * exports them as {@code flink_taskmanager_job_task_operator_<labels>_<name>}; the names are:
 *
 * <ul>
 *   <li>{@code marketprism_nats_connected} – gauge, 1 while connected and publishing
 *   <li>{@code marketprism_nats_inflight} – gauge, messages not yet confirmed
 *   <li>{@code marketprism_nats_messages_published_total{subject}} – confirmed publishes: JetStream
 *       acked, core followed by a PONG; counted once
 *   <li>{@code marketprism_nats_messages_published_labeled_total{…}} – the same by the labels of
 *       {@link SubjectLabels#labels}
 *   <li>{@code marketprism_collector_last_success_timestamp_seconds{…}} – of the last one, by the
 *       labels of {@link SubjectLabels#successLabels}
 *   <li>{@code marketprism_nats_publish_errors_total{subject,error_type}} – each failure once;
 *       {@code error_type} is one of {@code timeout no_stream rejected payload_too_large
 *       disconnected}
 *   <li>{@code marketprism_nats_duplicates_total{…}} – acks flagged as duplicate, by {@link
 *       SubjectLabels#coarseLabels}
 *   <li>{@code marketprism_nats_publish_duration_seconds_bucket{…,transport,le}}, {@code _sum},
 *       {@code _count} – JetStream: publish to ack; core: entry of the writer until the client has
 *       taken the message
 *   <li>{@code marketprism_nats_reconnects_total} – connections re-established
 *   <li>{@code marketprism_nats_republished_total} – messages published again, after a reconnect or
 *       for lack of an ack
 *   <li>{@code marketprism_nats_foreign_replies_total} – answers on our inbox that are not acks
 * </ul>
 *
 * Subjects beyond the configured number of series count under {@code subject="other"}. The series
 * of a subject that nobody has named in advance end when it had no message for the time that the
 * sink was given, at the latest after twice that. Series are looked up on the task thread only; the
 * counters may be used from any thread.
 */
final class NatsSinkMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(NatsSinkMetrics.class);

  private static final String PREFIX = "marketprism_nats_";
  private static final String OTHER = "other";

  /** Distinct subjects that are remembered; beyond it a subject is looked at each time. */
  static final int MAX_REMEMBERED_SUBJECTS = 65_536;

  /** Distinct label sets; beyond it they are not counted by labels. */
  static final int MAX_LABEL_SETS = 1_000;

  private final MetricGroup group;
  private final SubjectLabels labels;
  private final int maxSubjectSeries;
  private final Duration idle;
  private final Consumer<MetricGroup> end;
  private final Map<String, Remembered> bySubject = new HashMap<>();
  private final Map<Map<String, String>, Counter> byLabels = new HashMap<>();
  private final Map<Map<String, String>, LastSuccess> bySuccessLabels = new HashMap<>();
  private final Map<Map<String, String>, SubjectSeries.Coarse> byCoarseLabels = new HashMap<>();
  private final Counter reconnects;
  private final Counter republished;
  private final Counter foreignReplies;
  private int subjectSeries;
  @Nullable private SubjectCounters otherSubjects;
  private boolean labelLimitSaid;

  private long lookedForIdleAt = System.nanoTime();

  private record SubjectCounters(
      MetricGroup group, Counter published, Map<PublishError, Counter> errors) {}

  /** A subject that needs no second look. */
  private static final class Remembered {
    private final SubjectSeries series;
    private final SubjectCounters counters;
    private boolean namedInAdvance;
    private boolean used = true;

    private Remembered(SubjectSeries series, SubjectCounters counters) {
      this.series = series;
      this.counters = counters;
    }
  }

  /**
   * @param idle how long a subject may be without a message before its series may end
   */
  NatsSinkMetrics(MetricGroup group, SubjectLabels labels, int maxSubjectSeries, Duration idle) {
    this(group, labels, maxSubjectSeries, idle, NatsSinkMetrics::end);
  }

  /**
   * @param end takes a group's metrics from the reporters
   */
  NatsSinkMetrics(
      MetricGroup group,
      SubjectLabels labels,
      int maxSubjectSeries,
      Duration idle,
      Consumer<MetricGroup> end) {
    this.group = group;
    this.labels = labels;
    this.maxSubjectSeries = maxSubjectSeries;
    this.idle = idle;
    this.end = end;
    reconnects = counter(group, "reconnects_total");
    republished = counter(group, "republished_total");
    foreignReplies = counter(group, "foreign_replies_total");
  }

  /** Flink's public interface can only add metrics; its runtime can end a group of them. */
  private static void end(MetricGroup group) {
    if (group instanceof AbstractMetricGroup<?> registered) {
      registered.close();
    }
  }

  /** Registers the series of subjects that will be published, at 0. They stay. */
  void register(List<String> subjects) {
    for (String subject : subjects) {
      series(subject);
      Remembered remembered = bySubject.get(subject);
      if (remembered != null) {
        remembered.namedInAdvance = true;
      }
    }
  }

  /** Ends the series of idle subjects; does nothing but now and then. */
  void endIdle(long nowNanos) {
    if (nowNanos - lookedForIdleAt < idle.toNanos()) {
      return;
    }
    lookedForIdleAt = nowNanos;
    bySubject.values().removeIf(this::endUnlessUsed);
  }

  private boolean endUnlessUsed(Remembered subject) {
    if (subject.used || subject.namedInAdvance) {
      subject.used = false;
      return false;
    }
    if (subject.counters != otherSubjects) {
      end.accept(subject.counters.group());
      subjectSeries--;
    }
    return true;
  }

  void registerState(BooleanSupplier connected, IntSupplier inFlight) {
    group.gauge(PREFIX + "connected", (Gauge<Integer>) () -> connected.getAsBoolean() ? 1 : 0);
    group.gauge(PREFIX + "inflight", (Gauge<Integer>) inFlight::getAsInt);
  }

  Counter reconnects() {
    return reconnects;
  }

  Counter republished() {
    return republished;
  }

  Counter foreignReplies() {
    return foreignReplies;
  }

  /**
   * The series of a subject; checks the subject the first time.
   *
   * @throws IllegalArgumentException when nothing may be published to the subject
   */
  SubjectSeries series(String subject) {
    Remembered known = bySubject.get(subject);
    if (known != null) {
      known.used = true;
      return known.series;
    }
    SubjectRules.check(subject);
    SubjectCounters counters = subjectCounters(subject);
    SubjectSeries series =
        new SubjectSeries(
            counters.published(),
            labeled(new TreeMap<>(labels.labels(subject))),
            lastSuccess(new TreeMap<>(labels.successLabels(subject))),
            counters.errors(),
            coarse(new TreeMap<>(labels.coarseLabels(subject))));
    if (bySubject.size() < MAX_REMEMBERED_SUBJECTS) {
      bySubject.put(subject, new Remembered(series, counters));
    }
    return series;
  }

  /** Distinct subjects that need no second look. */
  int rememberedSubjects() {
    return bySubject.size();
  }

  private SubjectCounters subjectCounters(String subject) {
    if (subjectSeries < maxSubjectSeries) {
      subjectSeries++;
      return registerSubject(subject);
    }
    if (otherSubjects == null) {
      otherSubjects = registerSubject(OTHER);
    }
    return otherSubjects;
  }

  private SubjectCounters registerSubject(String subject) {
    MetricGroup subjectGroup = group.addGroup("subject", subject);
    Map<PublishError, Counter> errors = new EnumMap<>(PublishError.class);
    for (PublishError error : PublishError.values()) {
      errors.put(
          error,
          counter(subjectGroup.addGroup("error_type", error.label()), "publish_errors_total"));
    }
    return new SubjectCounters(
        subjectGroup, counter(subjectGroup, "messages_published_total"), errors);
  }

  @Nullable
  private Counter labeled(Map<String, String> labelSet) {
    if (labelSet.isEmpty()) {
      return null;
    }
    Counter known = byLabels.get(labelSet);
    if (known == null && byLabels.size() < MAX_LABEL_SETS) {
      known = counter(grouped(labelSet), "messages_published_labeled_total");
      byLabels.put(labelSet, known);
    } else if (known == null && !labelLimitSaid) {
      labelLimitSaid = true;
      LOG.warn("More than {} label sets; further ones are not counted by labels.", MAX_LABEL_SETS);
    }
    return known;
  }

  @Nullable
  private LastSuccess lastSuccess(Map<String, String> labelSet) {
    LastSuccess known = bySuccessLabels.get(labelSet);
    if (known == null && !labelSet.isEmpty() && bySuccessLabels.size() < MAX_LABEL_SETS) {
      known = new LastSuccess().register(grouped(labelSet));
      bySuccessLabels.put(labelSet, known);
    }
    return known;
  }

  private SubjectSeries.Coarse coarse(Map<String, String> labelSet) {
    SubjectSeries.Coarse known = byCoarseLabels.get(labelSet);
    if (known != null) {
      return known;
    }
    if (byCoarseLabels.size() >= MAX_LABEL_SETS) {
      labelSet.replaceAll((name, value) -> OTHER);
      known = byCoarseLabels.get(labelSet);
      if (known != null) {
        return known;
      }
    }
    MetricGroup labelGroup = grouped(labelSet);
    SubjectSeries.Coarse coarse =
        new SubjectSeries.Coarse(
            counter(labelGroup, "duplicates_total"),
            histogram(labelGroup, Delivery.CORE),
            histogram(labelGroup, Delivery.JETSTREAM));
    byCoarseLabels.put(labelSet, coarse);
    return coarse;
  }

  private MetricGroup grouped(Map<String, String> labelSet) {
    MetricGroup current = group;
    for (Map.Entry<String, String> label : labelSet.entrySet()) {
      current = current.addGroup(label.getKey(), label.getValue());
    }
    return current;
  }

  private static LatencyHistogram histogram(MetricGroup group, Delivery transport) {
    return new LatencyHistogram()
        .register(
            group.addGroup("transport", transport.label()), PREFIX + "publish_duration_seconds");
  }

  private static Counter counter(MetricGroup group, String name) {
    return group.counter(PREFIX + name, new ThreadSafeSimpleCounter());
  }
}
