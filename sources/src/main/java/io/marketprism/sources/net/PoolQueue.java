// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.marketprism.sources.net.RequestBudget.Kind;
import io.marketprism.sources.net.RequestBudget.Permit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The requests that wait for one limit of a host, and the pace at which they leave. The budget's
 * lock guards it.
 *
 * <p>Each kind has a queue. The earliest request whose kind may go now is next, polls after all
 * others; it takes the next of the pool even if a lighter one could go sooner, so that no heavy
 * request starves.
 */
final class PoolQueue {

  /** How long a kind must wait whatever its pool has left; 0: not at all. */
  interface KindLimit {
    long waitNanos(Waiter waiter);
  }

  /**
   * What the pool does next.
   *
   * @param waiter who goes, or null if nobody may go now
   * @param waitNanos until then; {@link Long#MAX_VALUE}: nobody waits
   */
  record Next(Waiter waiter, long waitNanos) {
    private static final Next NOBODY = new Next(null, Long.MAX_VALUE);
  }

  /** A request that waits. */
  static final class Waiter {
    final RequestBudget owner;
    final PoolQueue pool;
    final int weight;
    final Kind kind;
    final long arrival;
    final CompletableFuture<Permit> future = new CompletableFuture<>();
    private boolean waits = true;

    Waiter(RequestBudget owner, PoolQueue pool, int weight, Kind kind, long arrival) {
      this.owner = owner;
      this.pool = pool;
      this.weight = weight;
      this.kind = kind;
      this.arrival = arrival;
    }
  }

  private final Pace pace;
  private final Map<Kind, Deque<Waiter>> queues = new EnumMap<>(Kind.class);
  private int waiting;

  PoolQueue(Pace pace) {
    this.pace = pace;
    for (Kind kind : Kind.values()) {
      queues.put(kind, new ArrayDeque<>());
    }
  }

  Pace pace() {
    return pace;
  }

  int waiting() {
    return waiting;
  }

  void add(Waiter waiter) {
    queues.get(waiter.kind).add(waiter);
    waiting++;
  }

  /**
   * @return false if it waits no more
   */
  boolean remove(Waiter waiter) {
    if (!waiter.waits) {
      return false; // without a search: every granted request comes by here
    }
    queues.get(waiter.kind).remove(waiter);
    left(waiter);
    return true;
  }

  /** Takes out and returns those of a condition. */
  List<Waiter> removeIf(Predicate<Waiter> which) {
    List<Waiter> removed = new ArrayList<>();
    for (Deque<Waiter> queue : queues.values()) {
      queue.stream().filter(which).forEach(removed::add);
      queue.removeIf(which);
    }
    removed.forEach(this::left);
    return removed;
  }

  Next next(KindLimit limit, long now) {
    if (waiting == 0) {
      return Next.NOBODY;
    }
    Waiter first = null;
    long soonest = Long.MAX_VALUE;
    for (Deque<Waiter> queue : queues.values()) {
      Waiter head = queue.peek();
      if (head == null) {
        continue;
      }
      long wait = limit.waitNanos(head);
      soonest = Math.min(soonest, wait);
      if (wait == 0 && (first == null || goesBefore(head, first))) {
        first = head;
      }
    }
    if (first == null) {
      return new Next(null, soonest);
    }
    long wait = pace.waitNanos(first.weight, now);
    return new Next(wait == 0 ? first : null, wait);
  }

  /** Polls are repeated anyway and give way; all others go in the order of their arrival. */
  private static boolean goesBefore(Waiter one, Waiter other) {
    boolean gives = one.kind == Kind.POLL;
    return gives == (other.kind == Kind.POLL) ? one.arrival < other.arrival : !gives;
  }

  /** Lets the request go that {@link #next} named. */
  void take(Waiter waiter, long now) {
    pace.take(waiter.weight, now);
    queues.get(waiter.kind).remove();
    left(waiter);
  }

  private void left(Waiter waiter) {
    waiter.waits = false;
    waiting--;
  }
}
