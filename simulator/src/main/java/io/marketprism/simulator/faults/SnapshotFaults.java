// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Market;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What is to go wrong with the books that clients begin with. Thread safe. */
public final class SnapshotFaults {
  private static final class Pending {
    private final FaultKind kind;
    private final Optional<String> symbol;
    private final Map<String, CompletableFuture<BookSnapshot>> old = new HashMap<>();
    private int left;

    private Pending(FaultRequest request) {
      kind = request.kind();
      symbol = request.symbol();
      left = request.count();
    }

    private boolean concerns(String one) {
      return symbol.isEmpty() || symbol.get().equals(one);
    }
  }

  private final List<Pending> pending = new ArrayList<>();
  private final FaultLog log;

  /** Faults that are written to {@code log} when they take effect. */
  public SnapshotFaults(FaultLog log) {
    this.log = log;
  }

  /**
   * Lets books suffer what is asked for.
   *
   * @param market whose books of this moment are the old ones later
   */
  public void inflict(FaultRequest request, Market market) {
    Pending fault = new Pending(request);
    if (request.kind() == FaultKind.SNAPSHOT_OLD) {
      for (Instrument instrument : market.instruments()) {
        String symbol = instrument.symbol();
        if (fault.concerns(symbol)) {
          fault.old.put(symbol, market.depth(symbol, Integer.MAX_VALUE));
        }
      }
    }
    synchronized (pending) {
      pending.add(fault);
    }
  }

  /** The book with which a request over REST is answered: the true one, an old or an empty one. */
  public CompletableFuture<BookSnapshot> depth(Market market, String symbol, int limit) {
    Optional<Pending> fault = take(symbol, FaultFeed.REST);
    if (fault.isEmpty()) {
      return market.depth(symbol, limit);
    }
    CompletableFuture<BookSnapshot> old = fault.get().old.get(symbol);
    return old == null
        ? market
            .depth(symbol, 1)
            .thenApply(
                book ->
                    new BookSnapshot(
                        symbol, book.lastUpdateId(), book.time(), List.of(), List.of()))
        : old.thenApply(book -> book.top(limit));
  }

  /** Whether the subscription at hand shall begin without its snapshot. */
  public boolean leavesOut(String symbol) {
    return take(symbol, FaultFeed.ORDERBOOK).isPresent();
  }

  private Optional<Pending> take(String symbol, FaultFeed feed) {
    synchronized (pending) {
      for (Iterator<Pending> faults = pending.iterator(); faults.hasNext(); ) {
        Pending fault = faults.next();
        if (fault.concerns(symbol)) {
          if (--fault.left == 0) {
            faults.remove();
          }
          log.tookEffect(fault.kind, feed, symbol, Map.of());
          return Optional.of(fault);
        }
      }
      return Optional.empty();
    }
  }
}
