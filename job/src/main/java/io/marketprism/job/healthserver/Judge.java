// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import io.marketprism.job.healthserver.Reason.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of docs/health.md: what is observed, and what that means. Pure. */
final class Judge {
  static final Duration NATS_PATIENCE = Duration.ofSeconds(30);
  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final double MOST_ERRORS = 0.5;
  static final double MOST_INTERVALS = 5;

  private Judge() {}

  static Verdict judge(Observation seen) {
    List<Reason> reasons = new ArrayList<>();
    nats(seen, reasons);
    job(seen, reasons);
    metrics(seen, reasons);
    publishing(seen, reasons);
    FeedReasons.add(seen, reasons);
    return Verdict.of(reasons);
  }

  private static void nats(Observation seen, List<Reason> reasons) {
    if (seen.nats().value() == null) {
      reasons.add(
          new Reason(
              Code.NATS_AWAY,
              after(seen.natsAway(), NATS_PATIENCE),
              "",
              "NATS has not answered for " + seen.natsAway() + ": " + seen.nats().error()));
      return;
    }
    seen.nats()
        .value()
        .streams()
        .forEach(
            (stream, exists) -> {
              if (exists == null) {
                String text = "JetStream does not tell whether the stream " + stream + " exists";
                reasons.add(new Reason(Code.STREAM_UNKNOWN, Status.DEGRADED, stream, text));
              } else if (!exists) {
                String text = "the stream " + stream + " is missing";
                reasons.add(new Reason(Code.STREAM_MISSING, Status.UNHEALTHY, stream, text));
              }
            });
  }

  private static void job(Observation seen, List<Reason> reasons) {
    JobReading job = seen.job().value();
    if (job == null) {
      reasons.add(notRunning(seen, "the JobManager does not answer: " + seen.job().error()));
    } else if (job.jobId() == null) {
      reasons.add(notRunning(seen, "the cluster has no job"));
    } else if (!job.running()) {
      String tasks = job.tasksRunning() + " of " + job.tasksTotal() + " tasks run";
      reasons.add(notRunning(seen, "the job is " + job.state() + ", " + tasks));
    } else if (job.checkpointAgeSeconds() != null
        && job.checkpointIntervalSeconds() != null
        && job.checkpointAgeSeconds() > MOST_INTERVALS * job.checkpointIntervalSeconds()) {
      String text =
          String.format(
              Locale.ROOT,
              "no checkpoint has completed for %.0f s, one is due each %.0f s",
              job.checkpointAgeSeconds(),
              job.checkpointIntervalSeconds());
      reasons.add(new Reason(Code.CHECKPOINT_OLD, Status.DEGRADED, "", text));
    }
  }

  private static Reason notRunning(Observation seen, String what) {
    return new Reason(
        Code.JOB_NOT_RUNNING,
        after(seen.notRunning(), PATIENCE),
        "",
        what + "; not running for " + seen.notRunning());
  }

  /** Metrics that cannot be read say nothing of the feeds; then the heartbeat has the word. */
  private static void metrics(Observation seen, List<Reason> reasons) {
    MetricsReading metrics = seen.metrics().value();
    if (metrics == null) {
      boolean lost = seen.unread().exceeds(PATIENCE) && !seen.saysItIsLive();
      String sign = lost ? " and no heartbeat tells of a live feed" : "";
      reasons.add(
          new Reason(
              Code.METRICS_UNREADABLE,
              lost ? Status.UNHEALTHY : Status.DEGRADED,
              "",
              "the TaskManagers' metrics cannot be read for "
                  + seen.unread()
                  + sign
                  + ": "
                  + seen.metrics().error()));
    } else if (seen.partial() && !metrics.unreadable().isEmpty()) {
      String text = "metrics cannot be read: " + String.join("; ", metrics.unreadable().values());
      reasons.add(new Reason(Code.METRICS_UNREADABLE, Status.DEGRADED, "", text));
    }
  }

  private static void publishing(Observation seen, List<Reason> reasons) {
    MetricsReading metrics = seen.metrics().value();
    if (metrics == null) {
      return;
    }
    Double errors = metrics.publishErrorRatio();
    if (errors != null && errors > MOST_ERRORS) {
      String text =
          String.format(
              Locale.ROOT, "%.0f %% of publishes failed in the last minute", errors * 100);
      reasons.add(new Reason(Code.PUBLISH_ERRORS, Status.UNHEALTHY, "", text));
    }
    double allowed =
        seen.coreFeeds().stream()
            .mapToDouble(Feed::thresholdSeconds)
            .min()
            .orElse(Double.POSITIVE_INFINITY);
    if (metrics.silentSeconds() > Math.max(PATIENCE.toSeconds(), allowed) && !seen.partial()) {
      String text =
          String.format(
              Locale.ROOT,
              "no order book and no trade was published for %.0f s",
              metrics.silentSeconds());
      reasons.add(new Reason(Code.NOTHING_PUBLISHED, Status.UNHEALTHY, "", text));
    }
    Integer level = metrics.degradationLevel();
    if (level != null && level > 0) {
      String text = "the collector has degraded itself to level " + level;
      reasons.add(new Reason(Code.DEGRADATION, Status.DEGRADED, "", text));
    }
  }

  private static Status after(Absence absence, Duration patience) {
    return absence.exceeds(patience) ? Status.UNHEALTHY : Status.DEGRADED;
  }
}
