// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.sources.net.ConnectBudget.Attempts;
import io.marketprism.sources.net.ConnectBudget.Spec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored")
class ConnectBudgetTest {
  private static final Spec BINANCE = new Spec(300, Duration.ofMinutes(5));

  private final ManualTimers time = new ManualTimers();
  private final Attempts attempts =
      new Attempts("venue.example", BINANCE, time, HostMemory.NONE, HostMemory.NONE);

  /** LL15. */
  @Test
  void halfOfTheVenuesAttemptsInAnySpanAndInOrder() {
    List<Integer> order = new ArrayList<>();
    List<Long> at = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int id = i;
      attempts
          .acquire(this)
          .thenRun(
              () -> {
                order.add(id);
                at.add(time.nanos());
              });
    }
    assertThat(order).hasSize(150);
    time.advance(Duration.ofMinutes(11));
    assertThat(order).hasSize(400).isSorted();
    for (int i = 150; i < 400; i++) {
      assertThat(at.get(i) - at.get(i - 150)).isGreaterThanOrEqualTo(BINANCE.period().toNanos());
    }
  }

  @Test
  void cancelledAttemptCostsNothing() {
    for (int i = 0; i < 149; i++) {
      attempts.acquire(this);
    }
    CompletableFuture<Void> last = attempts.acquire(this);
    CompletableFuture<Void> cancelled = attempts.acquire(this);
    CompletableFuture<Void> next = attempts.acquire(this);
    cancelled.cancel(false);
    time.advance(Duration.ofMinutes(5));
    assertThat(last).isCompleted();
    assertThat(next).isCompleted();
  }

  @Test
  void queueIsBoundedAndLeavingEmptiesIt() {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 1_150; i++) {
      all.add(attempts.acquire(this));
    }
    assertThat(attempts.acquire(this)).isCompletedExceptionally();
    attempts.leave(this);
    assertThat(all.subList(150, 1_150)).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(attempts.acquire(this)).isNotDone();
  }

  @Test
  void refusedHandshakeHoldsEverybodyBack() {
    attempts.refused(503, Optional.of(Duration.ofHours(1))); // no refusal of the venue's limits
    assertThat(attempts.acquire(this)).isCompleted();
    attempts.refused(429, Optional.of(Duration.ofSeconds(7)));
    CompletableFuture<Void> next = attempts.acquire(this);
    assertThat(attempts.blockedFor()).isEqualTo(Duration.ofSeconds(7));
    time.advance(Duration.ofMillis(6_999));
    assertThat(next).isNotDone();
    time.advance(Duration.ofMillis(1));
    assertThat(next).isCompleted();
    assertThat(attempts.blockedFor()).isZero();
  }

  /** A job that restarts in a loop opens a budget again and again. */
  @Test
  void attemptsAndRefusalsOfABudgetBeforeStillCount() {
    HostMemory earlier = HostMemory.of("attempts", "memory.example");
    HostMemory refusal = HostMemory.of("refusal", "memory.example");
    Spec three = new Spec(6, Duration.ofMinutes(5));
    for (int life = 0; life < 3; life++) {
      try (Attempts budget = new Attempts("memory.example", three, time, earlier, refusal)) {
        assertThat(budget.acquire(this)).isCompleted();
      }
    }
    try (Attempts fourth = new Attempts("memory.example", three, time, earlier, refusal)) {
      CompletableFuture<Void> beyond = fourth.acquire(this);
      assertThat(beyond).isNotDone();
      time.advance(Duration.ofMinutes(5));
      assertThat(beyond).isCompleted();
      fourth.refused(418, Optional.empty());
    }
    try (Attempts fifth = new Attempts("memory.example", three, time, earlier, refusal)) {
      assertThat(fifth.blockedFor()).isEqualTo(Duration.ofMinutes(10));
      assertThat(fifth.acquire(this)).isNotDone();
    }
  }

  @Test
  void oneAttemptIsAlwaysAllowed() {
    Attempts strict =
        new Attempts(
            "strict", new Spec(1, Duration.ofSeconds(1)), time, HostMemory.NONE, HostMemory.NONE);
    assertThat(strict.acquire(this)).isCompleted();
    assertThat(strict.acquire(this)).isNotDone();
    assertThatThrownBy(() -> new Spec(0, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
