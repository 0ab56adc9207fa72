// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marketprism.sources.net.RequestBudget.Kind;
import io.marketprism.sources.net.RequestBudget.Permit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RequestBudgetTest {
  private static final BudgetSpec SPEC = BudgetSpec.perMinute(1_000);

  @Test
  void sharersOfAHostShareItsBudgetAndOthersDoNot() {
    try (RequestBudget one = RequestBudget.open("shared.example", SPEC);
        RequestBudget two = RequestBudget.open("shared.example", SPEC);
        RequestBudget other = RequestBudget.open("other.example", SPEC)) {
      one.acquire(100, Kind.METADATA).join();
      assertThat(two.acquire(100, Kind.METADATA)).isNotDone();
      assertThat(other.acquire(100, Kind.METADATA)).isCompleted();
    }
  }

  @Test
  void budgetEndsWithItsLastSharerAndClosingTwiceCountsOnce() {
    RequestBudget one = RequestBudget.open("refs.example", SPEC);
    RequestBudget two = RequestBudget.open("refs.example", SPEC);
    one.acquire(100, Kind.METADATA).join();
    one.close();
    one.close();
    assertThat(two.acquire(100, Kind.METADATA)).isNotDone();
    two.close();
    try (RequestBudget fresh = RequestBudget.open("refs.example", SPEC)) {
      assertThat(fresh.acquire(100, Kind.METADATA)).isCompleted();
    }
  }

  @Test
  void refusalIsObeyedByTheBudgetAfterIt() {
    try (RequestBudget refused = RequestBudget.open("refused.example", SPEC)) {
      refused.acquire(1, Kind.METADATA).join().refused(451, Optional.empty());
    }
    try (RequestBudget next = RequestBudget.open("refused.example", SPEC)) {
      assertThat(next.state().blockedBy()).isEqualTo(451);
    }
  }

  @Test
  void leavingFailsOwnRequestsOnly() {
    RequestBudget leaves = RequestBudget.open("leave.example", SPEC);
    try (RequestBudget stays = RequestBudget.open("leave.example", SPEC)) {
      stays.acquire(100, Kind.METADATA).join();
      CompletableFuture<Permit> gone = leaves.acquire(100, Kind.METADATA);
      CompletableFuture<Permit> kept = stays.acquire(1, Kind.METADATA);
      leaves.close();
      assertThat(gone).isCompletedExceptionally();
      // Freed from the heavy one in front, the light one needs 150 ms of real refill.
      await().atMost(Duration.ofSeconds(10)).until(kept::isDone);
      assertThat(kept).isCompleted();
    }
  }

  @Test
  void sameHostWithAnotherSpecificationIsRefused() {
    try (RequestBudget one = RequestBudget.open("spec.example", SPEC)) {
      assertThat(one.state().limit()).isEqualTo(1_000);
      assertThatThrownBy(() -> RequestBudget.open("spec.example", BudgetSpec.perMinute(2_000)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("spec.example");
    }
  }

  @Test
  void timerThreadsEndWhenNothingIsDue() {
    try (RequestBudget budget = RequestBudget.open("idle.example", SPEC)) {
      budget.acquire(100, Kind.METADATA).join();
      budget.acquire(10, Kind.METADATA).join();
    }
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("budget-idle.example")));
  }
}
