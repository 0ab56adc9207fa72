// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.truth;

import io.marketprism.simulator.market.Book;
import io.marketprism.simulator.market.Trade;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Answers from a truth log, which may still be growing, what the venue's book was at an update id
 * and what a trade was. The rows stay in the file; memory holds 20 bytes a row, the few rows of
 * faults and sockets, and a bounded number of books. Not thread safe.
 */
public final class TruthBooks implements AutoCloseable {
  private static final long TAIL_NANOS = Duration.ofMillis(5).toNanos();
  private final TruthFile file;
  private final FactIndex facts;
  private final List<FaultRow> faults = new ArrayList<>();
  private final List<SocketRow> sockets = new ArrayList<>();
  private final Map<String, SymbolTruth> symbols = new TreeMap<>();

  /** Opens a log; its file must exist. */
  public TruthBooks(Path path) {
    file = new TruthFile(path);
    facts = new FactIndex(file);
    poll();
  }

  /** Takes in the rows written since. */
  public void poll() {
    file.visitNew(
        (line, length, offset) -> {
          TruthRow heading = TruthRow.heading(line, length);
          if (heading.kind().equals(FaultRow.ROW)) {
            fault(heading);
          } else if (heading.kind().equals(SocketRow.ROW)) {
            sockets.add(SocketRow.of(heading));
          } else if (Fact.isKind(heading.kind())) {
            facts.index(heading, offset, length);
          } else {
            truth(heading.symbol()).index(heading, offset, length);
          }
        });
  }

  private void fault(TruthRow row) {
    FaultRow fault = FaultRow.of(row);
    faults.add(fault);
    long own = TruthRow.number(row, "truth", -1);
    if (fault.kind().equals(FaultRow.SEQUENCE_RESET) && own >= 0) {
      truth(row.symbol()).countsAnew(own, TruthRow.number(row, "id", own));
    }
  }

  private SymbolTruth truth(String ofSymbol) {
    return symbols.computeIfAbsent(ofSymbol, symbol -> new SymbolTruth(file));
  }

  /** What was made to go wrong, in the order of the log. */
  public List<FaultRow> faults() {
    return List.copyOf(faults);
  }

  /** The sockets that opened and closed, in the order of the log. */
  public List<SocketRow> sockets() {
    return List.copyOf(sockets);
  }

  /** The symbols that have a row. */
  public Set<String> symbols() {
    return symbols.keySet();
  }

  /**
   * The book of a symbol at an update id at which an event ended or a snapshot was answered; empty
   * at any other. The book is valid until the next question and must not be changed.
   */
  public Optional<Book> book(String symbol, long updateId) {
    return ask(symbol).flatMap(truth -> truth.book(updateId));
  }

  /**
   * The venue's time of the event that ended, or of a snapshot answered, at an update id, epoch
   * milliseconds; empty where it is not known.
   */
  public OptionalLong eventTime(String symbol, long updateId) {
    SymbolTruth truth = symbols.get(symbol);
    return truth == null ? OptionalLong.empty() : truth.eventTime(updateId);
  }

  /**
   * All times that the venue told with an update id, epoch milliseconds: of the event that ended
   * there, and of a snapshot answered there in the middle of an event. An answer at the end of an
   * event is not in the log.
   */
  public List<Long> times(String symbol, long updateId) {
    return ask(symbol).map(truth -> truth.times(updateId)).orElse(List.of());
  }

  /** Like {@link #book}, but waits up to {@code patience} for the row to be written. */
  public Optional<Book> awaitBook(String symbol, long updateId, Duration patience) {
    return await(() -> book(symbol, updateId), patience);
  }

  /** The trade of a symbol with the given id. */
  public Optional<Trade> trade(String symbol, long id) {
    return ask(symbol).flatMap(truth -> truth.trade(symbol, id));
  }

  /** Like {@link #trade}, but waits up to {@code patience} for the row to be written. */
  public Optional<Trade> awaitTrade(String symbol, long id, Duration patience) {
    return await(() -> trade(symbol, id), patience);
  }

  /** The trade with an id, else the one that holds a single match of that id. */
  public Optional<Trade> tradeHolding(String symbol, long id) {
    return trade(symbol, id).or(() -> tradeOfMatch(symbol, id));
  }

  /** Like {@link #tradeHolding}, but waits up to {@code patience} for the row to be written. */
  public Optional<Trade> awaitTradeHolding(String symbol, long id, Duration patience) {
    return await(() -> tradeHolding(symbol, id), patience);
  }

  /**
   * The trade that holds a single match; empty where the venue does not name trades by their last
   * match.
   */
  public Optional<Trade> tradeOfMatch(String symbol, long match) {
    return ask(symbol).flatMap(truth -> truth.tradeOfMatch(symbol, match));
  }

  /**
   * What was told of a symbol at a time; several where it was told more than once.
   *
   * @param kind one of those that {@link Fact} names
   */
  public List<Fact> facts(String kind, String symbol, long time) {
    return facts.facts(kind, symbol, time);
  }

  /**
   * Like {@link #facts}, but waits up to {@code patience} for one of them to be as wanted, and then
   * gives those there are.
   */
  public List<Fact> awaitFacts(
      String kind, String symbol, long time, Predicate<Fact> wanted, Duration patience) {
    return await(
            () ->
                Optional.of(facts(kind, symbol, time))
                    .filter(found -> found.stream().anyMatch(wanted)),
            patience)
        .orElseGet(() -> facts(kind, symbol, time));
  }

  /** The number of update ids of a symbol at which a snapshot was logged or an event ended. */
  public int bookCount(String symbol) {
    return ask(symbol).map(truth -> truth.events().size()).orElse(0);
  }

  /** The {@code index}-th of those update ids, in order from 0, as the venue showed it. */
  public long bookId(String symbol, int index) {
    SymbolTruth truth = ask(symbol).orElseThrow();
    return truth.shownId(truth.events().id(index));
  }

  /**
   * How long the venue went on changing a book after an update id, by its own times in
   * milliseconds: from the first update after {@code afterId} to the last one that is neither after
   * {@code toId} nor after {@code toTime}. Is 0 where there are fewer than two.
   */
  public long updateSpan(String symbol, long afterId, long toId, long toTime) {
    return ask(symbol).map(truth -> truth.updateSpan(afterId, toId, toTime)).orElse(0L);
  }

  /** The number of trades of a symbol. */
  public int tradeCount(String symbol) {
    return ask(symbol).map(truth -> truth.trades().size()).orElse(0);
  }

  /** The {@code index}-th trade id of a symbol, ascending from 0. */
  public long tradeId(String symbol, int index) {
    return ask(symbol).orElseThrow().trades().id(index);
  }

  private Optional<SymbolTruth> ask(String symbol) {
    return Optional.ofNullable(symbols.get(symbol));
  }

  /** Reads what is new at least once, also without patience. */
  private <T> Optional<T> await(Supplier<Optional<T>> question, Duration patience) {
    Optional<T> answer = question.get();
    long deadline = System.nanoTime() + patience.toNanos();
    boolean last = false;
    while (answer.isEmpty() && !last) {
      last = System.nanoTime() >= deadline;
      poll();
      answer = question.get();
      if (answer.isEmpty() && !last) {
        LockSupport.parkNanos(TAIL_NANOS);
      }
    }
    return answer;
  }

  @Override
  public void close() {
    file.close();
  }
}
