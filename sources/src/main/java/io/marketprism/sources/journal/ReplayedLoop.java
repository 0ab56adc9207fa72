// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.journal;

import io.marketprism.model.JournalEntry;
import io.marketprism.model.MarketEvent;
import io.marketprism.sources.loop.Command;
import io.marketprism.sources.loop.FeedLoop;
import io.marketprism.sources.loop.SocketEvents;
import io.marketprism.sources.net.SendQueueFullException;
import io.marketprism.sources.net.SocketLink;
import io.marketprism.sources.net.WebSocketOptions;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A feed's world as a journal tells it: nothing happens but what is written there, in that order,
 * at those times. Commands run at once. One thread.
 */
final class ReplayedLoop implements FeedLoop {
  private static final byte[] NO_BYTES = {};

  private final List<MarketEvent> emitted = new ArrayList<>();
  private final RandomGenerator random;
  private final Map<Long, Runnable> timers = new HashMap<>();
  private final Map<Long, BiConsumer<byte[], Throwable>> questions = new HashMap<>();
  private final Map<Long, SocketEvents> sockets = new HashMap<>();
  private long timersSet;
  private long questionsAsked;
  private long socketsOpened;

  private JournalEntry present;
  private int looksTaken;

  /**
   * @param start the entry that the run begins with
   */
  ReplayedLoop(JournalEntry start) {
    this.random = new SplittableRandom(start.id());
    at(start);
  }

  /** The moment is that of an entry. */
  void at(JournalEntry entry) {
    present = entry;
    looksTaken = 0;
  }

  /** Gives what the feed has handed to the job since the last call. */
  void drainTo(Consumer<MarketEvent> out) {
    emitted.forEach(out);
    emitted.clear();
  }

  /**
   * What an entry tells happens, unless it is a command.
   *
   * @return false if the feed waits for no such thing: the journal was written by a feed that acted
   *     otherwise
   */
  boolean happen(JournalEntry entry) {
    at(entry);
    return switch (entry.kind()) {
      case TIMER -> run(timers.remove(entry.id()));
      case ANSWER -> answer(questions.remove(entry.id()), entry);
      default -> tell(sockets.get(entry.id()), entry);
    };
  }

  private static boolean run(Runnable action) {
    if (action == null) {
      return false;
    }
    action.run();
    return true;
  }

  private static boolean answer(BiConsumer<byte[], Throwable> answer, JournalEntry entry) {
    if (answer == null) {
      return false;
    }
    if (entry.detail() == null) {
      answer.accept(entry.payload(), null);
    } else {
      answer.accept(null, Failures.read(entry.detail()));
    }
    return true;
  }

  private boolean tell(SocketEvents events, JournalEntry entry) {
    if (events == null) {
      return false;
    }
    byte[] bytes = entry.payload() == null ? NO_BYTES : entry.payload();
    switch (entry.kind()) {
      case OPEN -> events.onOpen();
      case TEXT -> events.onText(Unpooled.wrappedBuffer(bytes));
      case BINARY -> events.onBinary(Unpooled.wrappedBuffer(bytes));
      case OVERSIZE ->
          events.onOversize(Long.parseLong(entry.detail()), Unpooled.wrappedBuffer(bytes));
      case CLOSED -> {
        sockets.remove(entry.id());
        events.onClosed(Failures.readEnd(entry.detail()));
      }
      default -> throw new IllegalArgumentException("a socket tells no " + entry.kind());
    }
    return true;
  }

  @Override
  public long now() {
    return present.receiveTime();
  }

  @Override
  public long nanos() {
    return present.nanos();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void command(Command command, Runnable action) {
    action.run();
  }

  @Override
  public void schedule(long delayMillis, Runnable action) {
    timers.put(++timersSet, action);
  }

  @Override
  public void ask(
      Supplier<? extends CompletionStage<byte[]>> question, BiConsumer<byte[], Throwable> answer) {
    questions.put(++questionsAsked, answer);
  }

  @Override
  public void whenSpace(Runnable action) {
    questions.put(++questionsAsked, (nothing, none) -> action.run());
  }

  @Override
  public long look(LongSupplier fact) {
    long[] looks = present.looks();
    return looksTaken < looks.length ? looks[looksTaken++] : 0;
  }

  @Override
  public boolean isFull() {
    return look(() -> 0) != 0;
  }

  @Override
  public void tell(Runnable effect) {
    // It was done when the journal was written.
  }

  @Override
  public SocketLink connect(URI uri, WebSocketOptions options, SocketEvents events) {
    sockets.put(++socketsOpened, events);
    return new Link();
  }

  @Override
  public void put(MarketEvent event, int bytes) {
    emitted.add(event);
  }

  @Override
  public void close(Runnable last) {
    last.run();
  }

  /** A socket that is only told of. */
  private final class Link implements SocketLink {
    @Override
    public boolean send(String text) {
      long outcome = look(() -> JournaledLoop.SENT);
      if (outcome == JournaledLoop.QUEUE_FULL) {
        throw new SendQueueFullException("as it was");
      }
      return outcome == JournaledLoop.SENT;
    }

    @Override
    public void setReading(boolean on) {
      // What was read is in the journal.
    }

    @Override
    public void close() {
      // The journal tells when.
    }

    @Override
    public long lastInboundNanos() {
      return look(() -> 0);
    }
  }
}
