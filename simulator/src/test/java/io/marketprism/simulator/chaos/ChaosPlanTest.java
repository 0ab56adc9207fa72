// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.simulator.VenueKind;
import io.marketprism.simulator.faults.FaultKind;
import io.marketprism.simulator.faults.FaultRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that every plan keeps, whatever its seed. */
class ChaosPlanTest {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final List<VenueKind> VENUES = List.of(VenueKind.values());
  private static final List<String> SYMBOLS = List.of("BTC-USDT", "ETH-USDT", "SOL-USDT");

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  private static PlanSettings settings(long seed, long minutes, String... kinds) {
    return new PlanSettings(seed, minutes * MINUTE, VENUES, SYMBOLS, true, List.of(kinds));
  }

  private static List<PlannedFault> plan(long seed, long minutes, String... kinds) {
    return ChaosPlan.of(settings(seed, minutes, kinds));
  }

  private static List<PlannedFault> ofVenues(List<PlannedFault> plan) {
    return plan.stream()
        .filter(fault -> !fault.local() && !fault.kind().equals(FaultKind.CALM.key()))
        .toList();
  }

  private static List<PlannedFault> ofProcesses(List<PlannedFault> plan) {
    return plan.stream().filter(PlannedFault::local).toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theSameSeedGivesTheSamePlan(long seed) {
    assertThat(plan(seed, 10)).isEqualTo(plan(seed, 10)).isNotEqualTo(plan(seed + 1, 10));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void tenMinutesHaveEveryKindAndAHundredFaultsOfVenues(long seed) {
    List<PlannedFault> plan = plan(seed, 10);
    assertThat(ofVenues(plan)).hasSizeGreaterThanOrEqualTo(100);
    Stream<String> all =
        Stream.concat(
            Arrays.stream(FaultKind.values()).map(FaultKind::key),
            Arrays.stream(ProcessFault.values()).map(ProcessFault::key));
    assertThat(plan.stream().map(PlannedFault::kind).distinct())
        .containsExactlyInAnyOrderElementsOf(all.toList());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void linesAreSortedAndTheLastFifthHasNoNewFault(long seed) {
    for (long minutes : List.of(2L, 10L)) {
      List<PlannedFault> plan = plan(seed, minutes);
      assertThat(plan).extracting(PlannedFault::millis).isSorted();
      assertThat(plan.get(plan.size() - 1).millis()).isLessThanOrEqualTo(minutes * MINUTE * 4 / 5);
      List<PlannedFault> last = plan.subList(plan.size() - VENUES.size(), plan.size());
      assertThat(last).extracting(PlannedFault::kind).containsOnly(FaultKind.CALM.key());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void eachLineIsAFaultThatItsVenueTakes(long seed) {
    for (PlannedFault fault : ofVenues(plan(seed, 10))) {
      Map<String, String> parameters = new HashMap<>(fault.parameters());
      parameters.put("kind", fault.kind());
      FaultRequest request = FaultRequest.of(parameters);
      assertThat(request.kind().happensAt(fault.target())).as(fault.toString()).isTrue();
      request
          .symbol()
          .ifPresent(
              name -> assertThat(VenueKind.named(fault.target()).symbolOf(name)).isNotEmpty());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void faultsOfProcessesLeaveTimeToSeeRecovery(long seed) {
    List<PlannedFault> faults = ofProcesses(plan(seed, 10));
    assertThat(faults).hasSizeGreaterThanOrEqualTo(8);
    for (int i = 1; i < faults.size(); i++) {
      PlannedFault before = faults.get(i - 1);
      long lasted = Long.parseLong(before.parameters().getOrDefault("seconds", "0")) * SECOND;
      assertThat(faults.get(i).millis() - before.millis()).isGreaterThanOrEqualTo(lasted + 25_000);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void twoMinutesHaveThreeFaultsOfProcesses(long seed) {
    assertThat(ofProcesses(plan(seed, 2)))
        .extracting(PlannedFault::kind)
        .containsExactlyInAnyOrder("kill-taskmanager", "kill-nats", "savepoint-rescale");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsTakenOffIsListedAgainAndClocksAreSetRight(long seed) {
    Map<String, List<String>> open = new HashMap<>();
    for (PlannedFault fault : ofVenues(plan(seed, 10))) {
      List<String> ofVenue = open.computeIfAbsent(fault.target(), key -> new ArrayList<>());
      switch (fault.kind()) {
        case "delist" -> ofVenue.add(fault.parameters().get("symbol"));
        case "list" -> assertThat(ofVenue.remove(fault.parameters().get("symbol"))).isTrue();
        case "clock" -> {
          if (!ofVenue.remove("clock")) {
            ofVenue.add("clock");
          }
        }
        default -> {
          // Ends by itself.
        }
      }
    }
    assertThat(open.values()).allSatisfy(left -> assertThat(left).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aVenuesSocketsEndNoOftenerThanAClientCanBear(long seed) {
    Map<String, Long> ended = new HashMap<>();
    for (PlannedFault fault : ofVenues(plan(seed, 10))) {
      if (List.of("close", "reset", "end-of-life", "shutdown", "notice").contains(fault.kind())) {
        Long before = ended.put(fault.target(), fault.millis());
        assertThat(before == null || fault.millis() - before >= 20_000)
            .as("%s after %s", fault, before)
            .isTrue();
      }
    }
  }

  @Test
  void onlyTheKindsNamedAndWhatProvokesThem() {
    List<PlannedFault> plan = plan(1, 2, "snapshot-old", "kill-nats");
    assertThat(plan)
        .extracting(PlannedFault::kind)
        .containsOnly("snapshot-old", "drop", "calm", "kill-nats")
        .contains("snapshot-old", "kill-nats");
    assertThatThrownBy(() -> plan(1, 2, "nonsense"))
        .hasMessageContaining("no kind of fault is named nonsense; known are drop")
        .hasMessageContaining("kill-taskmanager");
  }

  @Test
  void onlyTheVenuesNamedAndNoProcesses() {
    List<PlannedFault> plan =
        ChaosPlan.of(
            new PlanSettings(
                5, 2 * MINUTE, List.of(VenueKind.DERIBIT), List.of("BTC-USDT"), false, List.of()));
    assertThat(plan).extracting(PlannedFault::target).containsOnly("deribit");
  }

  @Test
  void eachVenueHasItsOwnNameOfASymbol() {
    assertThat(VenueKind.BINANCE_SPOT.symbolOf("BTC-USDT")).isEqualTo("BTCUSDT");
    assertThat(VenueKind.OKX.symbolOf("BTC-USDT")).isEqualTo("BTC-USDT");
    assertThat(VenueKind.OKX.symbolOf("BTC-USDT-SWAP")).isEqualTo("BTC-USDT-SWAP");
    assertThat(VenueKind.DERIBIT.symbolOf("BTC-USDT")).isEqualTo("BTC-PERPETUAL");
    assertThat(VenueKind.DERIBIT.symbolOf("BTC-PERPETUAL")).isEqualTo("BTC-PERPETUAL");
    assertThat(VenueKind.DERIBIT.symbolOf("SOL-USDT")).isEqualTo("SOL_USDC-PERPETUAL");
  }
}
