// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import io.marketprism.model.FeedStatus;
import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.sources.split.FeedSplit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A restart with many quiet books and some busy ones: what it costs of the venue's limits, which
 * the simulator enforces, until every busy book is whole again.
 *
 * <p>Run by hand for 500 quiet and 20 busy instruments:
 *
 * <pre>{@code
 * java … io.marketprism.job.feeds.RestartRun <venue> <quiet> <busy> <snapshot limit> <minutes>
 * }</pre>
 */
final class RestartRun {
  private static final long LOOK_MILLIS = 50;
  private static final String QUIET = "QUIET";

  private final int busy;
  private final int quiet;
  private final long quietSnapshots;
  private final long busySnapshots;
  private final Collected collected;
  private final Map<Integer, Long> refusals;
  private final double seconds;

  private RestartRun(
      Simulator simulator,
      GuardedRest rest,
      FeedSettings settings,
      String venue,
      int quiet,
      int busy,
      Duration patience)
      throws Exception {
    this.quiet = quiet;
    this.busy = busy;
    List<FeedSplit> checkpoint;
    try (FeedRig first = FeedRig.startForgetful(settings)) {
      until(patience, () -> whole(first.collected()) == quiet + busy);
      checkpoint = first.checkpoint();
    }
    long quietBefore = rest.requests(QUIET);
    long busyBefore = busyRequests(rest);
    long missed = LongStream.of(ids(simulator)).sum();
    until(patience, () -> LongStream.of(ids(simulator)).sum() > missed + 10L * busy);
    long began = System.nanoTime();
    try (FeedRig second = FeedRig.restore(checkpoint, settings)) {
      collected = second.collected();
      until(patience, () -> liveBooks() >= busy);
      seconds = (System.nanoTime() - began) / 1e9;
      // A quiet book would ask within this time, if it had no past.
      until(Duration.ofSeconds(5), () -> false);
      refusals = Map.copyOf(second.budget(venue).rateLimits());
      quietSnapshots = rest.requests(QUIET) - quietBefore;
      busySnapshots = busyRequests(rest) - busyBefore;
    }
  }

  private static long[] ids(Simulator simulator) {
    return simulator.status().lastUpdateId().values().stream().mapToLong(Long::longValue).toArray();
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private void until(Duration patience, Condition condition) throws Exception {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.holds() && System.nanoTime() < end) {
      synchronized (this) {
        wait(LOOK_MILLIS);
      }
    }
  }

  private static long whole(Collected collected) {
    return collected.books().stream().filter(RigBook::isWhole).count();
  }

  /** Books that were announced as live. */
  long liveBooks() {
    return collected.statuses().stream()
        .filter(status -> status.event() == FeedStatus.Event.LIVE)
        .map(FeedStatus::instrumentId)
        .distinct()
        .count();
  }

  /** Restarts a venue from a checkpoint that all of its books are in. */
  static RestartRun of(String venue, int quiet, int busy, int snapshotLimit, Duration patience)
      throws Exception {
    try (Simulator simulator = simulator(venue, quiet, busy);
        GuardedRest rest = new GuardedRest(simulator.restUrl())) {
      FeedSettings settings =
          FeedSettings.of(venue, simulator)
              .rest(rest.url())
              .symbols("all")
              .snapshotLimit(snapshotLimit);
      return new RestartRun(simulator, rest, settings, venue, quiet, busy, patience);
    }
  }

  private static Simulator simulator(String venue, int quiet, int busy) {
    String[] silent =
        IntStream.range(0, quiet).mapToObj(n -> QUIET + n + "USDT").toArray(String[]::new);
    String[] loud =
        Stream.concat(
                Stream.of("BTCUSDT", "ETHUSDT"),
                IntStream.range(0, busy).mapToObj(n -> "BUSY" + n + "USDT"))
            .limit(busy)
            .toArray(String[]::new);
    return Simulator.builder()
        .venue(venue.startsWith("okx") ? "okx" : venue.startsWith("deribit") ? "deribit" : venue)
        .synthetic(
            SyntheticSettings.usual()
                .withSymbols(loud)
                .withQuiet(silent)
                .withLevels(50)
                .withRates(50, 0)
                .withLiquidationsEvery(0))
        .start();
  }

  private static long busyRequests(GuardedRest rest) {
    return rest.requests("BUSY") + rest.requests("BTC") + rest.requests("ETH");
  }

  /** Requests that the restart made for quiet books. */
  long quietSnapshots() {
    return quietSnapshots;
  }

  /** Requests that the restart made for busy books. */
  long busySnapshots() {
    return busySnapshots;
  }

  /** Refusals of requests by status, and sockets that were closed. */
  List<String> refusals() {
    List<String> all = new ArrayList<>();
    refusals.forEach((status, times) -> all.add(times + " times " + status));
    collected.statuses().stream()
        .filter(status -> status.event() == FeedStatus.Event.DISCONNECTED)
        .forEach(status -> all.add(status.connectionId() + ' ' + status.reason()));
    return all;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d quiet and %d busy books: %d live %.1f s after the restart; %d REST snapshots of quiet"
            + " books, %d of busy ones; refusals %s",
        quiet,
        busy,
        liveBooks(),
        seconds,
        quietSnapshots,
        busySnapshots,
        refusals());
  }

  /**
   * Runs one venue and prints what it took.
   *
   * @param args venue, quiet books, busy books, levels of a snapshot, minutes
   */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws Exception {
    System.out.println(
        of(
            args[0],
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]),
            Duration.ofMinutes(Long.parseLong(args[4]))));
  }
}
