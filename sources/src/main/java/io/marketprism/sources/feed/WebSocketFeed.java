// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.sources.ResyncRequest;
import io.marketprism.sources.loop.Command;
import io.marketprism.sources.loop.FeedLoop;
import io.marketprism.sources.pressure.Restraint;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueGateway;
import io.marketprism.sources.venue.VenueSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One split's streams, and the socket that brings them. It never gives up: each end of a socket is
 * followed by a jittered back-off and another attempt, as long as the feed is open. A new socket is
 * opened only after the old one is closed, except where an end is planned: then there are two,
 * until the second has taken over ({@link Rotation}). An end is planned when the venue announces
 * it, when the socket is as old as it may become, and when the venue takes no more messages on it.
 *
 * <p>When the job is slower than the venue, the feed stops reading, so that TCP pushes back; after
 * a bounded time it gives the connection up, with whatever the venue still holds for it, and
 * resynchronises.
 *
 * <p>Threads: everything runs on one event loop; the methods of {@link Feed} may be called from any
 * other thread.
 */
public final class WebSocketFeed implements Feed, FeedConnection, SubscriptionAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketFeed.class);

  private static final long TICK_MILLIS = 1_000;
  private static final String EXHAUSTED = "the venue takes no more messages on it";

  private final FeedSplit split;
  private final SocketMetrics metrics;
  private final FeedContext context;
  private final StreamSet streams;
  private final Rejections rejections;
  private final Gathered resubscriptions;
  private final Gathered retries;
  private final FeedSockets sockets;

  public WebSocketFeed(
      FeedSplit split,
      VenueSettings settings,
      Venue venue,
      FeedLoop loop,
      VenueGateway gateway,
      Restraint restraint,
      Duration maxPause,
      FeedMetrics metrics) {
    this.split = split;
    this.metrics = metrics.connection(venue.exchange(), split.splitId(), split.dataType());
    this.context = new FeedContext(split, venue, settings, metrics, loop, gateway, restraint);
    this.context.connection(this);
    if (split.dataType() == DataType.TRADE) {
      this.metrics.waitingTrades(context.waitingTrades);
    }
    this.streams = new StreamSet(context);
    this.resubscriptions = new Gathered(context, this::resubscribe);
    this.retries = new Gathered(context, this::subscribeAgain);
    this.rejections = new Rejections(context, retries::add);
    this.sockets =
        new FeedSockets(
            context,
            streams,
            this.metrics,
            this,
            this::interrupted,
            new ConnectionAttempts(context, gateway),
            maxPause);
  }

  @Override
  public void start() {
    context.command(
        new Command.Start(),
        () -> {
          for (Instrument instrument : split.instruments()) {
            streams.open(instrument, split.cursors().get(instrument.key()));
          }
          context.schedule(TICK_MILLIS, this::tick);
          sockets.connect();
        });
  }

  @Override
  public void instruments(List<Instrument> instruments) {
    context.command(new Command.Instruments(instruments), () -> change(instruments));
  }

  private void change(List<Instrument> wanted) {
    Set<Instrument> keep = new HashSet<>(wanted);
    List<Instrument> gone =
        streams.instruments().stream().filter(instrument -> !keep.contains(instrument)).toList();
    List<Instrument> added =
        wanted.stream().filter(instrument -> !streams.has(instrument)).toList();
    boolean wasEmpty = streams.isEmpty();
    gone.forEach(this::end);
    added.forEach(instrument -> streams.open(instrument, null));
    for (FeedSocket socket : sockets.all()) {
      socket.expect(streams.instruments());
      socket.unsubscribe(gone);
    }
    FeedSocket newest = sockets.newest();
    if (newest == null || added.isEmpty()) {
      return;
    }
    if (newest.isWholeMarket() && !wasEmpty) {
      if (newest.isSubscribed()) {
        added.forEach(instrument -> streams.of(instrument).subscribed());
      }
    } else if (newest.isExhausted()) {
      sockets.rotate(FeedSockets.PLANNED, EXHAUSTED);
    } else {
      newest.subscribe(added);
    }
  }

  private void end(Instrument instrument) {
    streams.close(instrument);
    rejections.forget(instrument);
    sockets.forget(instrument);
  }

  @Override
  public void close() {
    context.loop.close(
        () -> {
          context.close();
          sockets.all().forEach(FeedSocket::close);
          metrics.connected(false);
        });
  }

  @Override
  public int sockets() {
    return 1;
  }

  @Override
  public void resync(ResyncRequest request) {
    context.command(
        new Command.Resync(request),
        () -> {
          if (streams.ofKey(request.instrumentKey()) instanceof BookStream book) {
            book.resync(request);
          }
        });
  }

  @Override
  public void resubscribe(Instrument instrument) {
    resubscriptions.add(instrument);
  }

  private void resubscribe(List<Instrument> instruments) {
    for (FeedSocket socket : sockets.all()) {
      List<Instrument> wanted =
          instruments.stream().filter(instrument -> isToBeMendedOn(socket, instrument)).toList();
      if (wanted.isEmpty()) {
        continue;
      }
      if (socket.isExhausted()) {
        // The venue takes no further message on this connection; a new one has a new allowance.
        sockets.rotate(FeedSockets.PLANNED, EXHAUSTED);
      } else {
        socket.unsubscribe(wanted);
        socket.subscribe(wanted);
      }
    }
  }

  /** Whether a book needs a snapshot and lives on the socket. */
  private boolean isToBeMendedOn(FeedSocket socket, Instrument instrument) {
    return socket.isOpen()
        && streams.of(instrument) instanceof BookStream book
        && (book.wantsSnapshot() || !book.isSynced())
        && sockets.livesOn(socket, instrument);
  }

  private void subscribeAgain(List<Instrument> instruments) {
    FeedSocket newest = sockets.newest();
    if (newest != null && !newest.isExhausted()) {
      newest.subscribe(
          instruments.stream()
              .filter(instrument -> streams.has(instrument) && !newest.brings(instrument))
              .toList());
    }
  }

  @Override
  public void reconnect(String reason) {
    sockets.reconnect(reason);
  }

  /** Nothing of the connection that is gone is to be asked any more. */
  private void interrupted() {
    resubscriptions.clear();
    retries.clear();
  }

  @Override
  public void accepted(FeedSocket socket, List<Instrument> instruments) {
    for (Instrument instrument : instruments) {
      InstrumentStream stream = streams.of(instrument);
      if (stream != null) {
        rejections.accepted(instrument);
        if (sockets.livesOn(socket, instrument)) {
          stream.subscribed();
        }
      }
    }
  }

  @Override
  public void refused(FeedSocket socket, Subscriptions.Refusal refusal) {
    LOG.warn("{}: refused: {}", split.splitId(), refusal);
    metrics.subscriptionRefused();
    Instrument instrument = refusal.instrument();
    if (!streams.has(instrument)) {
      return;
    }
    if (sockets.livesOn(socket, instrument)) {
      streams.of(instrument).metrics().live(false);
      rejections.rejected(instrument, refusal.error());
    } else {
      rejections.tryAgain(instrument);
    }
  }

  @Override
  public void lost(Instrument instrument) {
    rejections.announce(instrument, "not subscribed when the socket before ended");
  }

  private void tick() {
    context.schedule(TICK_MILLIS, this::tick);
    long now = context.now();
    // A stream may ask for another connection, which changes none of the streams.
    streams.all().forEach(stream -> stream.tick(now));
    sockets.tick();
  }
}
