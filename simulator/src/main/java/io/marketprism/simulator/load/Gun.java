// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.load;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends frames to whoever subscribed, at a pace or as fast as the sockets take them, many in one
 * write. One thread of its own fires; what is public to the package may be called from any.
 *
 * <p>At a pace, every frame has a time at which it is to be sent, which does not change when a
 * socket takes none: what waits is late, and its latency counts from that time. Without a pace, no
 * stream runs further ahead of the slowest than {@link #LEAD} frames of all, so that the mix stays.
 */
final class Gun implements AutoCloseable {
  /** As many frames a second as the sockets take. */
  static final double FREE = Double.POSITIVE_INFINITY;

  private static final long TICK_NANOS = 500_000;
  private static final long FULL_NANOS = 50_000;
  private static final int CHUNK_BYTES = 64 << 10;
  private static final double LEAD = 20_000;
  private static final double NANOS = 1e9;

  private final LoadMarket market;
  private final FrameCycle cycle;
  private final SentTimes sent;
  private final byte[][] digits;
  private final byte[] scratch;
  private final byte[] time = new byte[Frame.TIME_DIGITS];
  private final Map<String, Barrel> owners = new HashMap<>();
  private final Map<Channel, Map<Barrel.Kind, Barrel>> sockets = new HashMap<>();
  private final AtomicLong depthFrames = new AtomicLong();
  private final AtomicLong tradeFrames = new AtomicLong();
  private final Thread thread = new Thread(this::run, "load-gun");
  private volatile List<Barrel> barrels = List.of();
  private volatile double pace;
  private volatile long lateNanos;
  private volatile boolean closed;

  /**
   * A gun that holds its fire.
   *
   * @param sent where the times of trades are noted
   */
  Gun(LoadMarket market, SentTimes sent) {
    this.market = market;
    this.cycle = market.cycle();
    this.sent = sent;
    this.digits = new byte[market.size()][];
    for (int i = 0; i < digits.length; i++) {
      digits[i] = Symbols.digits(i);
    }
    this.scratch = new byte[CHUNK_BYTES + cycle.longest()];
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Frames a second over all instruments from now on; 0 holds fire, {@link #FREE} knows no pace.
   */
  void pace(double framesPerSecond) {
    pace = framesPerSecond;
  }

  /** Changes of books sent so far. */
  long depthFrames() {
    return depthFrames.get();
  }

  /** Trades sent so far. */
  long tradeFrames() {
    return tradeFrames.get();
  }

  /** How late the latest frame is at this moment, in ns. */
  long lateNanos() {
    return lateNanos;
  }

  /** How many streams have a subscriber. */
  synchronized int streams() {
    return owners.size();
  }

  /** Sends a stream to a socket from now on; whoever had it before gets no more of it. */
  synchronized void subscribe(Channel channel, Barrel.Kind kind, int instrument) {
    Barrel barrel =
        sockets
            .computeIfAbsent(channel, socket -> new HashMap<>())
            .computeIfAbsent(kind, same -> new Barrel(channel, kind));
    Barrel before = owners.put(stream(kind, instrument), barrel);
    if (before == barrel) {
      return;
    }
    if (before != null) {
      before.remove(instrument);
    }
    barrel.add(instrument);
    arrange();
  }

  /** Ends a stream of a socket. */
  synchronized void unsubscribe(Channel channel, Barrel.Kind kind, int instrument) {
    Barrel barrel = sockets.getOrDefault(channel, Map.of()).get(kind);
    if (barrel != null && owners.remove(stream(kind, instrument), barrel)) {
      barrel.remove(instrument);
    }
  }

  /** A socket is gone. */
  synchronized void forget(Channel channel) {
    Map<Barrel.Kind, Barrel> gone = sockets.remove(channel);
    if (gone != null) {
      owners.values().removeAll(gone.values());
      arrange();
    }
  }

  private static String stream(Barrel.Kind kind, int instrument) {
    return kind.name() + instrument;
  }

  private void arrange() {
    List<Barrel> all = new ArrayList<>();
    sockets.values().forEach(ofSocket -> all.addAll(ofSocket.values()));
    barrels = List.copyOf(all);
  }

  private void run() {
    double last = 0;
    List<Barrel> known = List.of();
    while (!closed) {
      double now = pace;
      List<Barrel> all = barrels;
      if (now != last || all != known) {
        double start = now == FREE ? 0 : System.nanoTime();
        all.forEach(barrel -> barrel.due(start));
        last = now;
        known = all;
      }
      if (now == FREE) {
        if (!fireFreely(all)) {
          LockSupport.parkNanos(FULL_NANOS);
        }
      } else {
        lateNanos = now == 0 ? 0 : fireWhatIsDue(all, now);
        LockSupport.parkNanos(TICK_NANOS);
      }
    }
  }

  /** The part of all frames that a barrel sends. */
  private double share(Barrel barrel, int[] instruments) {
    double ofKind =
        barrel.kind() == Barrel.Kind.DEPTH ? cycle.depthShare() : 1 - cycle.depthShare();
    return ofKind * instruments.length / market.size();
  }

  private boolean fireFreely(List<Barrel> all) {
    double least = Double.MAX_VALUE;
    for (Barrel barrel : all) {
      if (barrel.instruments().length > 0) {
        least = Math.min(least, barrel.due());
      }
    }
    boolean fired = false;
    for (Barrel barrel : all) {
      int[] instruments = barrel.instruments();
      if (instruments.length > 0 && barrel.due() < least + LEAD && barrel.channel().isWritable()) {
        fire(barrel, instruments, 1 / share(barrel, instruments), least + LEAD, false);
        fired = true;
      }
    }
    return fired;
  }

  /** Returns how late the latest frame is that could not be sent, in ns. */
  private long fireWhatIsDue(List<Barrel> all, double framesPerSecond) {
    double late = 0;
    for (Barrel barrel : all) {
      int[] instruments = barrel.instruments();
      if (instruments.length == 0) {
        continue;
      }
      double step = NANOS / (framesPerSecond * share(barrel, instruments));
      double now = System.nanoTime();
      while (barrel.due() <= now && barrel.channel().isWritable()) {
        fire(barrel, instruments, step, now, true);
      }
      late = Math.max(late, now - barrel.due());
    }
    return (long) late;
  }

  /** Sends what is due up to {@code end}, as much as fits into one write. */
  private void fire(Barrel barrel, int[] instruments, double step, double end, boolean timed) {
    Frame.digits(time, 0, Frame.TIME_DIGITS, System.currentTimeMillis());
    boolean depth = barrel.kind() == Barrel.Kind.DEPTH;
    double due = barrel.due();
    int length = 0;
    int frames = 0;
    while (length < CHUNK_BYTES && due <= end) {
      int instrument = barrel.next(instruments);
      byte[] symbol = digits[instrument];
      if (depth) {
        length = cycle.writeDepth(market.nextDepth(instrument), scratch, length, symbol, time);
      } else {
        long count = market.nextTrade(instrument);
        if (timed && instrument < sent.instruments()) {
          sent.put(instrument, FrameCycle.tradeId(count), (long) due);
        }
        length = cycle.writeTrade(count, scratch, length, symbol, time);
      }
      due += step;
      frames++;
    }
    barrel.due(due);
    AtomicLong counter = depth ? depthFrames : tradeFrames;
    counter.lazySet(counter.getPlain() + frames);
    Channel channel = barrel.channel();
    channel.writeAndFlush(channel.alloc().directBuffer(length).writeBytes(scratch, 0, length));
  }

  /** Holds fire for ever; returns when nothing is sent any more. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
