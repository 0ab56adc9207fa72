// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.journal;

import io.marketprism.model.JournalEntry;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.MarketType;
import io.marketprism.sources.loop.Command;
import io.marketprism.sources.loop.FeedLoop;
import io.marketprism.sources.loop.SocketEvents;
import io.marketprism.sources.net.CloseReason;
import io.marketprism.sources.net.SendQueueFullException;
import io.marketprism.sources.net.SocketLink;
import io.marketprism.sources.net.WebSocketOptions;
import io.marketprism.sources.split.FeedSplit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A feed's world that writes down whatever comes from it, each on one entry: what came, when, and
 * what the feed saw of its surroundings meanwhile. An entry is handed over before the events that
 * it caused, so that a checkpoint never knows of more than the journal.
 */
public final class JournaledLoop implements FeedLoop {
  static final int SENT = 0;
  static final int NOT_OPEN = 1;
  static final int QUEUE_FULL = 2;

  private static final long[] NO_LOOKS = {};

  private final FeedLoop live;
  private final FeedSplit split;
  private final String exchange;
  private final MarketType marketType;
  private final long run;
  private final RandomGenerator random;

  private long number;
  private long timers;
  private long questions;
  private long sockets;

  private boolean within;
  private long now;
  private long nanos;
  private long[] looks = new long[8];
  private int lookCount;
  private boolean allZero;
  private final List<Emitted> emitted = new ArrayList<>();

  private record Emitted(MarketEvent event, int bytes) {}

  /**
   * @param live the world
   * @param split the feed's work
   * @param exchange subject token of the venue
   * @param marketType of the feed's messages
   */
  public JournaledLoop(FeedLoop live, FeedSplit split, String exchange, MarketType marketType) {
    this.live = live;
    this.split = split;
    this.exchange = exchange;
    this.marketType = marketType;
    this.run = live.now();
    this.random = new SplittableRandom(run);
  }

  /** Something came: it is written down, and so is what the feed makes of it. */
  private void came(
      JournalEntry.Kind kind, long id, byte[] payload, String detail, Runnable action) {
    now = live.now();
    nanos = live.nanos();
    lookCount = 0;
    allZero = true;
    within = true;
    try {
      action.run();
    } finally {
      within = false;
      write(kind, id, payload, detail);
    }
  }

  private void write(JournalEntry.Kind kind, long id, byte[] payload, String detail) {
    JournalEntry entry =
        new JournalEntry(
            exchange,
            marketType,
            split.splitId(),
            run,
            ++number,
            now,
            nanos,
            kind,
            id,
            payload,
            detail,
            allZero ? NO_LOOKS : Arrays.copyOf(looks, lookCount));
    live.put(entry, entry.bytes());
    for (Emitted next : emitted) {
      live.put(next.event(), next.bytes());
    }
    emitted.clear();
  }

  @Override
  public long now() {
    return within ? now : live.now();
  }

  @Override
  public long nanos() {
    return within ? nanos : live.nanos();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void command(Command command, Runnable action) {
    live.command(
        command,
        () ->
            came(
                Commands.kind(command),
                command instanceof Command.Start ? run : 0,
                Commands.payload(command, split),
                Commands.detail(command),
                action));
  }

  @Override
  public void schedule(long delayMillis, Runnable action) {
    long id = ++timers;
    live.schedule(delayMillis, () -> came(JournalEntry.Kind.TIMER, id, null, null, action));
  }

  @Override
  public void ask(
      Supplier<? extends CompletionStage<byte[]>> question, BiConsumer<byte[], Throwable> answer) {
    long id = ++questions;
    live.ask(
        question,
        (body, failure) ->
            came(
                JournalEntry.Kind.ANSWER,
                id,
                body,
                failure == null ? null : Failures.write(failure),
                () -> answer.accept(body, failure)));
  }

  @Override
  public void whenSpace(Runnable action) {
    long id = ++questions;
    live.whenSpace(() -> came(JournalEntry.Kind.ANSWER, id, null, null, action));
  }

  @Override
  public long look(LongSupplier fact) {
    long seen = live.look(fact);
    if (lookCount == looks.length) {
      looks = Arrays.copyOf(looks, 2 * lookCount);
    }
    looks[lookCount++] = seen;
    allZero &= seen == 0;
    return seen;
  }

  @Override
  public boolean isFull() {
    return look(() -> live.isFull() ? 1 : 0) != 0;
  }

  @Override
  public void tell(Runnable effect) {
    live.tell(effect);
  }

  @Override
  public SocketLink connect(URI uri, WebSocketOptions options, SocketEvents events) {
    return new Link(live.connect(uri, options, new Told(++sockets, events)));
  }

  @Override
  public void put(MarketEvent event, int bytes) {
    if (within) {
      emitted.add(new Emitted(event, bytes));
    } else {
      live.put(event, bytes);
    }
  }

  @Override
  public void close(Runnable last) {
    live.close(last);
  }

  private final class Link implements SocketLink {
    private final SocketLink link;

    private Link(SocketLink link) {
      this.link = link;
    }

    @Override
    public boolean send(String text) {
      try {
        return look(() -> link.send(text) ? SENT : NOT_OPEN) == SENT;
      } catch (SendQueueFullException e) {
        look(() -> QUEUE_FULL);
        throw e;
      }
    }

    @Override
    public void setReading(boolean on) {
      link.setReading(on);
    }

    @Override
    public void close() {
      link.close();
    }

    @Override
    public long lastInboundNanos() {
      return look(link::lastInboundNanos);
    }
  }

  private final class Told implements SocketEvents {
    private final long id;
    private final SocketEvents events;

    private Told(long id, SocketEvents events) {
      this.id = id;
      this.events = events;
    }

    @Override
    public void onOpen() {
      came(JournalEntry.Kind.OPEN, id, null, null, events::onOpen);
    }

    @Override
    public void onText(ByteBuf payload) {
      byte[] bytes = ByteBufUtil.getBytes(payload);
      came(JournalEntry.Kind.TEXT, id, bytes, null, () -> events.onText(payload));
    }

    @Override
    public void onBinary(ByteBuf payload) {
      byte[] bytes = ByteBufUtil.getBytes(payload);
      came(JournalEntry.Kind.BINARY, id, bytes, null, () -> events.onBinary(payload));
    }

    @Override
    public void onOversize(long bytes, ByteBuf prefix) {
      came(
          JournalEntry.Kind.OVERSIZE,
          id,
          ByteBufUtil.getBytes(prefix),
          Long.toString(bytes),
          () -> events.onOversize(bytes, prefix));
    }

    @Override
    public void onClosed(CloseReason reason) {
      came(
          JournalEntry.Kind.CLOSED,
          id,
          null,
          Failures.write(reason),
          () -> events.onClosed(reason));
    }
  }
}
