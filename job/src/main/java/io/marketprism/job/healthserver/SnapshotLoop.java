// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.marketprism.job.process.DiskUse;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Makes the answers once a second, on a thread of its own, so that requests only have to send them;
 * writes a line whenever the status changes.
 */
final class SnapshotLoop implements AutoCloseable {
  /** Answers older than this are not given any more. */
  static final Duration OLDEST = Duration.ofSeconds(10);

  private static final long PAUSE_MS = 1_000;

  private final ObjectMapper json = new ObjectMapper();
  private final Observer observer;
  private final Supplier<Sample<DiskUse>> disk;
  private final Grace grace;
  private final String version;
  private final LongSupplier nanos;
  private final InstantSource wall;
  private final PrintStream log;
  private final Checks checks = new Checks();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "health-verdict");
  private final long startNanos;
  private String lastLogged = "";
  private volatile Snapshot newest;

  /**
   * @param log gets a line for each change of the status
   */
  SnapshotLoop(
      Observer observer,
      Supplier<Sample<DiskUse>> disk,
      Grace grace,
      String version,
      LongSupplier nanos,
      InstantSource wall,
      PrintStream log) {
    this.observer = observer;
    this.disk = disk;
    this.grace = grace;
    this.version = version;
    this.nanos = nanos;
    this.wall = wall;
    this.log = log;
    this.startNanos = nanos.getAsLong();
    thread.setDaemon(true);
    make();
  }

  void start() {
    thread.start();
  }

  /** The newest answers, or a failure if they are too old; any thread may ask, none waits. */
  Snapshot newest() {
    Snapshot snapshot = newest;
    Duration age = Duration.ofNanos(nanos.getAsLong() - snapshot.madeNanos());
    return age.compareTo(OLDEST) <= 0
        ? snapshot
        : failed("no verdict was made for " + age.toSeconds() + " s");
  }

  private void run() {
    try {
      while (!ended.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
        make();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void make() {
    long now = nanos.getAsLong();
    try {
      Observation seen = observer.observe(now);
      Verdict verdict = Judge.judge(seen);
      Duration uptime = Duration.ofNanos(now - startNanos);
      boolean forgiven = grace.applies(verdict.status(), uptime);
      Report report =
          new Report(
              wall.instant(),
              version,
              uptime,
              seen,
              verdict,
              checks.of(seen, verdict),
              disk.get().value(),
              forgiven,
              grace.length(),
              grace.over());
      newest =
          new Snapshot(
              now,
              report.httpStatus(),
              text(HealthJson.of(report)),
              text(StatusJson.of(report)),
              text(StatusJson.detailed(report)));
      logChange(report);
    } catch (RuntimeException | JsonProcessingException e) {
      // What cannot be judged is not well; the next second may do better.
      log.println(wall.instant() + " no verdict: " + e);
      newest = failed("no verdict: " + e);
    }
  }

  private void logChange(Report report) {
    List<Reason> reasons = report.verdict().reasons();
    String kinds = report.verdict().status().word() + reasons.stream().map(Reason::code).toList();
    if (!kinds.equals(lastLogged)) {
      lastLogged = kinds;
      log.println(
          HealthJson.time(report.at())
              + ' '
              + report.verdict().status().word()
              + (report.graceApplies() ? " (within the grace)" : "")
              + String.join("", reasons.stream().map(reason -> "\n  " + reason.text()).toList()));
      log.flush();
    }
  }

  private Snapshot failed(String error) {
    String body = failure(wall.instant(), error);
    return new Snapshot(nanos.getAsLong(), 503, body, body, body);
  }

  /** The answer in place of one that failed. */
  static String failure(Instant at, String error) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("status", Status.UNHEALTHY.word());
    json.put("timestamp", HealthJson.time(at));
    json.put("error", error);
    return json.toString();
  }

  private String text(ObjectNode node) throws JsonProcessingException {
    return json.writeValueAsString(node);
  }

  @Override
  public void close() {
    ended.countDown();
  }
}
