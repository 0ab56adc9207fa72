// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Puts the newest results together and remembers since when things are as they are. What is older
 * than some seconds counts as a failure, so that a probe that hangs hides nothing. For one thread,
 * which asks more often than the probes look.
 */
final class Observer {
  /** Probes look two seconds after the last look, which takes three at most. */
  static final Duration OLDEST = Duration.ofSeconds(8);

  private static final double NANOS = 1e9;

  private final Supplier<Sample<NatsReading>> nats;
  private final Supplier<Sample<JobReading>> job;
  private final Supplier<Sample<MetricsReading>> metrics;
  private final Heartbeats heartbeats;
  private final Rejections rejections;
  private final LastSeen natsAnswer;
  private final LastSeen runningJob;
  private final LastSeen metricsPage;
  private final LastSeen liveFeed;

  /**
   * @param nanos now; absences count from here
   */
  Observer(
      Supplier<Sample<NatsReading>> nats,
      Supplier<Sample<JobReading>> job,
      Supplier<Sample<MetricsReading>> metrics,
      Heartbeats heartbeats,
      Rejections rejections,
      long nanos) {
    this.nats = nats;
    this.job = job;
    this.metrics = metrics;
    this.heartbeats = heartbeats;
    this.rejections = rejections;
    natsAnswer = new LastSeen(nanos);
    runningJob = new LastSeen(nanos);
    metricsPage = new LastSeen(nanos);
    liveFeed = new LastSeen(nanos);
  }

  Observation observe(long now) {
    Sample<NatsReading> natsSeen = nats.get().unlessOlderThan(OLDEST, now);
    Sample<JobReading> jobSeen = job.get().unlessOlderThan(OLDEST, now);
    Sample<MetricsReading> metricsSeen = aged(metrics.get().unlessOlderThan(OLDEST, now), now);
    boolean running = jobSeen.seen().map(JobReading::running).orElse(false);
    if (natsSeen.value() != null) {
      natsAnswer.at(natsSeen.endedNanos());
    }
    if (running) {
      runningJob.at(jobSeen.endedNanos());
    }
    if (metricsSeen.value() != null) {
      metricsPage.at(metricsSeen.endedNanos());
      noteLiveFeeds(metricsSeen.value(), now);
    }
    return new Observation(
        natsSeen,
        natsSeen.value() == null ? natsAnswer.absence(now) : Absence.NONE,
        jobSeen,
        running ? Absence.NONE : runningJob.absence(now),
        metricsSeen,
        metricsSeen.value() == null ? metricsPage.absence(now) : Absence.NONE,
        liveFeed.absence(now),
        heartbeats.lately(now),
        rejections.feeds());
  }

  private void noteLiveFeeds(MetricsReading reading, long now) {
    for (Feed feed : reading.feeds()) {
      if (feed.isCore() && feed.live()) {
        // A feed that went stale has been dead since its last message, not since it was noticed.
        liveFeed.at(now - (long) (feed.deadForSeconds() * NANOS));
      }
    }
  }

  /** Feeds have grown older since they were looked at. */
  private static Sample<MetricsReading> aged(Sample<MetricsReading> sample, long now) {
    MetricsReading reading = sample.value();
    if (reading == null) {
      return sample;
    }
    double seconds = sample.age(now).toNanos() / NANOS;
    return new Sample<>(
        reading.after(seconds), null, sample.endedNanos(), sample.at(), sample.took());
  }
}
