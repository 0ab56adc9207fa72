// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.marketprism.sources.net.BudgetState.PoolState;
import io.marketprism.sources.net.PoolQueue.Waiter;
import io.marketprism.sources.net.RequestBudget.Kind;
import io.marketprism.sources.net.RequestBudget.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The budget behind all {@link RequestBudget}s of one host: a {@link PoolQueue} for each limit that
 * the venue counts, and one block for all. Pools do not wait for each other; among those that may
 * send, the earliest request goes first. One lock, held briefly and never while a future completes
 * or a request is made.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class HostBudget implements AutoCloseable {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int POLL_STOP_PERCENT = 80;

  private final String host;
  private final BudgetSpec spec;
  private final Timers timers;
  private final HostMemory memory;

  private final Object lock = new Object();
  private final BucketPace weight;
  private final BucketPace backfill;
  private final SlidingWindow snapshots;
  private final PoolQueue main;
  private final Map<String, PoolQueue> pools = new HashMap<>(); // with the main one
  private final HostBlock block = new HostBlock();
  private final Map<Integer, Long> refusals = new HashMap<>();
  private final WakeUp wakeUp;
  private long arrivals;
  private long venueCount;
  private long venueCountAt;
  private boolean venueCounted;
  private Grant probe; // null: none under way
  private boolean closed;

  /**
   * @param memory where a refusal is remembered beyond the life of this budget
   */
  HostBudget(String host, BudgetSpec spec, Timers timers, HostMemory memory) {
    this.host = host;
    this.spec = spec;
    this.timers = timers;
    this.memory = memory;
    block.restore(memory.recall());
    this.weight = new BucketPace(spec.burst(), spec.refill(), spec.period(), timers);
    this.backfill =
        new BucketPace(spec.backfillBurst(), spec.backfillRefill(), spec.period(), timers);
    this.snapshots = new SlidingWindow(spec.snapshotsPerSecond(), Duration.ofSeconds(1));
    this.main = new PoolQueue(weight);
    pools.put(BudgetSpec.MAIN_POOL, main);
    spec.pools()
        .forEach(
            (name, pool) ->
                pools.put(
                    name, new PoolQueue(Pace.of(spec.allowance(pool), pool.period(), timers))));
    this.wakeUp = new WakeUp(timers, this::grantWhatMayGo);
  }

  CompletableFuture<Permit> acquire(RequestBudget owner, int requested, Kind kind, String name) {
    PoolQueue pool = pools.get(name);
    if (pool == null) {
      throw new IllegalArgumentException(
          host + " has no request pool '" + name + "', only " + spec.pools().keySet());
    }
    long most = pool == main && kind == Kind.BACKFILL ? spec.backfillBurst() : pool.pace().most();
    if (requested < 0 || requested > most) {
      throw new IllegalArgumentException(
          kind + " of weight " + requested + " for " + host + ": possible are 0 to " + most);
    }
    Waiter waiter;
    synchronized (lock) {
      RestException refusal = refusal(kind, pool);
      if (refusal != null) {
        return CompletableFuture.failedFuture(refusal);
      }
      waiter = new Waiter(owner, pool, requested, kind, arrivals++);
      pool.add(waiter);
    }
    waiter.future.whenComplete((permit, error) -> cancelled(waiter));
    grantWhatMayGo();
    return waiter.future;
  }

  private RestException refusal(Kind kind, PoolQueue pool) {
    long now = timers.nanos();
    if (closed) {
      return new RestException(RestException.Kind.CLOSED, "the budget of " + host + " is closed");
    }
    if (block.bans(now)) {
      return banned(now);
    }
    if (pool.waiting() >= spec.maxWaiting()) {
      return new RestException(
          RestException.Kind.BUDGET, "already " + pool.waiting() + " requests wait for " + host);
    }
    long used = venueCount(now);
    if (kind == Kind.POLL && pool == main && used > spec.weightLimit() * POLL_STOP_PERCENT / 100) {
      return new RestException(
          RestException.Kind.BUDGET,
          host + " counts " + used + " of " + spec.weightLimit() + ", polls are paused");
    }
    return null;
  }

  private RestException banned(long now) {
    Duration left = Duration.ofNanos(block.remaining(now));
    return new RestException(
        RestException.Kind.BANNED,
        host
            + " refused us with "
            + block.status()
            + ", next request in "
            + left.toSeconds()
            + " s",
        block.status(),
        new byte[0],
        left,
        null);
  }

  private void cancelled(Waiter waiter) {
    synchronized (lock) {
      if (!waiter.pool.remove(waiter)) {
        return; // granted or refused
      }
    }
    grantWhatMayGo();
  }

  /** Hands out every permit that is due and arranges to come back for the next. */
  private void grantWhatMayGo() {
    List<Grant> due = new ArrayList<>();
    synchronized (lock) {
      long now = timers.nanos();
      Grant next = next(now);
      while (next != null) {
        due.add(next);
        next = next(now);
      }
    }
    for (Grant grant : due) {
      if (!grant.waiter.future.complete(grant)) {
        grant.unused();
      }
    }
  }

  private Grant next(long now) {
    if (closed || waiting() == 0 || (block.needsProbe() && probe != null)) {
      wakeUp.cancel();
      return null;
    }
    if (block.remaining(now) > 0) {
      wakeUp.in(block.remaining(now), now);
      return null;
    }
    Waiter first = null;
    long soonest = Long.MAX_VALUE;
    for (PoolQueue pool : pools.values()) {
      PoolQueue.Next next = pool.next(waiter -> waitOfKind(waiter, now), now);
      soonest = Math.min(soonest, next.waitNanos());
      Waiter waiter = next.waiter();
      if (waiter != null && (first == null || waiter.arrival < first.arrival)) {
        first = waiter;
      }
    }
    if (first == null) {
      wakeUp.in(soonest, now);
      return null;
    }
    return grant(first, now);
  }

  private int waiting() {
    int waiting = 0;
    for (PoolQueue pool : pools.values()) {
      waiting += pool.waiting();
    }
    return waiting;
  }

  private long waitOfKind(Waiter waiter, long now) {
    return switch (waiter.kind) {
      case SNAPSHOT -> snapshots.waitNanos(now);
      case BACKFILL -> waiter.pool == main ? backfill.waitNanos(waiter.weight, now) : 0;
      case POLL, METADATA -> 0;
    };
  }

  private Grant grant(Waiter first, long now) {
    first.pool.take(first, now);
    if (first.kind == Kind.BACKFILL && first.pool == main) {
      backfill.take(first.weight, now);
    }
    if (first.kind == Kind.SNAPSHOT) {
      snapshots.take(now);
    }
    Grant grant = new Grant(first);
    if (block.needsProbe()) {
      probe = grant;
    }
    return grant;
  }

  void used(long counted) {
    synchronized (lock) {
      venueCount = Math.max(0, Math.min(counted, spec.weightLimit()));
      venueCountAt = timers.nanos();
      venueCounted = true;
      // What we may still spend by the venue's count; others behind our address may have spent,
      // too.
      weight.keepAtMost(spec.allowance() - venueCount);
    }
  }

  private long venueCount(long now) {
    return venueCountIsFresh(now) ? venueCount : 0;
  }

  private boolean venueCountIsFresh(long now) {
    return venueCounted && now - venueCountAt < spec.period().toNanos();
  }

  BudgetState state() {
    synchronized (lock) {
      long now = timers.nanos();
      Map<String, PoolState> named = new HashMap<>();
      spec.pools().forEach((name, pool) -> named.put(name, state(pool, pools.get(name), now)));
      return new BudgetState(
          venueCountIsFresh(now) ? venueCount : weight.spent(now),
          spec.weightLimit(),
          spec.allowance(),
          waiting(),
          Duration.ofNanos(block.remaining(now)),
          block.status(),
          Map.copyOf(refusals),
          Map.copyOf(named));
    }
  }

  private PoolState state(BudgetSpec.Pool pool, PoolQueue queue, long now) {
    return new PoolState(
        queue.pace().spent(now), pool.limit(), spec.allowance(pool), queue.waiting());
  }

  /** Fails what waits for one share and takes its probe out of the way. */
  void leave(RequestBudget owner) {
    RestException left =
        new RestException(RestException.Kind.CLOSED, "the budget of " + host + " was closed");
    Grant abandoned;
    synchronized (lock) {
      abandoned = probe != null && probe.waiter.owner == owner ? probe : null;
    }
    if (abandoned != null) {
      abandoned.inconclusive();
    }
    failWaiters(waiter -> waiter.owner == owner, left);
    grantWhatMayGo();
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      memory.keep(block.state());
    }
    timers.close();
  }

  private void failWaiters(Predicate<Waiter> which, RestException reason) {
    List<Waiter> failed = new ArrayList<>();
    synchronized (lock) {
      pools.values().forEach(pool -> failed.addAll(pool.removeIf(which)));
    }
    failed.forEach(waiter -> waiter.future.completeExceptionally(reason));
  }

  private final class Grant implements Permit {
    final Waiter waiter;
    private boolean back;

    Grant(Waiter waiter) {
      this.waiter = waiter;
    }

    @Override
    public void answered() {
      synchronized (lock) {
        if (giveBack() && probe == this) {
          probe = null;
          block.lift();
        }
      }
      grantWhatMayGo();
    }

    @Override
    public void refused(int status, Optional<Duration> retryAfter) {
      RestException ban = null;
      synchronized (lock) {
        if (!giveBack()) {
          return;
        }
        if (probe == this) {
          probe = null;
        }
        long now = timers.nanos();
        refusals.merge(status, 1L, Long::sum);
        block.refused(status, retryAfter, now);
        if (block.bans(now)) {
          ban = banned(now);
        }
      }
      if (ban != null) {
        failWaiters(waiter -> true, ban);
      }
      grantWhatMayGo();
    }

    @Override
    public void inconclusive() {
      synchronized (lock) {
        if (giveBack() && probe == this) {
          probe = null;
          block.postponeProbe(timers.nanos() + SECOND);
        }
      }
      grantWhatMayGo();
    }

    /** The caller cancelled while the permit was on its way. */
    void unused() {
      synchronized (lock) {
        waiter.pool.pace().giveBack(waiter.weight);
        if (giveBack() && probe == this) {
          probe = null;
        }
      }
      grantWhatMayGo();
    }

    private boolean giveBack() {
      boolean first = !back;
      back = true;
      return first;
    }
  }
}
