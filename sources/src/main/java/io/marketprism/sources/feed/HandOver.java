// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.Instrument;
import io.marketprism.model.Trade;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Two connections that bring the same streams, the leading one and the one that follows it. Each
 * stream lives on the leading one until what the other brings continues it; from then on it lives
 * on that, and what the leading one brings of it is dropped. A stream whose messages tell by
 * themselves that they come twice takes those of both. On the feed's thread.
 */
final class HandOver {
  /** Why a message of a second connection is not taken. */
  private static final String OVERLAP = "overlap";

  private final StreamSet streams;
  private final SocketMetrics metrics;
  private final Map<Instrument, Standby> waiting = new LinkedHashMap<>();
  private final StreamEvents leading = new Leading();
  private final StreamEvents following = new Following();

  /** Begins with all streams on the leading connection whose subscription stands there. */
  HandOver(StreamSet streams, SocketMetrics metrics) {
    this.streams = streams;
    this.metrics = metrics;
    for (InstrumentStream stream : streams.all()) {
      Standby standby = stream.isConnected() ? stream.standby() : null;
      if (standby != null) {
        waiting.put(stream.instrument, standby);
      }
    }
  }

  /** Takes what the connection brings on which the streams live. */
  StreamEvents leading() {
    return leading;
  }

  /** Takes what the connection brings that is to take over. */
  StreamEvents following() {
    return following;
  }

  /** Whether an instrument's stream still lives on the leading connection. */
  boolean isWaiting(Instrument instrument) {
    return waiting.containsKey(instrument);
  }

  /** Whether every stream goes on without the leading connection. */
  boolean isDone() {
    return waiting.isEmpty();
  }

  /** An instrument's stream has ended. */
  void forget(Instrument instrument) {
    waiting.remove(instrument);
  }

  /**
   * The leading connection is about to end: streams of which the other has said nothing go on with
   * that. Their ids would tell if something came between.
   */
  void releaseQuiet() {
    List<Standby> quiet = waiting.values().stream().filter(Standby::isQuiet).toList();
    waiting.values().removeAll(quiet);
    quiet.forEach(Standby::takeOver);
  }

  /**
   * The leading connection is gone, and what still waits goes on as after the end of a connection.
   *
   * @param subscribed whether the other connection's subscription of an instrument stands
   */
  void beginAnew(Predicate<Instrument> subscribed) {
    for (Instrument instrument : List.copyOf(waiting.keySet())) {
      waiting.remove(instrument).beginAnew(subscribed.test(instrument));
    }
  }

  /** A message of a stream that lives on the other connection by now; false if there is none. */
  private boolean dropped(Instrument instrument) {
    if (!streams.has(instrument)) {
      return false;
    }
    metrics.filtered(OVERLAP);
    return true;
  }

  /** After each event of either connection, the stream may be ready to go over. */
  private void look(Instrument instrument, Standby standby) {
    if (standby.tryTakeOver()) {
      waiting.remove(instrument, standby);
    }
  }

  private <E> boolean lead(Instrument instrument, E event, Predicate<E> stream) {
    Standby standby = waiting.get(instrument);
    if (standby == null) {
      return dropped(instrument);
    }
    boolean taken = stream.test(event);
    look(instrument, standby);
    return taken;
  }

  private <E> boolean follow(
      Instrument instrument, E event, Predicate<E> stream, BiPredicate<Standby, E> held) {
    Standby standby = waiting.get(instrument);
    if (standby == null) {
      return stream.test(event);
    }
    boolean taken = held.test(standby, event);
    look(instrument, standby);
    return taken;
  }

  private final class Leading implements StreamEvents {
    @Override
    public boolean onDelta(BookDelta delta) {
      return lead(delta.instrument(), delta, streams::onDelta);
    }

    @Override
    public boolean onSnapshot(BookSnapshot snapshot) {
      return lead(snapshot.instrument(), snapshot, streams::onSnapshot);
    }

    @Override
    public boolean onUnchanged(Instrument instrument, long receiveTime) {
      return lead(instrument, receiveTime, time -> streams.onUnchanged(instrument, time));
    }

    @Override
    public boolean onTrade(Trade trade) {
      return lead(trade.instrument(), trade, streams::onTrade);
    }

    @Override
    public boolean onEvent(DerivativesEvent event) {
      return streams.onEvent(event);
    }

    @Override
    public void onMismatch(Instrument instrument, String reason) {
      lead(instrument, reason, code -> mismatch(instrument, code));
    }

    private boolean mismatch(Instrument instrument, String reason) {
      streams.onMismatch(instrument, reason);
      return true;
    }

    @Override
    public void onBroken(Instrument instrument, String reason) {
      lead(instrument, reason, code -> broken(instrument, code));
    }

    private boolean broken(Instrument instrument, String reason) {
      streams.onBroken(instrument, reason);
      return true;
    }
  }

  private final class Following implements StreamEvents {
    @Override
    public boolean onDelta(BookDelta delta) {
      return follow(delta.instrument(), delta, streams::onDelta, Standby::onDelta);
    }

    @Override
    public boolean onSnapshot(BookSnapshot snapshot) {
      return follow(snapshot.instrument(), snapshot, streams::onSnapshot, Standby::onSnapshot);
    }

    @Override
    public boolean onUnchanged(Instrument instrument, long receiveTime) {
      return isWaiting(instrument) || streams.onUnchanged(instrument, receiveTime);
    }

    @Override
    public boolean onTrade(Trade trade) {
      return follow(trade.instrument(), trade, streams::onTrade, Standby::onTrade);
    }

    @Override
    public boolean onEvent(DerivativesEvent event) {
      return streams.onEvent(event);
    }

    @Override
    public void onMismatch(Instrument instrument, String reason) {
      Standby standby = waiting.get(instrument);
      if (standby == null) {
        streams.onMismatch(instrument, reason);
      } else {
        standby.broken();
      }
    }

    @Override
    public void onBroken(Instrument instrument, String reason) {
      Standby standby = waiting.get(instrument);
      if (standby == null) {
        streams.onBroken(instrument, reason);
      } else {
        standby.broken();
      }
    }
  }
}
