// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookReset;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.Trade;
import io.marketprism.sources.loop.Command;
import io.marketprism.sources.loop.FeedLoop;
import io.marketprism.sources.net.RequestBudget;
import io.marketprism.sources.pressure.Restraint;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.trade.WaitingRoom;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueGateway;
import io.marketprism.sources.venue.VenueSettings;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the streams of one feed share: where events go, and how requests are made. All on the feed's
 * event loop.
 */
final class FeedContext {
  private static final int EVENT_BYTES = 240;
  private static final int WAITING_TRADES = 50_000;

  final String splitId;
  final Venue venue;
  final VenueSettings settings;
  final DataType dataType;
  final FeedMetrics metrics;
  final WaitingRoom waitingTrades = new WaitingRoom(WAITING_TRADES);
  private final VenueMetrics venueMetrics;
  private final int replica;
  final FeedLoop loop;
  private final VenueGateway http;
  private final Restraint restraint;
  private FeedConnection connection;
  private boolean closed;

  FeedContext(
      FeedSplit split,
      Venue venue,
      VenueSettings settings,
      FeedMetrics metrics,
      FeedLoop loop,
      VenueGateway http,
      Restraint restraint) {
    this.splitId = split.splitId();
    this.venue = venue;
    this.settings = settings;
    this.dataType = split.dataType();
    this.replica = replica(split, venue, settings);
    this.metrics = metrics;
    this.venueMetrics = metrics.venue(venue.exchange(), split.dataType());
    this.loop = loop;
    this.http = http;
    this.restraint = restraint;
  }

  /** What events say they came over: 0, or from 1 on where several connections say the same. */
  private static int replica(FeedSplit split, Venue venue, VenueSettings settings) {
    boolean single =
        settings.sockets().redundancy() == 1 || venue.isPolled(split.dataType(), settings);
    return single ? 0 : split.replica() + 1;
  }

  /** Whether other connections carry the same instruments, so that a loss of this one is none. */
  boolean isReplicated() {
    return replica > 0;
  }

  /** Whether the feed's data is left out for the moment, because the process is under pressure. */
  boolean isLeftOut() {
    return loop.look(() -> restraint.leavesOut(dataType) ? 1 : 0) != 0;
  }

  /** Whether missed trades are fetched later, because the process is under pressure. */
  boolean defersBackfill() {
    return loop.look(() -> restraint.defersBackfill() ? 1 : 0) != 0;
  }

  /** The feed keeps a connection; without one its streams ask nothing of it. */
  void connection(FeedConnection newConnection) {
    connection = newConnection;
  }

  FeedConnection connection() {
    return connection;
  }

  /** Local time, ms since the epoch. */
  long now() {
    return loop.now();
  }

  /** A clock that is never set, ns. */
  long nanos() {
    return loop.nanos();
  }

  /** Chance. */
  RandomGenerator random() {
    return loop.random();
  }

  void emit(MarketEvent event) {
    emit(event, EVENT_BYTES);
  }

  void emit(BookSnapshot snapshot) {
    emit(
        snapshot.ofReplica(replica),
        EVENT_BYTES + 16 * (snapshot.bids().size() + snapshot.asks().size()));
  }

  void emit(BookDelta delta) {
    emit(delta.ofReplica(replica), EVENT_BYTES + 16 * (delta.bids().size() + delta.asks().size()));
  }

  void emit(Trade trade) {
    emit(trade.ofReplica(replica), EVENT_BYTES);
  }

  /**
   * The chain of a book ends.
   *
   * @param away whether only the connection is gone
   */
  void emitReset(Instrument instrument, boolean away) {
    emit(new BookReset(instrument, now(), replica, away), EVENT_BYTES);
  }

  void emit(MarketEvent event, int bytes) {
    if (!closed) {
      loop.put(event, bytes);
    }
  }

  /** An event of an instrument's feed, at the present time. */
  void emit(FeedStatus.Builder status) {
    emit(status.connection(splitId).at(now()));
  }

  FeedStatus.Builder status(Instrument instrument, FeedStatus.Event event) {
    return FeedStatus.of(instrument, dataType, event);
  }

  /** An event of the whole feed. */
  void emitSocket(FeedStatus.Event event, String reason, String detail) {
    emit(
        FeedStatus.ofSocket(venue.exchange(), venue.marketType(dataType), event)
            .reason(reason)
            .detail(detail));
  }

  /** Sends what could not be decoded to the dead letters. */
  void deadLetter(FrameException problem, byte[] raw, int wholeBytes, long receiveTime) {
    venueMetrics.deadLetter(problem.reason());
    DeadLetter letter =
        DeadLetter.ofPrefix(
            venue.exchange(),
            venue.marketType(dataType),
            dataType,
            problem.reason(),
            problem.getMessage(),
            raw,
            wholeBytes,
            splitId,
            receiveTime);
    emit(letter, EVENT_BYTES + letter.raw().length);
  }

  /**
   * Makes a request; the answer, or why there is none, comes back on the event loop unless the feed
   * was closed.
   */
  void request(RestCall call, RequestBudget.Kind kind, BiConsumer<byte[], Throwable> answer) {
    ask(
        () -> http.get(call, kind),
        (body, failure) -> {
          if (failure != null) {
            venueMetrics.error(CollectorError.REQUEST);
          }
          answer.accept(body, failure);
        });
  }

  /** Asks somebody outside; the answer comes on the event loop unless the feed was closed. */
  void ask(
      Supplier<? extends CompletionStage<byte[]>> question, BiConsumer<byte[], Throwable> answer) {
    loop.ask(
        question,
        (body, failure) -> {
          if (!closed) {
            answer.accept(body, failure);
          }
        });
  }

  /** Deals with an answer that cannot be used; one that the venue refuses is no dead letter. */
  void unusable(FrameException problem, byte[] body, long receiveTime) {
    if (problem.isRefusal()) {
      venueMetrics.error(CollectorError.REQUEST);
    } else {
      deadLetter(problem, body, body.length, receiveTime);
    }
  }

  /** Runs what a command causes on the event loop, unless the feed was closed. Any thread. */
  void command(Command command, Runnable action) {
    loop.command(command, unlessClosed(action));
  }

  /** Runs an action on the event loop after a delay unless the feed was closed. */
  void schedule(long delayMillis, Runnable action) {
    loop.schedule(delayMillis, unlessClosed(action));
  }

  /** Whether the job is so far behind that the feed should stop reading. */
  boolean isFull() {
    return loop.isFull();
  }

  /** Runs an action once, when the job has caught up, unless the feed was closed. */
  void whenSpace(Runnable action) {
    loop.whenSpace(unlessClosed(action));
  }

  private Runnable unlessClosed(Runnable action) {
    return () -> {
      if (!closed) {
        action.run();
      }
    };
  }

  /** Nothing is emitted and nothing runs any more. */
  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }
}
