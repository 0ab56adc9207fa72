// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.chaos;

import io.marketprism.simulator.VenueKind;
import io.marketprism.simulator.faults.FaultKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The faults of venues of one plan: one every four seconds and what belongs to it. Kinds come in
 * rounds, each round in an order by chance and with every kind once, so that a plan that is long
 * enough has all of them. A venue's sockets end no more often than each 20 s, since a client that
 * loses them again and again waits longer and longer. At the end what is still pending is called
 * off.
 */
final class VenuePlan {
  private static final long SPACING_MILLIS = 4_000;
  private static final long BETWEEN_ENDS_MILLIS = 20_000;
  private static final Set<FaultKind> WITH_OTHERS = EnumSet.of(FaultKind.LIST, FaultKind.CALM);
  private static final Set<FaultKind> OF_REST_BOOKS =
      EnumSet.of(FaultKind.SNAPSHOT_ERROR, FaultKind.SNAPSHOT_GARBAGE);
  private static final long LONGEST_MILLIS = 10_500;
  private final PlanSettings settings;
  private final SplittableRandom random;
  private final VenueDraw draw;
  private final Map<VenueKind, Long> socketsFree = new EnumMap<>(VenueKind.class);
  private final Map<VenueKind, Long> clockFree = new EnumMap<>(VenueKind.class);
  private final Map<VenueKind, Long> listingFree = new EnumMap<>(VenueKind.class);
  private final List<FaultKind> deck = new ArrayList<>();

  VenuePlan(PlanSettings settings, SplittableRandom random) {
    this.settings = settings;
    this.random = random;
    this.draw = new VenueDraw(settings, random);
  }

  List<PlannedFault> faults() {
    List<PlannedFault> faults = new ArrayList<>();
    if (round().isEmpty()) {
      return faults;
    }
    long last = settings.end() - LONGEST_MILLIS;
    for (long slot = settings.begin(); slot <= last; slot += SPACING_MILLIS) {
      long time = Math.min(last, slot + Draw.upTo(SPACING_MILLIS / 2, random));
      add(time, faults);
    }
    for (VenueKind venue : settings.venues()) {
      faults.add(PlannedFault.of(settings.end(), venue.key(), FaultKind.CALM.key()));
    }
    return faults;
  }

  /** Lets the first kind of the deck happen that can; begins a new round where none can. */
  private void add(long time, List<PlannedFault> faults) {
    if (!addFromDeck(time, faults)) {
      List<FaultKind> again = round();
      again.removeAll(deck);
      Draw.shuffle(again, random);
      deck.addAll(again);
      addFromDeck(time, faults);
    }
  }

  private boolean addFromDeck(long time, List<PlannedFault> faults) {
    for (FaultKind kind : deck) {
      List<VenueKind> venues =
          settings.venues().stream().filter(venue -> canSuffer(venue, kind, time)).toList();
      if (!venues.isEmpty()) {
        deck.remove(kind);
        VenueKind venue = Draw.one(venues, random);
        List<PlannedFault> together = draw.draw(time, venue, kind);
        faults.addAll(together);
        note(venue, kind, together.get(together.size() - 1).millis());
        return true;
      }
    }
    return false;
  }

  /** All kinds of a plan, each once; listing comes with delisting, calm at the end. */
  private List<FaultKind> round() {
    List<FaultKind> round = new ArrayList<>();
    for (FaultKind kind : FaultKind.values()) {
      boolean happens = settings.venues().stream().anyMatch(venue -> happens(venue, kind));
      if (settings.takes(kind.key()) && happens && !WITH_OTHERS.contains(kind)) {
        round.add(kind);
      }
    }
    return round;
  }

  private boolean happens(VenueKind venue, FaultKind kind) {
    boolean noticedInTime = kind != FaultKind.HALF_OPEN || 2 * noticed(venue) <= settings.millis();
    boolean needed = !OF_REST_BOOKS.contains(kind) || needsRestBooks(venue);
    return noticedInTime && needed && kind.happensAt(venue.key());
  }

  /** Whether clients ask for books over REST; also any venue of a plan without such venues. */
  private boolean needsRestBooks(VenueKind venue) {
    return VenueDraw.binance(venue) || settings.venues().stream().noneMatch(VenueDraw::binance);
  }

  private boolean canSuffer(VenueKind venue, FaultKind kind, long time) {
    if (!happens(venue, kind)) {
      return false;
    }
    return switch (kind) {
      case HALF_OPEN ->
          time + noticed(venue) <= settings.millis() && time >= free(socketsFree, venue);
      case CLOCK -> time >= free(clockFree, venue);
      case DELIST -> time >= free(listingFree, venue);
      default -> !endsSockets(kind) || time >= free(socketsFree, venue);
    };
  }

  private static long free(Map<VenueKind, Long> since, VenueKind venue) {
    return since.getOrDefault(venue, 0L);
  }

  private void note(VenueKind venue, FaultKind kind, long last) {
    if (kind == FaultKind.HALF_OPEN) {
      socketsFree.put(venue, last + noticed(venue));
    } else if (endsSockets(kind)) {
      socketsFree.put(venue, last + BETWEEN_ENDS_MILLIS);
    } else if (kind == FaultKind.CLOCK) {
      clockFree.put(venue, last);
    } else if (kind == FaultKind.DELIST) {
      listingFree.put(venue, last + BETWEEN_ENDS_MILLIS);
    }
  }

  private static boolean endsSockets(FaultKind kind) {
    return kind.group() == FaultKind.Group.SOCKETS;
  }

  /**
   * How long a client may need to notice a silent connection and to have another, milliseconds: it
   * must wait for longer than the venue's pings are apart, 20 s on Binance spot and 3 min on USD-M;
   * OKX and Deribit answer within 30 s to who asks. A plan in which that takes more than half of
   * the time has no silent connection.
   */
  private static long noticed(VenueKind venue) {
    return switch (venue) {
      case BINANCE_SPOT -> 90_000;
      case BINANCE_DERIVATIVES -> 330_000;
      case OKX, DERIBIT -> 60_000;
    };
  }
}
