// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.net;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Knows which sockets have subscribed to which stream and brings frames to them. Thread safe;
 * frames of one stream must come from one thread to keep their order.
 */
public final class StreamHub {
  private final Map<String, Set<Subscriber>> subscribers = new ConcurrentHashMap<>();
  private final Set<Subscriber> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong framesSent = new AtomicLong();
  private final AtomicLong connectionsOpened = new AtomicLong();
  private final FrameGate gate;
  private volatile Consumer<String> onSubscription = stream -> {};

  /** A hub whose frames pass a gate, where things can be made to go wrong. */
  public StreamHub(FrameGate gate) {
    this.gate = gate;
  }

  /** Whom to tell the name of each newly subscribed stream. */
  public void onSubscription(Consumer<String> listener) {
    onSubscription = listener;
  }

  /** Notes an open socket. */
  public void connected(Subscriber connection) {
    connections.add(connection);
    connectionsOpened.incrementAndGet();
  }

  /** Forgets a closed socket and all its subscriptions. */
  public void disconnected(Subscriber connection) {
    connections.remove(connection);
    subscribers.values().forEach(set -> set.remove(connection));
  }

  /** Subscribes a socket; a second time does nothing. */
  public void subscribe(String stream, Subscriber subscriber) {
    subscribers.computeIfAbsent(stream, name -> new CopyOnWriteArraySet<>()).add(subscriber);
    onSubscription.accept(stream);
  }

  /** Ends a subscription. */
  public void unsubscribe(String stream, Subscriber subscriber) {
    Set<Subscriber> set = subscribers.get(stream);
    if (set != null) {
      set.remove(subscriber);
      gate.left(stream, subscriber);
    }
  }

  /** Whether some socket has subscribed to the stream. */
  public boolean hasSubscribers(String stream) {
    return !subscribersOf(stream).isEmpty();
  }

  /** The sockets that have subscribed to the stream. */
  public Collection<Subscriber> subscribersOf(String stream) {
    return subscribers.getOrDefault(stream, Set.of());
  }

  /**
   * Sends a frame to all subscribers of its stream, without waiting for any of them; it may stay
   * behind until the next flush.
   */
  public void publish(Frame frame) {
    Collection<Subscriber> receivers = subscribersOf(frame.stream());
    if (receivers.isEmpty()) {
      return;
    }
    if (gate.passesAll()) {
      deliver(frame, receivers);
    } else {
      gate.pass(frame, receivers, this::deliver);
    }
  }

  private void deliver(Frame frame, Collection<Subscriber> receivers) {
    for (Subscriber subscriber : receivers) {
      subscriber.send(frame);
      framesSent.incrementAndGet();
    }
  }

  /** Brings out what sockets may still hold back for batching. */
  public void flush() {
    connections.forEach(Subscriber::flush);
  }

  /** Waits until every subscriber of the stream has room or is gone; false where time ran out. */
  public boolean awaitRoom(String stream, Duration patience) throws InterruptedException {
    for (Subscriber subscriber : subscribersOf(stream)) {
      if (!subscriber.awaitRoom(patience)) {
        return false;
      }
    }
    return true;
  }

  /** The sockets that are open now. */
  public Collection<Subscriber> connections() {
    return connections;
  }

  /** Frames given to sockets so far. */
  public long framesSent() {
    return framesSent.get();
  }

  /** Sockets opened so far. */
  public long connectionsOpened() {
    return connectionsOpened.get();
  }
}
