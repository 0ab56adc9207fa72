// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The answers to {@code /status}. Pure. */
final class StatusJson {
  private static final int MOST_FEEDS = 200;

  private StatusJson() {}

  /** The verdict with its reasons, for programs, and one word for each check. */
  static ObjectNode of(Report report) {
    ObjectNode json = HealthJson.head(report);
    ObjectNode services = json.putObject("services");
    for (CheckResult check : report.checks()) {
      services.put(check.name(), check.status().word());
    }
    json.set("summary", HealthJson.summary(report));
    HealthJson.tail(report, json);
    ArrayNode problems = json.putArray("problems");
    for (Reason reason : report.verdict().reasons()) {
      ObjectNode problem = problems.addObject();
      problem.put("code", reason.code().word());
      problem.put("status", reason.status().word());
      problem.put("where", reason.where());
      problem.put("text", reason.text());
    }
    return json;
  }

  /** The same with everything that is known. */
  static ObjectNode detailed(Report report) {
    ObjectNode json = of(report);
    json.set("checks", HealthJson.checks(report));
    json.set("metrics", HealthJson.metrics(report));
    json.set("coverage", HealthJson.coverage(report));
    job(report, json.putObject("job"));
    taskManagers(report, json.putObject("task_managers"));
    ArrayNode collectors = json.putArray("collectors");
    for (Heartbeats.Beat beat : report.seen().heartbeats()) {
      ObjectNode entry = collectors.addObject();
      entry.put("instance", beat.instance());
      entry.put("job_id", beat.jobId());
      entry.put("status", beat.status());
      entry.put("age_seconds", Rounded.tenths(beat.ageSeconds()));
    }
    feeds(report, json.putObject("feeds"));
    return json;
  }

  private static void job(Report report, ObjectNode json) {
    JobReading job = report.seen().job().value();
    json.put("id", job == null ? null : job.jobId());
    json.put("tasks_running", job == null ? null : (Integer) job.tasksRunning());
    json.put("tasks_total", job == null ? null : (Integer) job.tasksTotal());
    json.put(
        "checkpoint_interval_seconds",
        job == null ? null : Rounded.tenths(job.checkpointIntervalSeconds()));
  }

  private static void taskManagers(Report report, ObjectNode json) {
    JobReading job = report.seen().job().value();
    json.put("registered", job == null ? null : job.taskManagers());
    MetricsReading metrics = report.seen().metrics().value();
    json.put("read", metrics == null ? 0 : metrics.read());
    ObjectNode unreadable = json.putObject("unreadable");
    if (metrics != null) {
      metrics.unreadable().forEach(unreadable::put);
    }
  }

  /** Only those that are not live are listed one by one. */
  private static void feeds(Report report, ObjectNode json) {
    List<Feed> feeds = report.seen().feeds();
    json.put("total", feeds.size());
    json.put("live", feeds.stream().filter(feed -> feed.state() == Feed.State.LIVE).count());
    ArrayNode others = json.putArray("not_live");
    feeds.stream()
        .filter(feed -> feed.state() != Feed.State.LIVE)
        .limit(MOST_FEEDS)
        .forEach(
            feed -> {
              ObjectNode entry = others.addObject();
              entry.put("feed", feed.subject());
              entry.put("state", feed.state().words());
              entry.put("age_seconds", feed.heard() ? Rounded.tenths(feed.ageSeconds()) : null);
              entry.put("threshold_seconds", Rounded.tenths(feed.thresholdSeconds()));
            });
    ArrayNode rejected = json.putArray("rejected");
    report.seen().rejected().stream().limit(MOST_FEEDS).forEach(rejected::add);
  }
}
