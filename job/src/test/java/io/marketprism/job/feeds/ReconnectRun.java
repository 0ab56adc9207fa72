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
    private void end(int kind) {
      switch (kind) {
        case 0 -> simulator.faults().closeSockets();
        case 1 -> relay.reset();
        default -> relay.refuse();
      }
    }

    private void mend(int kind) {
      if (kind == REFUSE) {
        relay.accept();
      }
    }
  }

  private static final int REFUSE = 2;
  private static final int KINDS = 3;

  private final int books;
  private final List<Site> sites = new ArrayList<>();
  private final FeedRig rig;
  private final ProcessFigures before;
  private ProcessFigures after;
  private long opened;

  private ReconnectRun(int books, List<String> venues) throws Exception {
    this.books = books;
    List<FeedSettings> settings = new ArrayList<>();
    for (String venue : venues) {
      Simulator simulator = simulator(venue, books);
      Relay relay = new Relay(simulator.port());
      sites.add(new Site(simulator, relay));
      settings.add(
          FeedSettings.of(venue, simulator).ws(relay.url()).symbols("all").perConnection(1));
    }
    rig = FeedRig.startForgetful(settings.toArray(FeedSettings[]::new));
    awaitWhole(sockets());
    // What is made once, such as the ways of an end, is made before the first measurement.
    round(0);
    round(1);
    before = settled();
    opened = -openedSoFar();
  }

  /** Runs until so many sockets were opened anew. */
  static ReconnectRun of(int reconnects, int books, List<String> venues) throws Exception {
    ReconnectRun run = new ReconnectRun(books, venues);
    for (int kind = 0; run.reconnects() < reconnects; kind = (kind + 1) % KINDS) {
      run.round(kind);
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

  private void round(int kind) {
    long next = openedSoFar() + sockets();
    sites.forEach(site -> site.end(kind));
    if (kind == REFUSE) {
      await().atMost(PATIENCE).until(() -> connections() == 0);
    }
    sites.forEach(site -> site.mend(kind));
    awaitWhole(next);
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
    for (int equal = 0; equal < 3; ) {
      synchronized (this) {
        wait(2_000);
      }
      ProcessFigures next = ProcessFigures.now();
      equal = next.threads() == last.threads() && next.sockets() == last.sockets() ? equal + 1 : 0;
      last = next;
    }
    return last;
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
            List.of(args).subList(2, args.length))) {
      System.out.println(run);
    }
  }
}
