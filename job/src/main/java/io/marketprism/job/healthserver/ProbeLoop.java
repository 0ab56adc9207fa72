// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Looks again and again, on a thread of its own, and keeps the newest result. Whoever asks never
 * waits.
 *
 * @param <T> what is looked at
 */
final class ProbeLoop<T> implements AutoCloseable {
  private final Probe<T> probe;
  private final Duration pause;
  private final LongSupplier nanos;
  private final InstantSource wall;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile Sample<T> newest;

  /**
   * @param name of the thread
   * @param pause between the end of a look and the next one
   * @param nanos as {@link System#nanoTime}
   */
  ProbeLoop(String name, Probe<T> probe, Duration pause, LongSupplier nanos, InstantSource wall) {
    this.probe = probe;
    this.pause = pause;
    this.nanos = nanos;
    this.wall = wall;
    this.newest = Sample.none(nanos.getAsLong());
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The newest result; any thread may ask. */
  Sample<T> newest() {
    return newest;
  }

  private void run() {
    try (probe) {
      do {
        look();
      } while (!ended.await(pause.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws InterruptedException {
    long began = nanos.getAsLong();
    T value = null;
    String error = null;
    try {
      value = probe.look();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      error = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
    long now = nanos.getAsLong();
    newest = new Sample<>(value, error, now, wall.instant(), Duration.ofNanos(now - began));
  }

  @Override
  public void close() {
    ended.countDown();
    thread.interrupt();
  }
}
