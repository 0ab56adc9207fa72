// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import io.marketprism.job.healthserver.Heartbeats.Beat;
import java.util.List;
import java.util.Optional;

/**
 * All that is known at one moment, and for how long it has been so. Immutable; the verdict is made
 * of this alone.
 *
 * @param nats the look at NATS
 * @param natsAway of round trips
 * @param job the look at Flink
 * @param notRunning of the job running with all its tasks
 * @param metrics the look at the TaskManagers
 * @param unread of metrics
 * @param noneLive of any live order book or trade feed
 * @param heartbeats collectors heard of lately, the newest first
 * @param rejected feeds that a venue does not take, as subjects
 */
record Observation(
    Sample<NatsReading> nats,
    Absence natsAway,
    Sample<JobReading> job,
    Absence notRunning,
    Sample<MetricsReading> metrics,
    Absence unread,
    Absence noneLive,
    List<Beat> heartbeats,
    List<String> rejected) {
  Observation {
    heartbeats = List.copyOf(heartbeats);
    rejected = List.copyOf(rejected);
  }

  List<Feed> feeds() {
    return metrics.seen().map(MetricsReading::feeds).orElse(List.of());
  }

  List<Feed> coreFeeds() {
    return feeds().stream().filter(Feed::isCore).toList();
  }

  /** Whether Flink knows of more TaskManagers than answered: feeds may run where nobody looks. */
  boolean partial() {
    Optional<Integer> registered = job.seen().map(JobReading::taskManagers);
    return registered.isPresent()
        && metrics.seen().map(seen -> seen.read() < registered.get()).orElse(true);
  }

  /** Whether the collector says of itself that feeds are live. */
  boolean saysItIsLive() {
    return heartbeats.stream().anyMatch(beat -> !beat.status().equals("unhealthy"));
  }
}
