// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.sources.net.RequestBudget.Kind;
import io.marketprism.sources.net.RequestBudget.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("FutureReturnValueIgnored")
class HostBudgetTest {
  private static final String MAIN = BudgetSpec.MAIN_POOL;
  private static final Duration STEP = Duration.ofMillis(50);

  private final ManualTimers time = new ManualTimers();

  /** Binance spot: 6,000 a minute, of which 3,000 are ours, 600 of them at once. */
  private final HostBudget budget = budget(BudgetSpec.perMinute(6_000));

  @Test
  void neverMoreThanTheAllowanceInAnyMinute() {
    List<Long> grants = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      acquire(50, Kind.METADATA).thenAccept(permit -> grants.add(time.nanos()));
    }
    time.advance(Duration.ofMinutes(10));
    assertThat(grants).hasSize(400);
    long minute = Duration.ofMinutes(1).toNanos();
    for (long from : grants) {
      long within = grants.stream().filter(at -> at >= from && at < from + minute).count();
      assertThat(within * 50).isLessThanOrEqualTo(3_000);
    }
    // and most of it is used: 20,000 of weight at 2,400 a minute after a burst of 600
    assertThat(Duration.ofNanos(grants.get(399) - grants.get(0))).isLessThan(Duration.ofMinutes(9));
  }

  /** OKX counts requests, 20 in 2 s. */
  @Test
  void limitOfAFewSecondsIsKeptInAnySpanOfThem() {
    HostBudget okx = budget(BudgetSpec.of(20, Duration.ofSeconds(2)));
    List<Long> grants = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      acquire(okx, 1, Kind.METADATA, MAIN).thenAccept(permit -> grants.add(time.nanos()));
    }
    time.advance(Duration.ofSeconds(30));
    assertThat(grants).hasSize(100);
    for (int i = 10; i < 100; i++) {
      assertThat(grants.get(i) - grants.get(i - 10)).isGreaterThanOrEqualTo(2_000_000_000L);
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 50", "0, 100", "1000, 0", "1000, 101", "2000000000, 50"})
  void specificationOutOfRangeIsRefused(long limit, int percent) {
    assertThatThrownBy(() -> new BudgetSpec(limit, Duration.ofMinutes(1), percent, 5, 25, 1_000))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sameKindIsServedInOrderOfArrival() {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      int id = i;
      acquire(i % 2 == 0 ? 250 : 1, Kind.METADATA).thenAccept(permit -> order.add(id));
    }
    time.advance(Duration.ofMinutes(10));
    assertThat(order).isEqualTo(IntStream.range(0, 60).boxed().toList());
  }

  @Test
  void heavyRequestIsNotStarvedByLightOnes() {
    acquire(600, Kind.METADATA);
    CompletableFuture<Permit> heavy = acquire(600, Kind.METADATA);
    List<CompletableFuture<Permit>> light = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      light.add(acquire(1, Kind.POLL));
      time.advance(Duration.ofSeconds(1));
    }
    assertThat(heavy).isCompleted();
    assertThat(light).allMatch(CompletableFuture::isDone);
  }

  @Test
  void atMostFiveSnapshotsInAnySecondWhileOthersPass() {
    List<Long> snapshots = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      acquire(1, Kind.SNAPSHOT).thenAccept(permit -> snapshots.add(time.nanos()));
    }
    assertThat(snapshots).hasSize(5);
    assertThat(acquire(1, Kind.METADATA)).isCompleted();
    time.advance(Duration.ofSeconds(6));
    assertThat(snapshots).hasSize(30);
    for (int i = 5; i < 30; i++) {
      assertThat(snapshots.get(i) - snapshots.get(i - 5)).isGreaterThanOrEqualTo(1_000_000_000L);
    }
  }

  @Test
  void backfillKeepsToItsShareAndHoldsNobodyUp() {
    List<Long> backfills = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      acquire(25, Kind.BACKFILL).thenAccept(permit -> backfills.add(time.nanos()));
    }
    assertThat(acquire(50, Kind.SNAPSHOT)).isCompleted();
    time.advance(Duration.ofSeconds(59));
    assertThat(backfills).hasSizeBetween(20, 750 / 25);
  }

  @Test
  void weightThatCouldNeverBeGrantedIsRefusedAtOnce() {
    assertThatThrownBy(() -> acquire(601, Kind.SNAPSHOT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("600");
    assertThatThrownBy(() -> acquire(151, Kind.BACKFILL))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void queueIsBounded() {
    HostBudget small = budget(new BudgetSpec(100, Duration.ofMinutes(1), 50, 5, 25, 2));
    acquire(small, 10, Kind.METADATA, MAIN);
    CompletableFuture<Permit> first = acquire(small, 10, Kind.METADATA, MAIN);
    acquire(small, 10, Kind.METADATA, MAIN);
    assertThat(failure(acquire(small, 10, Kind.METADATA, MAIN)).kind())
        .isEqualTo(RestException.Kind.BUDGET);
    first.cancel(false);
    assertThat(small.state().waiting()).isEqualTo(1);
    assertThat(acquire(small, 10, Kind.METADATA, MAIN)).isNotDone();
  }

  @Test
  void cancelledRequestTakesNoTokens() {
    acquire(600, Kind.METADATA);
    acquire(600, Kind.METADATA).cancel(false);
    CompletableFuture<Permit> next = acquire(40, Kind.METADATA);
    time.advance(Duration.ofMillis(1_001));
    assertThat(next).isCompleted();
  }

  @Test
  void venuesOwnCountSlowsUsDown() {
    budget.used(2_900);
    assertThat(budget.state().used()).isEqualTo(2_900);
    assertThat(acquire(100, Kind.METADATA)).isCompleted();
    CompletableFuture<Permit> waits = acquire(40, Kind.METADATA);
    time.advance(Duration.ofMillis(900));
    assertThat(waits).isNotDone();
    time.advance(Duration.ofMillis(101));
    assertThat(waits).isCompleted();
  }

  @Test
  void countAboveOurAllowanceIsPaidBackInProportion() {
    budget.used(4_200); // others behind our address: 1,200 too many
    CompletableFuture<Permit> waits = acquire(1, Kind.METADATA);
    time.advance(Duration.ofSeconds(29));
    assertThat(waits).isNotDone();
    time.advance(Duration.ofSeconds(2));
    assertThat(waits).isCompleted();
  }

  @Test
  void absurdCountDoesNotStopUsForEver() {
    budget.used(Long.MAX_VALUE);
    CompletableFuture<Permit> waits = acquire(1, Kind.METADATA);
    time.advance(Duration.ofMinutes(2));
    assertThat(waits).isCompleted();
  }

  @Test
  void pollsPauseAboveFourFifthsOfTheVenuesLimit() {
    budget.used(4_801);
    assertThat(failure(acquire(1, Kind.POLL)).kind()).isEqualTo(RestException.Kind.BUDGET);
    assertThat(acquire(1, Kind.SNAPSHOT)).isNotDone();
    time.advance(Duration.ofMinutes(1));
    assertThat(acquire(1, Kind.POLL)).isCompleted();
  }

  /** LL13. */
  @Test
  void rateLimitStopsEverybodyForRetryAfterThenOneProbeThenTheRest() {
    Permit inFlight = acquire(1, Kind.METADATA).join();
    acquire(1, Kind.SNAPSHOT).join().refused(429, Optional.of(Duration.ofSeconds(30)));
    List<Permit> granted = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      acquire(1, kind).thenAccept(granted::add);
      acquire(1, kind).thenAccept(granted::add);
    }
    inFlight.answered(); // sent before the refusal: says nothing about the block
    time.advance(Duration.ofMillis(29_999));
    assertThat(granted).isEmpty();
    assertThat(budget.state().blockedFor()).isPositive();
    time.advance(Duration.ofMillis(1));
    assertThat(granted).hasSize(1);
    time.advance(Duration.ofMinutes(1));
    assertThat(granted).hasSize(1);
    assertThat(budget.state().blockedBy()).isEqualTo(429);
    granted.get(0).answered();
    assertThat(granted).hasSize(8);
    assertThat(budget.state().blockedBy()).isZero();
    assertThat(budget.state().rateLimits()).containsEntry(429, 1L);
  }

  /** A job that restarts opens a budget anew; the venue's ban goes on. */
  @Test
  void refusalOutlivesTheBudget() {
    HostMemory memory = HostMemory.of("rest", "banned.example");
    BudgetSpec spec = BudgetSpec.of(10, Duration.ofSeconds(2));
    HostBudget first = new HostBudget("banned.example", spec, time, memory);
    acquire(first, 1, Kind.METADATA, MAIN).join().refused(418, Optional.empty());
    first.close();
    HostBudget second = new HostBudget("banned.example", spec, time, memory);
    assertThat(second.state().blockedBy()).isEqualTo(418);
    assertThat(acquire(second, 1, Kind.METADATA, MAIN)).isCompletedExceptionally();
    second.close();
  }

  @Test
  void refusedProbeStartsTheBlockAgain() {
    acquire(1, Kind.METADATA).join().refused(429, Optional.empty());
    CompletableFuture<Permit> probe = acquire(1, Kind.METADATA);
    CompletableFuture<Permit> next = acquire(1, Kind.METADATA);
    time.advance(Duration.ofSeconds(60));
    probe.join().refused(429, Optional.of(Duration.ofSeconds(10)));
    time.advance(Duration.ofMillis(9_999));
    assertThat(next).isNotDone();
    time.advance(Duration.ofMillis(1));
    assertThat(next).isCompleted();
  }

  @Test
  void probeThatToldNothingIsFollowedByAnother() {
    acquire(1, Kind.METADATA).join().refused(429, Optional.empty());
    CompletableFuture<Permit> probe = acquire(1, Kind.METADATA);
    CompletableFuture<Permit> next = acquire(1, Kind.METADATA);
    time.advance(Duration.ofSeconds(60));
    probe.join().inconclusive();
    probe.join().answered(); // given back already: no effect
    assertThat(next).isNotDone();
    time.advance(Duration.ofSeconds(1));
    assertThat(next).isCompleted();
    assertThat(budget.state().blockedBy()).isEqualTo(429);
  }

  @Test
  void cancelledProbeGivesWayToTheNext() {
    acquire(1, Kind.METADATA).join().refused(429, Optional.empty());
    acquire(1, Kind.METADATA).cancel(false);
    CompletableFuture<Permit> next = acquire(1, Kind.METADATA);
    time.advance(Duration.ofSeconds(60));
    assertThat(next).isCompleted();
  }

  @ParameterizedTest
  @CsvSource({
    "429, , 60",
    "429, 30, 30",
    "429, 0, 1",
    "418, , 600",
    "418, 7200, 7200",
    "403, , 300",
    "403, 30, 300",
    "403, 900, 900",
    "451, 5, 3600"
  })
  void blockLastsAsTheVenuesRulesSay(int status, Integer retryAfter, long seconds) {
    acquire(1, Kind.METADATA)
        .join()
        .refused(status, Optional.ofNullable(retryAfter).map(Duration::ofSeconds));
    assertThat(budget.state().blockedFor()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(budget.state().blockedBy()).isEqualTo(status);
  }

  @Test
  void shorterRefusalDoesNotShortenTheBlock() {
    Permit late = acquire(1, Kind.METADATA).join();
    acquire(1, Kind.METADATA).join().refused(418, Optional.empty());
    late.refused(429, Optional.of(Duration.ofSeconds(5)));
    assertThat(budget.state().blockedFor()).isEqualTo(Duration.ofMinutes(10));
    assertThat(failure(acquire(1, Kind.METADATA)).kind()).isEqualTo(RestException.Kind.BANNED);
  }

  @ParameterizedTest
  @ValueSource(ints = {418, 403, 451})
  void banRefusesWhatWaitsAndWhatComesUntilItIsOver(int status) {
    Permit refused = acquire(1, Kind.METADATA).join();
    acquire(599, Kind.METADATA);
    CompletableFuture<Permit> waits = acquire(600, Kind.METADATA);
    refused.refused(status, Optional.empty());
    RestException failure = failure(waits);
    assertThat(failure.kind()).isEqualTo(RestException.Kind.BANNED);
    assertThat(failure.status()).isEqualTo(status);
    Duration ban = budget.state().blockedFor();
    assertThat(failure.retryAfter()).contains(ban);
    time.advance(ban.minusMillis(1));
    assertThat(failure(acquire(1, Kind.SNAPSHOT)).kind()).isEqualTo(RestException.Kind.BANNED);
    time.advance(Duration.ofMillis(1));
    CompletableFuture<Permit> probe = acquire(1, Kind.SNAPSHOT);
    CompletableFuture<Permit> behind = acquire(1, Kind.SNAPSHOT);
    assertThat(probe).isCompleted();
    assertThat(behind).isNotDone();
    probe.join().answered();
    assertThat(behind).isCompleted();
  }

  @Test
  void closingABudgetFailsWhatWaits() {
    CompletableFuture<Permit> granted = acquire(600, Kind.METADATA);
    CompletableFuture<Permit> waits = acquire(600, Kind.METADATA);
    budget.leave(null);
    budget.close();
    assertThat(granted).isCompleted();
    assertThat(failure(waits).kind()).isEqualTo(RestException.Kind.CLOSED);
    assertThat(failure(acquire(1, Kind.METADATA)).kind()).isEqualTo(RestException.Kind.CLOSED);
  }

  @Test
  void idleBudgetNeedsNoTimer() {
    acquire(1, Kind.METADATA).join().answered();
    time.advance(STEP);
    assertThat(time.pending()).isZero();
  }

  private CompletableFuture<Permit> acquire(int weight, Kind kind) {
    return acquire(budget, weight, kind, MAIN);
  }

  private static CompletableFuture<Permit> acquire(
      HostBudget budget, int weight, Kind kind, String pool) {
    return budget.acquire(null, weight, kind, pool);
  }

  private HostBudget budget(BudgetSpec spec) {
    return new HostBudget("venue.example", spec, time, HostMemory.NONE);
  }

  private static RestException failure(CompletableFuture<?> future) {
    assertThat(future).isCompletedExceptionally();
    try {
      future.join();
      throw new AssertionError("no failure");
    } catch (CompletionException e) {
      return (RestException) e.getCause();
    }
  }
}
