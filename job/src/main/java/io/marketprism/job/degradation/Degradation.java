// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.degradation;

import io.marketprism.job.health.ThisProcess;
import io.marketprism.job.process.ProcessFigures;
import io.marketprism.sources.pressure.LevelChange;
import io.marketprism.sources.pressure.ReaderLoad;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The level of degradation of one job in this process: one for all its subtasks, because they share
 * what the process is short of. Made for the first subtask that opens it and ended with the last,
 * with the one thread that watches.
 *
 * <p>A job that restarts in the process finds its level again, so that the load which a restart
 * brings does not meet a process that has forgotten what it is short of. It is kept where every
 * class loader sees it, in a system property.
 *
 * <p>Any thread.
 */
final class Degradation {
  private static final Logger LOG = LoggerFactory.getLogger(Degradation.class);

  private static final String KEPT = "io.marketprism.job.degradation.";
  private static final String RELIEVED = "relieved";

  /** By the id of their job graph; guarded by itself. */
  private static final Map<String, Degradation> OPEN = new HashMap<>();

  private final DegradationOptions options;
  private final PressureGauge gauge;
  private final DegradationLadder ladder;
  private final ScheduledExecutorService watch;
  private int users;
  private boolean failing;
  private volatile int level;

  private Degradation(DegradationOptions options, PressureGauge gauge) {
    this.options = options;
    this.gauge = gauge;
    this.level = Integer.getInteger(KEPT + options.id(), 0);
    this.ladder =
        new DegradationLadder(options.enter().toMillis(), options.leave().toMillis(), level);
    this.watch =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "degradation-watch");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The one of a job in this process; whoever opens it releases it. */
  static Degradation open(DegradationOptions options) {
    synchronized (OPEN) {
      Degradation shared = OPEN.get(options.id());
      if (shared == null) {
        shared = new Degradation(options, new PressureGauge(ProcessFigures.ofThisProcess()));
        OPEN.put(options.id(), shared);
        shared.start();
      }
      shared.users++;
      return shared;
    }
  }

  private void start() {
    if (options.enabled()) {
      long nanos = options.sample().toNanos();
      watch.scheduleWithFixedDelay(this::sample, nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  void release() {
    synchronized (OPEN) {
      users--;
      if (users == 0) {
        OPEN.remove(options.id());
        watch.shutdownNow();
        if (level == 0) {
          System.clearProperty(KEPT + options.id());
        } else {
          System.setProperty(KEPT + options.id(), Integer.toString(level));
        }
      }
    }
  }

  /** The level that holds now, 0 to 4. */
  int level() {
    return level;
  }

  PublishDelay delay() {
    return gauge.delay();
  }

  void add(ReaderLoad reader) {
    gauge.add(reader);
  }

  void remove(ReaderLoad reader) {
    gauge.remove(reader);
  }

  private void sample() {
    try {
      long now = System.nanoTime();
      Pressure pressure = gauge.sample(now);
      int before = level;
      level = ladder.sample(pressure, TimeUnit.NANOSECONDS.toMillis(now));
      if (level != before) {
        changed(before, pressure);
      }
      failing = false;
    } catch (RuntimeException e) {
      // The schedule would end with it, and the level stay for ever.
      if (!failing) {
        LOG.warn("the pressure on the process could not be measured; the level stays {}", level, e);
      }
      failing = true;
    }
  }

  private void changed(int before, Pressure pressure) {
    String detail =
        "level "
            + level
            + " of "
            + DegradationLadder.HIGHEST
            + " in "
            + ThisProcess.host()
            + '-'
            + ThisProcess.pid()
            + ": "
            + pressure.words();
    LOG.warn("degradation from {} to {}", before, detail);
    ReaderLoad reader = gauge.first();
    if (reader != null) {
      Shortage worst = pressure.worst();
      String reason = level > before && worst != null ? worst.token() : RELIEVED;
      reader.announce(new LevelChange(before, level, reason, detail));
    }
  }
}
