// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.marketprism.sources.net.RequestBudget.Kind;
import io.marketprism.sources.net.RequestBudget.Permit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The budget behind all {@link RequestBudget}s of one host. One lock, held briefly and never while
 * a future completes or a request is made.
 *
 * <p>Each kind has a queue. The earliest request whose kind may go now is next; it takes the next
 * tokens even if a lighter one could go sooner, so that no heavy request starves.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class HostBudget implements AutoCloseable {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int POLL_STOP_PERCENT = 80;

  private final String host;
  private final BudgetSpec spec;
  private final Timers timers;

  private final Object lock = new Object();
  private final Bucket weight;
  private final Bucket backfill;
  private final SlidingWindow snapshots;
  private final Map<Kind, Deque<Waiter>> queues = new EnumMap<>(Kind.class);
  private final HostBlock block = new HostBlock();
  private final Map<Integer, Long> refusals = new HashMap<>();
  private int waiting;
  private long arrivals;
  private long venueCount;
  private long venueCountAt;
  private boolean venueCounted;
  private Grant probe; // null: none under way
  private long wakeUpAt;
  private boolean wakeUpSet;
  private boolean closed;

  HostBudget(String host, BudgetSpec spec, Timers timers) {
    this.host = host;
    this.spec = spec;
    this.timers = timers;
    this.weight = bucket(spec.burst(), spec.refill());
    this.backfill = bucket(spec.backfillBurst(), spec.backfillRefill());
    this.snapshots = new SlidingWindow(spec.snapshotsPerSecond(), Duration.ofSeconds(1));
    for (Kind kind : Kind.values()) {
      queues.put(kind, new ArrayDeque<>());
    }
  }

  private Bucket bucket(long burst, long refill) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(burst).refillGreedy(refill, spec.period()))
        .withCustomTimePrecision(
            new TimeMeter() {
              @Override
              public long currentTimeNanos() {
                return timers.nanos();
              }

              @Override
              public boolean isWallClockBased() {
                return false;
              }
            })
        .build();
  }

  CompletableFuture<Permit> acquire(RequestBudget owner, int requested, Kind kind) {
    long most = kind == Kind.BACKFILL ? spec.backfillBurst() : spec.burst();
    if (requested < 0 || requested > most) {
      throw new IllegalArgumentException(
          kind + " of weight " + requested + " for " + host + ": possible are 0 to " + most);
    }
    Waiter waiter;
    synchronized (lock) {
      RestException refusal = refusal(kind);
      if (refusal != null) {
        return CompletableFuture.failedFuture(refusal);
      }
      waiter = new Waiter(owner, requested, kind, arrivals++);
      queues.get(kind).add(waiter);
      waiting++;
    }
    waiter.future.whenComplete((permit, error) -> cancelled(waiter));
    grantWhatMayGo();
    return waiter.future;
  }

  private RestException refusal(Kind kind) {
    long now = timers.nanos();
    if (closed) {
      return new RestException(RestException.Kind.CLOSED, "the budget of " + host + " is closed");
    }
    if (block.bans(now)) {
      return banned(now);
    }
    if (waiting >= spec.maxWaiting()) {
      return new RestException(
          RestException.Kind.BUDGET, "already " + waiting + " requests wait for " + host);
    }
    long used = venueCount(now);
    if (kind == Kind.POLL && used > spec.weightLimit() * POLL_STOP_PERCENT / 100) {
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
      if (!queues.get(waiter.kind).remove(waiter)) {
        return; // granted or refused
      }
      waiting--;
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
    if (closed || waiting == 0) {
      return null;
    }
    if (block.remaining(now) > 0) {
      wakeUpIn(now, block.remaining(now));
      return null;
    }
    if (block.needsProbe() && probe != null) {
      return null;
    }
    Waiter first = null;
    long soonest = Long.MAX_VALUE;
    for (Deque<Waiter> queue : queues.values()) {
      Waiter head = queue.peek();
      if (head == null) {
        continue;
      }
      long wait = waitOfKind(head, now);
      soonest = Math.min(soonest, wait);
      if (wait == 0 && (first == null || head.arrival < first.arrival)) {
        first = head;
      }
    }
    if (first == null) {
      wakeUpIn(now, soonest);
      return null;
    }
    return grant(first, now);
  }

  private long waitOfKind(Waiter waiter, long now) {
    return switch (waiter.kind) {
      case SNAPSHOT -> snapshots.waitNanos(now);
      case BACKFILL -> waitFor(backfill, waiter.weight);
      case POLL, METADATA -> 0;
    };
  }

  private static long waitFor(Bucket bucket, long tokens) {
    return tokens == 0 ? 0 : bucket.estimateAbilityToConsume(tokens).getNanosToWaitForRefill();
  }

  private Grant grant(Waiter first, long now) {
    long wait = waitFor(weight, first.weight);
    if (wait > 0) {
      wakeUpIn(now, wait);
      return null;
    }
    if (first.weight > 0) {
      weight.tryConsume(first.weight);
      if (first.kind == Kind.BACKFILL) {
        backfill.tryConsume(first.weight);
      }
    }
    if (first.kind == Kind.SNAPSHOT) {
      snapshots.take(now);
    }
    queues.get(first.kind).remove();
    waiting--;
    Grant grant = new Grant(first);
    if (block.needsProbe()) {
      probe = grant;
    }
    return grant;
  }

  private void wakeUpIn(long now, long delay) {
    if (wakeUpSet && wakeUpAt - (now + delay) <= 0) {
      return;
    }
    long at = now + delay;
    wakeUpAt = at;
    wakeUpSet = true;
    timers.after(
        delay,
        () -> {
          synchronized (lock) {
            if (wakeUpAt == at) {
              wakeUpSet = false;
            }
          }
          grantWhatMayGo();
        });
  }

  void used(long counted) {
    synchronized (lock) {
      venueCount = Math.max(0, Math.min(counted, spec.weightLimit()));
      venueCountAt = timers.nanos();
      venueCounted = true;
      // What we may still spend by the venue's count; others behind our address may have spent,
      // too.
      long excess = weight.getAvailableTokens() - (spec.allowance() - venueCount);
      if (excess > 0) {
        weight.consumeIgnoringRateLimits(excess);
      }
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
      long used = venueCountIsFresh(now) ? venueCount : spec.burst() - weight.getAvailableTokens();
      return new BudgetState(
          used,
          spec.weightLimit(),
          spec.allowance(),
          waiting,
          Duration.ofNanos(block.remaining(now)),
          block.status(),
          Map.copyOf(refusals));
    }
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
    }
    timers.close();
  }

  private void failWaiters(Predicate<Waiter> which, RestException reason) {
    List<Waiter> failed = new ArrayList<>();
    synchronized (lock) {
      for (Deque<Waiter> queue : queues.values()) {
        queue.stream().filter(which).forEach(failed::add);
        queue.removeIf(which);
      }
      waiting -= failed.size();
    }
    failed.forEach(waiter -> waiter.future.completeExceptionally(reason));
  }

  private static final class Waiter {
    final RequestBudget owner;
    final int weight;
    final Kind kind;
    final long arrival;
    final CompletableFuture<Permit> future = new CompletableFuture<>();

    Waiter(RequestBudget owner, int weight, Kind kind, long arrival) {
      this.owner = owner;
      this.weight = weight;
      this.kind = kind;
      this.arrival = arrival;
    }
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
        if (waiter.weight > 0) {
          weight.addTokens(waiter.weight);
        }
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
