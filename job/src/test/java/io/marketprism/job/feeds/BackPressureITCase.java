// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import static org.awaitility.Awaitility.await;

import io.marketprism.model.MarketEvent;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.sources.MarketDataSource;
import io.marketprism.sources.pressure.ReaderLoad;
import io.marketprism.sources.pressure.Restraint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A job that does not take what the feeds have shows as blocked time, and one that does not. */
class BackPressureITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final AtomicReference<ReaderLoad> load = new AtomicReference<>();

  /** A task that can be held up. */
  private static final class Task implements Consumer<MarketEvent> {
    final Semaphore gate = new Semaphore(1);
    volatile long taken;

    @Override
    public void accept(MarketEvent event) {
      gate.acquireUninterruptibly();
      taken++;
      gate.release();
    }
  }

  /** Waits for a second in which the blocked share is above a half, or is not. */
  private void awaitSecond(boolean blocked) {
    long[] since = {System.nanoTime(), load.get().blockedNanos()};
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              long now = System.nanoTime();
              if (now - since[0] < SECOND) {
                return false;
              }
              long total = load.get().blockedNanos();
              boolean was = total - since[1] > (now - since[0]) / 2;
              since[0] = now;
              since[1] = total;
              return was == blocked;
            });
  }

  @Test
  void timeInWhichTheTaskIsHeldUpCountsAsBlocked() throws Exception {
    Task task = new Task();
    try (Simulator simulator =
        Simulator.builder()
            .synthetic(SyntheticSettings.usual().withSymbols("BTCUSDT", "ETHUSDT"))
            .start()) {
      MarketDataSource source =
          MarketDataSource.builder()
              .venue(
                  FeedSettings.of("binance_spot", simulator).symbols("BTCUSDT", "ETHUSDT").build())
              .restraints(
                  (readerLoad, metrics) -> {
                    load.set(readerLoad);
                    return Restraint.NONE;
                  })
              .build();
      try (RigCoordinator coordinator = new RigCoordinator(source, null);
          RigReader reader = new RigReader(source, task)) {
        coordinator.register(reader, List.of());
        await().atMost(PATIENCE).until(() -> task.taken > 100);
        awaitSecond(false);
        task.gate.acquire();
        awaitSecond(true);
        task.gate.release();
        awaitSecond(false);
      }
    }
  }
}
