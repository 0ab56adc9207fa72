// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A share in the connection attempts that a host allows us; every attempt, the first, a retry or a
 * rotation, passes here (LL15). Everybody who opens the same host shares one budget; who must wait
 * waits in a future, first come, first served. What was used and refused is remembered for the life
 * of the process, so that a job that restarts again and again stays within the limit. Any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored")
public final class ConnectBudget implements AutoCloseable {

  /**
   * What a venue allows one address.
   *
   * @param attempts the venue's limit, such as 300 at Binance spot; we use at most half of it, but
   *     at least one
   * @param period the span it counts in, such as 5 minutes
   */
  public record Spec(int attempts, Duration period) {
    private static final int MAX_ATTEMPTS = 100_000;

    public Spec {
      if (attempts < 1 || attempts > MAX_ATTEMPTS || period.isZero() || period.isNegative()) {
        throw new IllegalArgumentException(
            attempts
                + " attempts per "
                + period
                + ": allowed are 1 to "
                + MAX_ATTEMPTS
                + " in a span longer than zero");
      }
    }

    int used() {
      return Math.max(1, attempts / 2);
    }
  }

  private static final int MAX_WAITING = 1_000;

  private static final SharedByHost<Spec, Attempts> ATTEMPTS =
      new SharedByHost<>(
          (host, spec) ->
              new Attempts(
                  host,
                  spec,
                  Timers.system("connect-budget-" + host),
                  HostMemory.of("attempts", host),
                  HostMemory.of("refusal", host)));

  private final String host;
  private final Attempts attempts;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ConnectBudget(String host, Attempts attempts) {
    this.host = host;
    this.attempts = attempts;
  }

  /**
   * Joins the budget of a host, or sets it up.
   *
   * @throws IllegalStateException if it is in use with another specification
   */
  public static ConnectBudget open(String host, Spec spec) {
    return new ConnectBudget(host, ATTEMPTS.open(host, spec));
  }

  /**
   * Completes when one attempt may be made. Fails with a {@link RestException} of kind BUDGET if
   * 1,000 wait already, CLOSED if the share is closed meanwhile. Cancelling it leaves the queue.
   */
  public CompletableFuture<Void> acquire() {
    return attempts.acquire(this);
  }

  /**
   * Takes note of a refused handshake ({@link CloseReason#httpStatus()}): after 429, 418, 403 and
   * 451 nobody connects to the host for as long as {@link RequestBudget} would send nothing. Other
   * statuses have no effect.
   */
  public void refused(int status, Optional<Duration> retryAfter) {
    attempts.refused(status, retryAfter);
  }

  /** How long nobody connects to the host because of a refusal; zero: not blocked. */
  public Duration blockedFor() {
    return attempts.blockedFor();
  }

  /** Leaves the budget; what waits for this share fails. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      attempts.leave(this);
      ATTEMPTS.release(host);
    }
  }

  /** The budget behind all shares of one host. */
  static final class Attempts implements AutoCloseable {
    private record Waiter(Object owner, CompletableFuture<Void> future) {}

    private final String host;
    private final Timers timers;
    private final SlidingWindow window;
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private final HostBlock block = new HostBlock();
    private final HostMemory earlier;
    private final HostMemory refusal;
    private boolean wakeUpSet;

    /**
     * @param earlier where the attempts of the last period are remembered
     * @param refusal where a refusal is remembered
     */
    Attempts(String host, Spec spec, Timers timers, HostMemory earlier, HostMemory refusal) {
      this.host = host;
      this.timers = timers;
      this.window = new SlidingWindow(spec.used(), spec.period());
      this.earlier = earlier;
      this.refusal = refusal;
      for (long time : earlier.recall()) {
        window.take(time);
      }
      block.restore(refusal.recall());
    }

    CompletableFuture<Void> acquire(Object owner) {
      Waiter waiter = new Waiter(owner, new CompletableFuture<>());
      synchronized (this) {
        waiters.removeIf(other -> other.future.isDone());
        if (waiters.size() >= MAX_WAITING) {
          return CompletableFuture.failedFuture(
              new RestException(
                  RestException.Kind.BUDGET,
                  "already " + waiters.size() + " connection attempts wait for " + host));
        }
        waiters.add(waiter);
      }
      grantWhatMayGo();
      return waiter.future;
    }

    private void grantWhatMayGo() {
      List<Waiter> due = new ArrayList<>();
      synchronized (this) {
        long now = timers.nanos();
        while (!waiters.isEmpty()) {
          if (waiters.peek().future.isDone()) {
            waiters.remove(); // cancelled
            continue;
          }
          long wait = Math.max(window.waitNanos(now), block.remaining(now));
          if (wait > 0) {
            wakeUpIn(wait);
            break;
          }
          window.take(now);
          due.add(waiters.remove());
        }
      }
      due.forEach(waiter -> waiter.future.complete(null));
    }

    private void wakeUpIn(long delay) {
      if (wakeUpSet) {
        return;
      }
      wakeUpSet = true;
      timers.after(
          delay,
          () -> {
            synchronized (this) {
              wakeUpSet = false;
            }
            grantWhatMayGo();
          });
    }

    synchronized void refused(int status, Optional<Duration> retryAfter) {
      if (HostBlock.isRefusal(status)) {
        block.refused(status, retryAfter, timers.nanos());
      }
    }

    synchronized Duration blockedFor() {
      return Duration.ofNanos(block.remaining(timers.nanos()));
    }

    void leave(Object owner) {
      List<Waiter> left = new ArrayList<>();
      synchronized (this) {
        waiters.stream().filter(waiter -> waiter.owner == owner).forEach(left::add);
        waiters.removeAll(left);
      }
      left.forEach(
          waiter ->
              waiter.future.completeExceptionally(
                  new RestException(
                      RestException.Kind.CLOSED, "the connect budget of " + host + " was closed")));
    }

    @Override
    public void close() {
      synchronized (this) {
        earlier.keep(window.times());
        refusal.keep(block.state());
      }
      timers.close();
    }
  }
}
