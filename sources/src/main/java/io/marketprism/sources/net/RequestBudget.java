// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A share in what a host allows us to request. Everybody who opens the same host shares one budget;
 * nobody is blocked, requests wait in futures, first come, first served within what their kind
 * allows.
 *
 * <p><b>Pace.</b> A token bucket of weight ({@link BudgetSpec#allowance()} in any period),
 * corrected by the venue's own count ({@link #used}). Backfill is limited to its share of it; polls
 * are refused while the venue counts more than 80 % of its limit. Endpoints that the venue counts
 * apart have a pool each ({@link BudgetSpec#pools()}): their requests take nothing from the main
 * weight and wait for nobody in another pool. Snapshots are limited per second besides, over all
 * pools.
 *
 * <p><b>Refusals of the venue</b> (venues.md 1.3) stop all requests to the host: 429 for {@code
 * Retry-After}, or 60 s; 418 likewise, or 10 min; 403 for 300 s or {@code Retry-After} if longer;
 * 451 for 1 h. During a 429 requests wait; during the others they are refused with {@link
 * RestException.Kind#BANNED}, because nobody should wait that long unknowingly. Afterwards one
 * request goes out as a probe, and the rest follows when it was answered without a refusal.
 *
 * <p>Any thread. Futures complete on a timer thread or on the thread that gives a permit back.
 */
public final class RequestBudget implements AutoCloseable {

  /** What a request is for. */
  public enum Kind {
    /** Resynchronises a book. */
    SNAPSHOT,
    /** Fetches missed trades. */
    BACKFILL,
    /** Is repeated anyway; the first to give way. */
    POLL,
    /** Instruments, limits and the like. */
    METADATA
  }

  /**
   * The right to send one request. Give it back by exactly one of its methods; further calls do
   * nothing. Any thread.
   */
  public interface Permit {
    /** The venue answered and did not refuse us. */
    void answered();

    /**
     * The venue refused us.
     *
     * @param status 429, 418, 403 or 451; 429 also for a body that says so
     */
    void refused(int status, Optional<Duration> retryAfter);

    /**
     * Whatever became of the request, it says nothing about limits: timeout, broken connection,
     * 5xx, never sent.
     */
    void inconclusive();
  }

  private static final SharedByHost<BudgetSpec, HostBudget> BUDGETS =
      new SharedByHost<>(
          (host, spec) ->
              new HostBudget(
                  host, spec, Timers.system("budget-" + host), HostMemory.of("rest", host)));

  private final String host;
  private final HostBudget budget;
  private final AtomicBoolean closed = new AtomicBoolean();

  private RequestBudget(String host, HostBudget budget) {
    this.host = host;
    this.budget = budget;
  }

  /** Whether an HTTP status asks us to stay away: 429, 418, 403 and 451. */
  public static boolean isRefusal(int status) {
    return HostBlock.isRefusal(status);
  }

  /**
   * Joins the budget of a host, or sets it up.
   *
   * @param host the key that the sharers have in common: the host name, or any name for hosts with
   *     one common limit
   * @throws IllegalStateException if it is in use with another specification
   */
  public static RequestBudget open(String host, BudgetSpec spec) {
    return new RequestBudget(host, BUDGETS.open(host, spec));
  }

  /**
   * Asks for the right to send a request. The future fails with a {@link RestException} of kind
   * BUDGET (queue full, or poll above 80 %), BANNED or CLOSED; cancelling it leaves the queue.
   *
   * @param weight as the venue counts it; 0 to {@link BudgetSpec#burst()}, for BACKFILL its share
   *     of that
   * @throws IllegalArgumentException if the weight could never be granted
   */
  public CompletableFuture<Permit> acquire(int weight, Kind kind) {
    return acquire(weight, kind, BudgetSpec.MAIN_POOL);
  }

  /**
   * As {@link #acquire(int, Kind)}, from a pool.
   *
   * @param weight as the venue counts it in this pool; at most what the pool spends at once
   * @param pool a key of {@link BudgetSpec#pools()}, or {@link BudgetSpec#MAIN_POOL}
   * @throws IllegalArgumentException if there is no such pool, or the weight could never be granted
   */
  public CompletableFuture<Permit> acquire(int weight, Kind kind, String pool) {
    return budget.acquire(this, weight, kind, pool);
  }

  /** Takes the venue's own count of the main pool's current period, from its header. */
  public void used(long weight) {
    budget.used(weight);
  }

  public BudgetState state() {
    return budget.state();
  }

  /**
   * Leaves the budget: what waits for this share fails with kind CLOSED; the last to leave ends the
   * budget.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      budget.leave(this);
      BUDGETS.release(host);
    }
  }
}
