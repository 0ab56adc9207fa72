// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import io.nats.client.Message;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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

  /** The stream that funding, open interest, liquidations, ratios and volatility are stored in. */
  static final String FIGURES = "MARKET_DATA";

  private final String flinkUrl;
  private final String natsUrl;
  private final long started = System.nanoTime();
  private final Traffic traffic = new Traffic();
  private final NatsTap tap;
  private final FlinkClient flink;
  private final ScheduledExecutorService poller;
  private final CountDownLatch recalled = new CountDownLatch(1);
  private final List<String> expected;
  private volatile JobView job = JobView.UNREACHABLE;
  private volatile long tradesStored = -1;
  private volatile long figuresStored = -1;
  private volatile boolean complete;
  private long completeAfterSeconds = -1;

  /**
   * Starts listening; the first screen already knows the job.
   *
   * @param expected subjects that must be published; none where that is not known
   * @throws IOException when there is no NATS server
   */
  Observation(String natsUrl, String flinkUrl, List<String> expected)
      throws IOException, InterruptedException {
    this.expected = List.copyOf(expected);
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
    traffic.expect(this.expected);
    complete = this.expected.isEmpty();
    ask();
    poller.scheduleWithFixedDelay(this::poll, 0, 1, TimeUnit.SECONDS);
  }

  /** Returns this moment. */
  Screen screen() {
    long now = System.nanoTime();
    List<SubjectRow> rows = traffic.rows(now);
    Screen.NatsView nats =
        new Screen.NatsView(
            tap.connected(),
            traffic.messages(),
            traffic.perSecond(),
            tap.dropped(),
            tradesStored,
            figuresStored);
    Screen screen =
        new Screen(
            TimeUnit.NANOSECONDS.toSeconds(now - started),
            System.currentTimeMillis(),
            flinkUrl,
            job,
            natsUrl,
            nats,
            traffic.deadLetters(),
            traffic.eventCount("gap"),
            expected,
            completeAfterSeconds,
            rows,
            traffic.events());
    if (complete || !screen.silent().isEmpty()) {
      return screen;
    }
    complete = true;
    completeAfterSeconds = screen.runSeconds();
    return screen.completeAfter(completeAfterSeconds);
  }

  private void record(Message message) {
    traffic.record(message.getSubject(), message.getData(), System.nanoTime());
  }

  /**
   * Waits until what the stream of figures holds is in the screens: some figures are published once
   * in minutes only. At most the given time; without the stream there is nothing to wait for.
   */
  void awaitRecall(long seconds) throws InterruptedException {
    recalled.await(seconds, TimeUnit.SECONDS);
  }

  private void poll() {
    try {
      ask();
      if (!complete || recalled.getCount() > 0) {
        tap.recall(FIGURES, traffic);
        recalled.countDown();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask() throws InterruptedException {
    job = flink.newestJob();
    tradesStored = tap.stored(TRADES);
    figuresStored = tap.stored(FIGURES);
  }

  @Override
  public void close() throws InterruptedException {
    poller.shutdownNow();
    tap.close();
  }
}
