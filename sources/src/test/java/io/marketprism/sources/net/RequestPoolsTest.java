// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.sources.net.BudgetSpec.Pool;
import io.marketprism.sources.net.RequestBudget.Kind;
import io.marketprism.sources.net.RequestBudget.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endpoints that a venue counts apart under the one budget of its host. */
@SuppressWarnings("FutureReturnValueIgnored")
class RequestPoolsTest {
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
  private static final Map<String, Pool> POOLS =
      Map.of(
          "books", new Pool(40, TWO_SECONDS),
          "ratios", new Pool(5, TWO_SECONDS),
          "statistics", new Pool(1_000, Duration.ofMinutes(5)));

  private record Taken(long at, int weight) {}

  private final ManualTimers time = new ManualTimers();
  private final BudgetSpec spec = BudgetSpec.perMinute(2_400).withPools(POOLS);
  private final HostBudget budget = new HostBudget("venue.example", spec, time, HostMemory.NONE);

  @Test
  void requestOfAPoolTakesNothingFromTheMainWeightOrAnotherPool() {
    acquireAll(10, 1, Kind.POLL, "ratios");
    acquireAll(200, 1, Kind.METADATA, "statistics");
    assertThat(budget.state().used()).isZero();
    assertThat(acquire(240, Kind.METADATA, BudgetSpec.MAIN_POOL)).isCompleted();
    assertThat(acquire(20, Kind.METADATA, "books")).isCompleted();
    assertThat(budget.state().pools().get("ratios").used()).isEqualTo(2);
    assertThat(budget.state().pools().get("ratios").waiting()).isEqualTo(8);
    assertThat(budget.state().pools().get("statistics"))
        .isEqualTo(new BudgetState.PoolState(100, 1_000, 500, 100));
    assertThat(budget.state().waiting()).isEqualTo(108);
  }

  @Test
  void exhaustedPoolHoldsNobodyElseUp() {
    acquire(240, Kind.METADATA, BudgetSpec.MAIN_POOL);
    CompletableFuture<Permit> heavy = acquire(240, Kind.METADATA, BudgetSpec.MAIN_POOL);
    List<CompletableFuture<Permit>> books = acquireAll(40, 1, Kind.POLL, "books");
    time.advance(TWO_SECONDS);
    assertThat(heavy).isNotDone();
    assertThat(books).allMatch(CompletableFuture::isDone);
  }

  @Test
  void withinAPoolAndKindFirstComeIsFirstServed() {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int id = i;
      acquire(1 + i % 2, Kind.POLL, "ratios").thenAccept(permit -> order.add(id));
    }
    time.advance(Duration.ofMinutes(2));
    assertThat(order).isEqualTo(IntStream.range(0, 40).boxed().toList());
  }

  /** Half of 5 in 2 s: 2 in any 2 s, and all of them are used. */
  @Test
  void smallLimitIsUsedInFull() {
    List<CompletableFuture<Permit>> polls = acquireAll(20, 1, Kind.POLL, "ratios");
    time.advance(Duration.ofSeconds(18));
    assertThat(polls).allMatch(CompletableFuture::isDone);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 50", "2, 50", "3, 1", "20, 4"})
  void limitOfAlmostNothingLetsOneThroughInEachPeriod(long limit, int percent) {
    BudgetSpec tiny =
        new BudgetSpec(2_400, Duration.ofMinutes(1), percent, 5, 25, 100)
            .withPools(Map.of("tiny", new Pool(limit, TWO_SECONDS)));
    HostBudget host = new HostBudget("venue.example", tiny, time, HostMemory.NONE);
    List<CompletableFuture<Permit>> polls = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      polls.add(host.acquire(null, 1, Kind.POLL, "tiny"));
    }
    for (int period = 1; period <= 10; period++) {
      assertThat(polls.stream().filter(CompletableFuture::isDone)).hasSize(period);
      time.advance(TWO_SECONDS);
    }
  }

  @Test
  void noPoolEverExceedsItsShareInAnySpanOfItsPeriod() {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      int percent = 1 + random.nextInt(100);
      Map<String, Pool> pools = new HashMap<>();
      for (int i = 0; i < 4; i++) {
        long limit = 1 + random.nextInt(random.nextBoolean() ? 8 : 200);
        pools.put("pool" + i, new Pool(limit, Duration.ofMillis(1 + random.nextInt(5_000))));
      }
      BudgetSpec mixed =
          new BudgetSpec(1_000, Duration.ofSeconds(10), percent, 5, 25, 1_000).withPools(pools);
      Map<String, List<Taken>> taken = grantsOfARandomMix(mixed, random);

      assertHeld(taken.get(BudgetSpec.MAIN_POOL), mixed.allowance(), mixed.period());
      pools.forEach(
          (name, pool) -> assertHeld(taken.get(name), mixed.allowance(pool), pool.period()));
    }
  }

  private Map<String, List<Taken>> grantsOfARandomMix(BudgetSpec mixed, Random random) {
    HostBudget host = new HostBudget("venue.example", mixed, time, HostMemory.NONE);
    List<String> names = new ArrayList<>(mixed.pools().keySet());
    names.add(BudgetSpec.MAIN_POOL);
    Map<String, List<Taken>> taken = new HashMap<>();
    names.forEach(name -> taken.put(name, new ArrayList<>()));
    List<CompletableFuture<Permit>> asked = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      String name = names.get(random.nextInt(names.size()));
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      int weight = random.nextInt(2);
      CompletableFuture<Permit> permit = host.acquire(null, weight, kind, name);
      permit.thenAccept(
          granted -> {
            taken.get(name).add(new Taken(time.nanos(), weight));
            granted.answered();
          });
      asked.add(permit);
      if (random.nextInt(10) == 0) {
        asked.get(random.nextInt(asked.size())).cancel(false);
      }
      time.advance(Duration.ofMillis(random.nextInt(4) == 0 ? random.nextInt(400) : 0));
    }
    return taken;
  }

  private static void assertHeld(List<Taken> taken, long allowance, Duration period) {
    int first = 0;
    long weight = 0;
    for (Taken last : taken) {
      weight += last.weight();
      while (last.at() - taken.get(first).at() >= period.toNanos()) {
        weight -= taken.get(first++).weight();
      }
      assertThat(weight).isLessThanOrEqualTo(allowance);
    }
  }

  /** LL13: the host refuses the address, not the endpoint. */
  @Test
  void rateLimitInOnePoolStopsAllUntilOneProbeWentThrough() {
    acquire(1, Kind.POLL, "ratios").join().refused(429, Optional.of(Duration.ofSeconds(30)));
    List<Permit> granted = new ArrayList<>();
    for (String pool : List.of("statistics", "books", BudgetSpec.MAIN_POOL)) {
      acquire(1, Kind.POLL, pool).thenAccept(granted::add);
      acquire(1, Kind.SNAPSHOT, pool).thenAccept(granted::add);
    }
    time.advance(Duration.ofMillis(29_999));
    assertThat(granted).isEmpty();
    time.advance(Duration.ofMillis(1));
    assertThat(granted).hasSize(1);
    time.advance(Duration.ofMinutes(1));
    assertThat(granted).hasSize(1);
    granted.get(0).answered();
    assertThat(granted).hasSize(6);
  }

  @Test
  void banInOnePoolRefusesWhatWaitsInAll() {
    Permit permit = acquire(1, Kind.POLL, "books").join();
    List<CompletableFuture<Permit>> waiting = new ArrayList<>();
    waiting.addAll(acquireAll(3, 1, Kind.POLL, "ratios").subList(2, 3));
    waiting.addAll(acquireAll(2, 240, Kind.METADATA, BudgetSpec.MAIN_POOL).subList(1, 2));
    permit.refused(418, Optional.empty());
    assertThat(waiting).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(budget.state().waiting()).isZero();
    assertThat(acquire(1, Kind.POLL, "statistics")).isCompletedExceptionally();
  }

  @Test
  void venuesCountConcernsTheMainPoolOnly() {
    budget.used(2_300);
    assertThat(acquire(1, Kind.METADATA, BudgetSpec.MAIN_POOL)).isNotDone();
    assertThat(acquire(1, Kind.POLL, BudgetSpec.MAIN_POOL)).isCompletedExceptionally();
    assertThat(acquire(1, Kind.POLL, "ratios")).isCompleted();
  }

  @Test
  void snapshotsPerSecondAreCountedOverAllPools() {
    List<CompletableFuture<Permit>> snapshots = acquireAll(3, 1, Kind.SNAPSHOT, "books");
    snapshots.addAll(acquireAll(3, 1, Kind.SNAPSHOT, BudgetSpec.MAIN_POOL));
    assertThat(snapshots.subList(0, 5)).allMatch(CompletableFuture::isDone);
    assertThat(snapshots.get(5)).isNotDone();
    time.advance(Duration.ofSeconds(1));
    assertThat(snapshots.get(5)).isCompleted();
  }

  @Test
  void backfillOfItsOwnPoolIsLimitedByThatPoolAlone() {
    assertThat(acquireAll(20, 1, Kind.BACKFILL, "books")).allMatch(CompletableFuture::isDone);
    assertThat(acquire(60, Kind.BACKFILL, BudgetSpec.MAIN_POOL)).isCompleted();
  }

  @Test
  void eachPoolHasAQueueOfItsOwnBound() {
    acquireAll(1_003, 1, Kind.POLL, "ratios");
    assertThat(budget.state().pools().get("ratios").waiting()).isEqualTo(1_000);
    assertThat(acquire(240, Kind.METADATA, BudgetSpec.MAIN_POOL)).isCompleted();
    assertThat(acquire(240, Kind.METADATA, BudgetSpec.MAIN_POOL)).isNotDone();
  }

  /** A poll that waited longer than it is worth: its owner cancels it, and it is never sent. */
  @Test
  void cancelledPollLeavesTheQueueAndTakesNothing() {
    List<CompletableFuture<Permit>> late = acquireAll(6, 1, Kind.POLL, "ratios");
    CompletableFuture<Permit> next = acquire(1, Kind.POLL, "ratios");
    late.subList(2, 6).forEach(poll -> poll.cancel(false));
    assertThat(budget.state().waiting()).isEqualTo(1);
    time.advance(TWO_SECONDS);
    assertThat(next).isCompleted();
  }

  @Test
  void oneTimerIsEnoughForAllPools() {
    acquireAll(100, 1, Kind.POLL, "ratios");
    acquireAll(100, 1, Kind.POLL, "books");
    acquireAll(300, 1, Kind.POLL, "statistics");
    assertThat(time.pending()).isEqualTo(1);
    time.advance(Duration.ofSeconds(5));
    assertThat(time.pending()).isEqualTo(1);
    time.advance(Duration.ofMinutes(5));
    assertThat(time.pending()).isZero();
  }

  @Test
  void unknownPoolAndImpossibleWeightAreRefusedAtOnce() {
    assertThatThrownBy(() -> acquire(1, Kind.POLL, "trades"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("trades")
        .hasMessageContaining("ratios");
    assertThatThrownBy(() -> acquire(3, Kind.POLL, "ratios"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 to 2");
  }

  @Test
  void specificationsWithEqualPoolsAreEqual() {
    assertThat(BudgetSpec.perMinute(2_400).withPools(new HashMap<>(POOLS))).isEqualTo(spec);
    assertThat(BudgetSpec.perMinute(2_400)).isNotEqualTo(spec);
    assertThatThrownBy(
            () -> BudgetSpec.perMinute(2_400).withPools(Map.of("", new Pool(1, TWO_SECONDS))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Pool(0, TWO_SECONDS)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Pool(1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private CompletableFuture<Permit> acquire(int weight, Kind kind, String pool) {
    return budget.acquire(null, weight, kind, pool);
  }

  private List<CompletableFuture<Permit>> acquireAll(
      int count, int weight, Kind kind, String pool) {
    List<CompletableFuture<Permit>> permits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      permits.add(acquire(weight, kind, pool));
    }
    return permits;
  }
}
