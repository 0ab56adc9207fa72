// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import io.marketprism.model.FeedStatus;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.sources.net.BudgetState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All books of a venue with many symbols, until each is whole, within the limits that the simulator
 * enforces as the venue publishes them.
 *
 * <p>Run by hand for a thousand symbols:
 *
 * <pre>{@code
 * java … io.marketprism.job.feeds.LimitRun <venue> <symbols> <snapshot limit> <minutes>
 * }</pre>
 */
final class LimitRun {
  private static final long LOOK_MILLIS = 50;

  private final String venue;
  private final Simulator simulator;
  private final FeedSettings settings;
  private final int symbols;
  private double seconds;
  private long peakUsed;
  private BudgetState budget;
  private Collected collected;

  private LimitRun(String venue, Simulator simulator, int symbols, int snapshotLimit) {
    this.venue = venue;
    this.simulator = simulator;
    this.symbols = symbols;
    this.settings = FeedSettings.of(venue, simulator).symbols("all").snapshotLimit(snapshotLimit);
  }

  /** Runs until all books are whole at the same time, or the patience ends. */
  static LimitRun of(
      String venue, Simulator simulator, int symbols, int snapshotLimit, Duration patience)
      throws Exception {
    LimitRun run = new LimitRun(venue, simulator, symbols, snapshotLimit);
    run.run(patience);
    return run;
  }

  /** A simulator of a venue with many quiet symbols, with the venue's own limits. */
  static Simulator simulator(String venue, int symbols) {
    return Simulator.builder()
        .venue(venue.startsWith("okx") ? "okx" : venue.startsWith("deribit") ? "deribit" : venue)
        .synthetic(
            SyntheticSettings.usual()
                .withSymbolCount(symbols)
                .withLevels(100)
                .withRates(5, 0)
                .withLiquidationsEvery(0))
        .start();
  }

  private void run(Duration patience) throws Exception {
    long began = System.nanoTime();
    try (FeedRig rig = FeedRig.startForgetful(settings)) {
      collected = rig.collected();
      while (whole() < symbols && System.nanoTime() - began < patience.toNanos()) {
        budget = rig.budget(venue);
        peakUsed = Math.max(peakUsed, used());
        synchronized (this) {
          wait(LOOK_MILLIS);
        }
      }
      seconds = (System.nanoTime() - began) / 1e9;
      budget = rig.budget(venue);
      peakUsed = Math.max(peakUsed, used());
    }
  }

  private long used() {
    return budget.pools().values().stream()
        .mapToLong(BudgetState.PoolState::used)
        .reduce(budget.used(), Math::max);
  }

  /** Books that are whole now. */
  long whole() {
    return collected.books().stream().filter(RigBook::isWhole).count();
  }

  /** How often a book was lost again. */
  long resets() {
    return collected.books().stream().mapToLong(RigBook::resets).sum();
  }

  /** Refusals of requests by status, and sockets that were closed. */
  List<String> refusals() {
    List<String> refusals = new ArrayList<>();
    budget.rateLimits().forEach((status, times) -> refusals.add(times + " times " + status));
    for (FeedStatus.Event event :
        List.of(FeedStatus.Event.DISCONNECTED, FeedStatus.Event.REJECTED)) {
      collected.statuses().stream()
          .filter(status -> status.event() == event)
          .forEach(
              status ->
                  refusals.add(
                      status.connectionId()
                          + ' '
                          + event.token()
                          + ' '
                          + status.reason()
                          + ": "
                          + status.detail()));
    }
    collected.letters().forEach(letter -> refusals.add("dead letter: " + letter.detail()));
    return refusals;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %d of %d books whole after %.1f s; %d sockets; REST requests %s;"
            + " most weight used in a period %d of %d (allowance %d); %d resets; refusals %s",
        venue,
        whole(),
        symbols,
        seconds,
        simulator.status().connectionsOpened(),
        simulator.restRequests(),
        peakUsed,
        budget.limit(),
        budget.allowance(),
        resets(),
        refusals().size() > 10 ? refusals().subList(0, 10) : refusals());
  }

  /**
   * Runs one venue and prints what it took.
   *
   * @param args venue, symbols, levels of a snapshot, minutes
   */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws Exception {
    int symbols = Integer.parseInt(args[1]);
    try (Simulator simulator = simulator(args[0], symbols)) {
      System.out.println(
          of(
              args[0],
              simulator,
              symbols,
              Integer.parseInt(args[2]),
              Duration.ofMinutes(Long.parseLong(args[3]))));
    }
  }
}
