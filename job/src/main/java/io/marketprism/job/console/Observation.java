// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import io.nats.client.Message;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Listens to NATS and asks Flink once a second, until it is closed. One thread takes the screens,
 * at any pace.
 */
final class Observation implements AutoCloseable {
  /** The stream that trades are stored in. */
  static final String TRADES = "MARKET_TRADES";

  private final String flinkUrl;
  private final String natsUrl;
  private final long started = System.nanoTime();
  private final Traffic traffic = new Traffic();
  private final NatsTap tap;
  private final FlinkClient flink;
  private final ScheduledExecutorService poller;
  private volatile JobView job = JobView.UNREACHABLE;
  private volatile long tradesStored = -1;

  /**
   * Starts listening; the first screen already knows the job.
   *
   * @throws IOException when there is no NATS server
   */
  Observation(String natsUrl, String flinkUrl) throws IOException, InterruptedException {
    this.natsUrl = natsUrl;
    this.flinkUrl = flinkUrl;
    this.flink = new FlinkClient(flinkUrl);
    this.tap = NatsTap.open(natsUrl, NatsTap.EVERYTHING, this::record);
    this.poller =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "console-poll");
              thread.setDaemon(true);
              return thread;
            });
    poll();
    poller.scheduleWithFixedDelay(this::poll, 1, 1, TimeUnit.SECONDS);
  }

  /** Returns this moment. */
  Screen screen() {
    long now = System.nanoTime();
    List<SubjectRow> rows = traffic.rows(now);
    Screen.NatsView nats =
        new Screen.NatsView(
            tap.connected(), traffic.messages(), traffic.perSecond(), tap.dropped(), tradesStored);
    return new Screen(
        TimeUnit.NANOSECONDS.toSeconds(now - started),
        System.currentTimeMillis(),
        flinkUrl,
        job,
        natsUrl,
        nats,
        traffic.deadLetters(),
        traffic.eventCount("gap"),
        rows,
        traffic.events());
  }

  private void record(Message message) {
    traffic.record(message.getSubject(), message.getData(), System.nanoTime());
  }

  private void poll() {
    try {
      job = flink.newestJob();
      tradesStored = tap.stored(TRADES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws InterruptedException {
    poller.shutdownNow();
    tap.close();
  }
}
