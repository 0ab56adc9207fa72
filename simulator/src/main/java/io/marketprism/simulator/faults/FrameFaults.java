// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

import io.marketprism.simulator.net.Frame;
import io.marketprism.simulator.net.FrameGate;
import io.marketprism.simulator.net.Subscriber;
import io.marketprism.simulator.truth.Fact;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What is to go wrong with frames on their way to subscribers, by stream or by what streams carry.
 * Faults of one stream or subject come one after the other, each frame suffers at most one of them
 * and may be held back besides. Frames are passed on byte for byte, except those that are to be
 * damaged. Thread safe.
 */
public final class FrameFaults implements FrameGate {
  private static final int MOST_HELD = 200_000;

  private static final class Hold {
    private final Deque<HeldFrame> frames = new ArrayDeque<>();
    private long untilNanos;
  }

  private final Map<String, StreamSubject> subjects = new HashMap<>();
  private final Map<Object, Deque<PendingFault>> pending = new HashMap<>();
  private final Map<Object, Hold> holds = new HashMap<>();
  private final Map<Object, Long> silences = new HashMap<>();
  private final Function<String, Optional<StreamSubject>> subjectOf;
  private final FaultLog log;
  private final ScheduledExecutorService timer;
  private volatile boolean passesAll = true;

  /**
   * Faults of a venue's streams.
   *
   * @param subjectOf what a stream of a name carries
   * @param timer ends what lasts for a time
   */
  public FrameFaults(
      Function<String, Optional<StreamSubject>> subjectOf,
      FaultLog log,
      ScheduledExecutorService timer) {
    this.subjectOf = subjectOf;
    this.log = log;
    this.timer = timer;
  }

  /** Lets frames suffer what is asked for. */
  public void inflict(FaultRequest request) {
    StreamSubject subject = new StreamSubject(request.feed(), request.symbol().orElseThrow());
    switch (request.kind()) {
      case DELAY -> hold(subject, request.millis());
      case SILENCE -> silenceFor(subject, request.millis());
      default -> add(subject, request.kind(), request.count());
    }
  }

  /** Loses the next {@code count} frames of a stream, whatever it carries. */
  public void lose(String stream, int count) {
    add(stream, FaultKind.DROP, count);
  }

  private synchronized void add(Object whose, FaultKind kind, int count) {
    pending
        .computeIfAbsent(whose, key -> new ArrayDeque<>())
        .addLast(new PendingFault(kind, count));
    passesAll = false;
  }

  private synchronized void hold(StreamSubject subject, long millis) {
    Hold hold = holds.computeIfAbsent(subject, key -> new Hold());
    hold.untilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    passesAll = false;
    log.tookEffect(FaultKind.DELAY, subject.feed(), subject.symbol(), millis, Map.of());
    timer.schedule(() -> release(subject), millis, TimeUnit.MILLISECONDS);
  }

  private synchronized void release(StreamSubject subject) {
    Hold hold = holds.get(subject);
    if (hold != null && System.nanoTime() - hold.untilNanos >= 0) {
      holds.remove(subject);
      release(hold);
      settle();
    }
  }

  private static void release(Hold hold) {
    hold.frames.forEach(HeldFrame::deliver);
    hold.frames.forEach(HeldFrame::flush);
    hold.frames.clear();
  }

  private synchronized void silenceFor(StreamSubject subject, long millis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    silences.merge(subject, until, Math::max);
    passesAll = false;
    log.tookEffect(FaultKind.SILENCE, subject.feed(), subject.symbol(), millis, Map.of());
    timer.schedule(() -> endSilence(subject), millis, TimeUnit.MILLISECONDS);
  }

  private synchronized void endSilence(StreamSubject subject) {
    Long until = silences.get(subject);
    if (until != null && System.nanoTime() - until >= 0) {
      silences.remove(subject);
      settle();
    }
  }

  /** Lets nothing of a stream come out any more, until it may speak again. */
  public synchronized void silence(String stream) {
    silences.put(stream, Long.MAX_VALUE);
    passesAll = false;
    Optional<StreamSubject> subject = subjectOf.apply(stream);
    log.tookEffect(
        FaultKind.SILENCE,
        subject.map(StreamSubject::feed).orElse(FaultFeed.MARKET),
        subject.map(StreamSubject::symbol).orElse(Fact.ALL),
        Fact.values("stream", stream));
  }

  /** Ends the silence of a stream. */
  public synchronized void speak(String stream) {
    silences.remove(stream);
    settle();
  }

  /** Whether nothing of the stream is to come out. */
  public boolean silent(String stream) {
    if (passesAll) {
      return false;
    }
    synchronized (this) {
      return silences.containsKey(stream) || silences.containsKey(subject(stream));
    }
  }

  @Override
  public boolean passesAll() {
    return passesAll;
  }

  @Override
  public synchronized void pass(Frame frame, Collection<Subscriber> receivers, Delivery delivery) {
    if (silent(frame.stream())) {
      return;
    }
    HeldFrame now = new HeldFrame(frame, receivers, delivery);
    if (!suffers(frame.stream(), now) && !suffers(subject(frame.stream()), now)) {
      deliver(now);
    }
    settle();
  }

  private StreamSubject subject(String stream) {
    return subjects.computeIfAbsent(stream, name -> subjectOf.apply(name).orElse(null));
  }

  private boolean suffers(Object whose, HeldFrame now) {
    Deque<PendingFault> faults = whose == null ? null : pending.get(whose);
    if (faults == null) {
      return false;
    }
    PendingFault fault = faults.getFirst();
    if (fault.kind() == FaultKind.REORDER && fault.first() == null) {
      fault.holdFirst(now);
      return true;
    }
    HeldFrame first = fault.first() == null ? now : fault.first();
    StreamSubject subject = subject(now.frame().stream());
    log.tookEffect(
        fault.kind(),
        subject == null ? FaultFeed.MARKET : subject.feed(),
        subject == null ? Fact.ALL : subject.symbol(),
        first.frame(),
        now.frame());
    switch (fault.kind()) {
      case REPEAT -> {
        deliver(now);
        deliver(now);
      }
      case REORDER -> {
        deliver(now);
        deliver(first);
      }
      case TRUNCATE -> deliver(now.as(now.frame().cut()));
      case CORRUPT -> deliver(now.as(now.frame().garbled()));
      default -> {
        // Lost.
      }
    }
    if (fault.suffered()) {
      faults.removeFirst();
      if (faults.isEmpty()) {
        pending.remove(whose);
      }
    }
    return true;
  }

  private void deliver(HeldFrame frame) {
    StreamSubject subject = subject(frame.frame().stream());
    Hold hold = subject == null ? null : holds.get(subject);
    if (hold == null) {
      frame.deliver();
      return;
    }
    hold.frames.addLast(frame);
    if (hold.frames.size() > MOST_HELD) {
      release(hold);
    }
  }

  @Override
  public void left(String stream, Subscriber subscriber) {
    if (!passesAll) {
      forget(stream, subscriber);
    }
  }

  private synchronized void forget(String stream, Subscriber subscriber) {
    holds.values().forEach(hold -> hold.frames.forEach(held -> held.forget(stream, subscriber)));
    for (Deque<PendingFault> faults : pending.values()) {
      for (PendingFault fault : faults) {
        if (fault.first() != null) {
          fault.first().forget(stream, subscriber);
        }
      }
    }
  }

  private void settle() {
    passesAll = pending.isEmpty() && holds.isEmpty() && silences.isEmpty();
  }
}
