// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** Lets one load after the other come down on a collector and looks at what it does to it. */
public final class LoadRun {
  private static final Duration SETTLING = Duration.ofSeconds(5);
  private static final Duration CALMING = Duration.ofSeconds(120);
  private static final long CALM_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** Depth frames of each book in a second while the first ones are awaited. */
  private static final double FIRST_UPDATES = 0.5;

  private static final long TOLERATED_LATE_MILLIS = 1_000;

  /** What waits in sockets at the beginning and at the end of a step is not the same. */
  private static final double TOLERATED_DIFFERENCE = 0.1;

  private static final String[] TROUBLES = {
    "marketprism_feed_gaps_total",
    "marketprism_orderbook_resync_count",
    "marketprism_orderbook_violations_total",
    "marketprism_dead_letters_total",
    "marketprism_websocket_reconnections_total"
  };

  private final LoadVenue venue;
  private final LatencyMeter meter;
  private final Collector collector;
  private final ProcessUse taskManager;
  private final ProcessUse nats;
  private final ProcessUse self = new ProcessUse(ProcessHandle.current().pid());
  private final Consumer<String> log;
  private final List<Measured> measured = new ArrayList<>();
  private double saturation;

  LoadRun(
      LoadVenue venue,
      LatencyMeter meter,
      Collector collector,
      ProcessUse taskManager,
      ProcessUse nats,
      Consumer<String> log) {
    this.venue = venue;
    this.meter = meter;
    this.collector = collector;
    this.taskManager = taskManager;
    this.nats = nats;
    this.log = log;
  }

  /**
   * Sends a little until a book of each instrument was published.
   *
   * @throws IOException where they are not there in time
   */
  void awaitBooks(Duration patience) throws IOException, InterruptedException {
    int instruments = venue.market().size();
    long start = System.nanoTime();
    while (venue.gun().streams() < 2 * instruments) {
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new IOException(
            "only " + venue.gun().streams() + " streams of " + 2 * instruments + " are subscribed");
      }
      Thread.sleep(20);
    }
    venue.pace(FIRST_UPDATES * instruments / venue.market().cycle().depthShare());
    int missing = meter.awaitBooks(instruments, patience);
    if (missing > 0) {
      throw new IOException("no book of " + missing + " of " + instruments + " instruments");
    }
    log.accept(
        String.format(
            "all %d books are live after %.1f s", instruments, seconds(System.nanoTime() - start)));
  }

  /**
   * Lets the collector run in, under the first step's load where that is one of frames a second.
   */
  void warmUp(Duration duration, Step first) throws InterruptedException {
    venue.pace(first.kind() == Step.Kind.RATE ? first.pace(saturation) : Gun.FREE);
    Thread.sleep(duration.toMillis());
  }

  /** Takes one step. */
  Measured take(Step step) throws IOException, InterruptedException {
    venue.pace(step.pace(saturation));
    calm(step);
    meter.take();
    Collector.Figures before = collector.figures();
    long beforeAt = System.nanoTime();
    long failed = collector.failedCheckpoints();
    long restarts = collector.restarts();
    Map<String, Double> threads = taskManager.threads();
    long since = System.currentTimeMillis();
    long start = System.nanoTime();
    double cpu = taskManager.cpuSeconds();
    double natsCpu = nats.cpuSeconds();
    double ownCpu = self.cpuSeconds();
    long sent = sent();
    Thread.sleep(step.duration().toMillis());
    double seconds = seconds(System.nanoTime() - start);
    cpu = taskManager.cpuSeconds() - cpu;
    natsCpu = nats.cpuSeconds() - natsCpu;
    ownCpu = self.cpuSeconds() - ownCpu;
    sent = sent() - sent;
    long late = TimeUnit.NANOSECONDS.toMillis(venue.gun().lateNanos());
    Map<String, Double> used = difference(taskManager.threads(), threads);
    Histogram latencies = meter.take();
    long resident = taskManager.residentBytes();
    Collector.Figures after = collector.figures();
    double decoded = (after.frames() - before.frames()) / seconds(System.nanoTime() - beforeAt);
    LongSummaryStatistics checkpoints = collector.checkpoints(since);
    StringJoiner troubles = troubles(before, after);
    tell(troubles, "failed checkpoints", collector.failedCheckpoints() - failed);
    tell(troubles, "restarts", collector.restarts() - restarts);
    if (late > TOLERATED_LATE_MILLIS) {
      tell(troubles, "ms late", late);
    }
    if (Math.abs(decoded * seconds / sent - 1) > TOLERATED_DIFFERENCE) {
      troubles.add(String.format("%,.0f/s decoded", decoded));
    }
    Measured result =
        new Measured(
            step.title(saturation),
            seconds,
            sent,
            decoded,
            cpu,
            natsCpu,
            ownCpu,
            used,
            step.kind() == Step.Kind.FREE ? new Histogram(3) : latencies,
            late,
            taskManager.liveHeapBytes(),
            resident,
            checkpoints.getCount(),
            checkpoints.getCount() == 0 ? 0 : checkpoints.getMax(),
            troubles.toString());
    if (step.kind() == Step.Kind.FREE) {
      saturation = result.rate();
    }
    measured.add(result);
    log.accept(result.row());
    log.accept("  µs/frame by thread: " + result.costs());
    return result;
  }

  /**
   * Asks for the death of the TaskManager and waits until a book of each instrument is published
   * after it, under the load of the step before. The last step there can be.
   */
  void restart(Step step) throws IOException, InterruptedException {
    log.accept("kill the TaskManager");
    long end = System.nanoTime() + step.duration().toNanos();
    while (taskManager.alive()) {
      if (System.nanoTime() > end) {
        throw new IOException("nobody killed the TaskManager");
      }
      Thread.sleep(5);
    }
    long start = System.nanoTime();
    int instruments = venue.market().size();
    int missing = meter.awaitBooks(instruments, step.duration());
    log.accept(
        String.format(
            "%d of %d books are live %.1f s after the TaskManager was killed",
            instruments - missing, instruments, seconds(System.nanoTime() - start)));
  }

  /** Waits until what another load left behind is worked off and nothing is done without. */
  private void calm(Step step) throws IOException, InterruptedException {
    Thread.sleep(SETTLING.toMillis());
    long end = System.nanoTime() + CALMING.toNanos();
    while (step.kind() != Step.Kind.FREE
        && (venue.gun().lateNanos() > CALM_NANOS
            || collector.figures().sum("marketprism_degradation_level") > 0)
        && System.nanoTime() < end) {
      Thread.sleep(1_000);
    }
  }

  private long sent() {
    return venue.gun().depthFrames() + venue.gun().tradeFrames();
  }

  private static StringJoiner troubles(Collector.Figures before, Collector.Figures after) {
    StringJoiner troubles = new StringJoiner(", ");
    for (String name : TROUBLES) {
      String shown = name.replaceFirst("^marketprism_", "").replaceFirst("_(total|count)$", "");
      tell(troubles, shown.replace('_', ' '), (long) (after.sum(name) - before.sum(name)));
    }
    tell(troubles, "degradation level", (long) after.sum("marketprism_degradation_level"));
    return troubles;
  }

  private static void tell(StringJoiner troubles, String what, long count) {
    if (count != 0) {
      troubles.add(count + " " + what);
    }
  }

  private static Map<String, Double> difference(
      Map<String, Double> after, Map<String, Double> before) {
    Map<String, Double> used = new LinkedHashMap<>();
    after.forEach((name, seconds) -> used.put(name, seconds - before.getOrDefault(name, 0.0)));
    return used;
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  /** What was measured so far. */
  List<Measured> measured() {
    return List.copyOf(measured);
  }
}
