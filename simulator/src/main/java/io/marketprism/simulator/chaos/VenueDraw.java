// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.chaos;

import io.marketprism.simulator.VenueKind;
import io.marketprism.simulator.faults.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws the parameters of a venue's fault, and what belongs to it: what provokes an effect (a
 * refused connection needs one that ends, a wrong snapshot a gap) and what ends it.
 */
final class VenueDraw {
  private static final long PROVOKED_AFTER = 300;
  private static final List<String> FEEDS = List.of("orderbook", "trade");
  private final PlanSettings settings;
  private final SplittableRandom random;

  VenueDraw(PlanSettings settings, SplittableRandom random) {
    this.settings = settings;
    this.random = random;
  }

  /** The fault of a kind at a time and all that belongs to it, in order. */
  List<PlannedFault> draw(long time, VenueKind venue, FaultKind kind) {
    String target = venue.key();
    String symbol = symbol(venue);
    List<PlannedFault> faults = new ArrayList<>();
    faults.add(fault(time, venue, symbol, kind));
    long soon = time + PROVOKED_AFTER;
    switch (kind) {
      case SNAPSHOT_ERROR, SNAPSHOT_GARBAGE, SNAPSHOT_OLD, SNAPSHOT_EMPTY, SNAPSHOT_MISSING ->
          faults.add(gap(soon, target, symbol, "orderbook"));
      case REST_429, REST_418, REST_5XX, REST_HANG, REST_GARBAGE ->
          faults.add(gap(soon, target, symbol, binance(venue) ? "orderbook" : "trade"));
      case REFUSE, SLOW_HANDSHAKE, FAIL_SUBSCRIPTION ->
          faults.add(PlannedFault.of(soon, target, FaultKind.CLOSE.key()));
      case CLOCK ->
          faults.add(
              PlannedFault.of(
                  time + Draw.between(5_000, 10_000, random), target, kind.key(), "millis", 0));
      case DELIST ->
          faults.add(
              PlannedFault.of(
                  time + Draw.between(5_000, 10_000, random),
                  target,
                  FaultKind.LIST.key(),
                  "symbol",
                  last(venue)));
      default -> {
        // Has its effect by itself and is over by itself.
      }
    }
    return faults;
  }

  private static PlannedFault gap(long time, String target, String symbol, String feed) {
    return PlannedFault.of(
        time, target, FaultKind.DROP.key(), "symbol", symbol, "feed", feed, "count", 1);
  }

  private PlannedFault fault(long time, VenueKind venue, String symbol, FaultKind kind) {
    String target = venue.key();
    String name = kind.key();
    return switch (kind) {
      case DROP, REPEAT, TRUNCATE, CORRUPT ->
          PlannedFault.of(
              time, target, name, "symbol", symbol, "feed", feed(), "count", 1 + random.nextInt(3));
      case REORDER -> PlannedFault.of(time, target, name, "symbol", symbol, "feed", feed());
      case DELAY, SILENCE ->
          PlannedFault.of(
              time, target, name, "symbol", symbol, "feed", feed(), "millis", between(500, 3_000));
      case SNAPSHOT_ERROR, SNAPSHOT_GARBAGE, SNAPSHOT_OLD, SNAPSHOT_EMPTY, SNAPSHOT_MISSING ->
          PlannedFault.of(time, target, name, "symbol", symbol, "count", 1 + random.nextInt(2));
      case REFUSE, FAIL_SUBSCRIPTION -> {
        String variant = Draw.one(kind.variants(), random);
        yield kind == FaultKind.REFUSE
            ? PlannedFault.of(
                time, target, name, "millis", between(1_000, 4_000), "variant", variant)
            : PlannedFault.of(time, target, name, "variant", variant, "count", 1);
      }
      case SLOW_HANDSHAKE ->
          PlannedFault.of(time, target, name, "millis", between(1_000, 4_000), "count", 2);
      case END_OF_LIFE -> PlannedFault.of(time, target, name, "millis", between(0, 5_000));
      case SHUTDOWN, NOTICE -> PlannedFault.of(time, target, name, "millis", between(4_000, 8_000));
      case REST_429, REST_418 ->
          PlannedFault.of(time, target, name, "millis", between(2_000, 4_000));
      case REST_5XX ->
          PlannedFault.of(
              time,
              target,
              name,
              "status",
              500 + random.nextInt(5),
              "count",
              1 + random.nextInt(3));
      case REST_HANG ->
          PlannedFault.of(time, target, name, "millis", between(1_000, 4_000), "count", 1);
      case REST_GARBAGE -> PlannedFault.of(time, target, name, "count", 1 + random.nextInt(2));
      case SEQUENCE_RESET -> PlannedFault.of(time, target, name, "symbol", symbol);
      case BURST -> PlannedFault.of(time, target, name, "symbol", symbol, "count", 1_000);
      case CLOCK ->
          PlannedFault.of(time, target, name, "millis", random.nextBoolean() ? 2_000 : -2_000);
      case DELIST, LIST -> PlannedFault.of(time, target, name, "symbol", last(venue));
      case CLOSE, RESET, HALF_OPEN, CALM -> PlannedFault.of(time, target, name);
    };
  }

  private String feed() {
    return Draw.one(FEEDS, random);
  }

  private long between(long least, long most) {
    return Draw.between(least, most, random);
  }

  /** A symbol that stays listed, where there are several; on OKX also the swap of the pair. */
  private String symbol(VenueKind venue) {
    List<String> staying =
        settings.symbols().size() == 1
            ? settings.symbols()
            : settings.symbols().subList(0, settings.symbols().size() - 1);
    String symbol = Draw.one(staying, random);
    return venue == VenueKind.OKX && random.nextBoolean() ? symbol + "-SWAP" : symbol;
  }

  private String last(VenueKind venue) {
    return venue.symbolOf(settings.symbols().get(settings.symbols().size() - 1));
  }

  static boolean binance(VenueKind venue) {
    return FaultKind.SHUTDOWN.happensAt(venue.key());
  }
}
