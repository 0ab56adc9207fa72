// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.feeds;

import static org.awaitility.Awaitility.await;

import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Feeds whose sockets are ended again and again, by close frames, resets and refusals, and what the
 * process uses before and after. One socket for each book, within the venues' limits of attempts.
 *
 * <p>Run by hand for a thousand reconnects:
 *
 * <pre>{@code
 * java … io.marketprism.job.feeds.ReconnectRun <reconnects> <books> <venue> [<venue> …]
 * }</pre>
 */
final class ReconnectRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** One venue, the way to it, and how its sockets end. */
  private record Site(Simulator simulator, Relay relay) {
    /** Ends all sockets: some by a reset, the others by a close frame. */
    private void end() {
      relay.resetSome();
      simulator.faults().closeSockets();
    }
  }

  /** As long as idle threads are kept, in s. */
  private static final int SETTLED = 6;

  /** Rounds in which is made and compiled what is made once, and garbage of the start goes. */
  private static final int WARM_UP = 12;

  private final int books;
  private final List<Site> sites = new ArrayList<>();
  private final FeedRig rig;
  private final ProcessFigures before;
  private ProcessFigures after;
  private long opened;

  private ReconnectRun(int books, List<String> venues, int warmUp) throws Exception {
    this.books = books;
    List<FeedSettings> settings = new ArrayList<>();
    for (String venue : venues) {
      Simulator simulator = simulator(venue, books);
      Relay relay = new Relay(simulator.port());
      sites.add(new Site(simulator, relay));
      settings.add(
          FeedSettings.of(venue, simulator)
              .ws(relay.url())
              .symbols("all")
              .perConnection(1)
              .snapshotLimit(100));
    }
    rig = FeedRig.startForgetful(settings.toArray(FeedSettings[]::new));
    awaitWhole(sockets());
    for (int n = 0; n < warmUp; n++) {
      round(n % 2 == 0);
    }
    before = settled();
    opened = -openedSoFar();
  }

  /**
   * Runs until so many sockets were opened anew.
   *
   * @param warmUp rounds before the first measurement, in which is made what is made once
   */
  static ReconnectRun of(int reconnects, int books, List<String> venues, int warmUp)
      throws Exception {
    ReconnectRun run = new ReconnectRun(books, venues, warmUp);
    for (int n = 0; run.reconnects() < reconnects; n++) {
      run.round(n % 2 == 0);
    }
    run.after = run.settled();
    run.opened += run.openedSoFar();
    return run;
  }

  private static Simulator simulator(String venue, int books) {
    return Simulator.builder()
        .venue(venue.startsWith("okx") ? "okx" : venue.startsWith("deribit") ? "deribit" : venue)
        .synthetic(
            SyntheticSettings.usual()
                .withSymbolCount(books)
                .withLevels(50)
                .withRates(20, 0)
                .withLiquidationsEvery(0))
        .start();
  }

  /** Ends all sockets, in every second round so that the next attempts are refused. */
  private void round(boolean refuse) {
    long next = openedSoFar() + sockets();
    if (refuse) {
      sites.forEach(site -> site.relay().refuse());
      await().atMost(PATIENCE).until(() -> connections() == 0 && refusals() > 0);
      sites.forEach(site -> site.relay().accept());
    } else {
      sites.forEach(Site::end);
    }
    awaitWhole(next);
  }

  private long refusals() {
    return rig.collected().statuses().stream()
        .filter(status -> "connect_failed".equals(status.reason()))
        .count();
  }

  /** So many sockets were opened, all are there, and all books are whole. */
  private void awaitWhole(long openedByThen) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                openedSoFar() >= openedByThen
                    && connections() == sockets()
                    && rig.collected().books().size() == sockets()
                    && rig.collected().books().stream().allMatch(RigBook::isWhole));
  }

  private int sockets() {
    return books * sites.size();
  }

  private int connections() {
    return sites.stream().mapToInt(site -> site.simulator().status().connections()).sum();
  }

  private long openedSoFar() {
    return sites.stream().mapToLong(site -> site.simulator().status().connectionsOpened()).sum();
  }

  private long reconnects() {
    return opened + openedSoFar();
  }

  /** The figures when threads that are kept for a while have ended. */
  private ProcessFigures settled() throws Exception {
    rig.collected().statuses().clear();
    ProcessFigures last = ProcessFigures.now();
    for (int equal = 0; equal < SETTLED; ) {
      synchronized (this) {
        wait(1_000);
      }
      ProcessFigures next = ProcessFigures.now();
      equal = next.threads() == last.threads() && next.sockets() == last.sockets() ? equal + 1 : 0;
      last = next;
    }
    return ProcessFigures.afterCollection();
  }

  ProcessFigures before() {
    return before;
  }

  ProcessFigures after() {
    return after;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d reconnects of %d sockets%nbefore: %s%nafter:  %s%nheap: %+.1f %%",
        opened,
        sockets(),
        before,
        after,
        100.0 * (after.heapBytes() - before.heapBytes()) / before.heapBytes());
  }

  @Override
  public void close() throws Exception {
    rig.close();
    for (Site site : sites) {
      site.relay().close();
      site.simulator().close();
    }
  }

  /**
   * Runs and prints the figures.
   *
   * @param args reconnects, books of each venue, venues
   */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws Exception {
    try (ReconnectRun run =
        of(
            Integer.parseInt(args[0]),
            Integer.parseInt(args[1]),
            List.of(args).subList(2, args.length),
            WARM_UP)) {
      System.out.println(run);
    }
  }
}
