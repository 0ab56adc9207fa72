// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import static io.marketprism.model.DeadLetter.Reason.OVERSIZE;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_MESSAGE;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_SYMBOL;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;
import io.marketprism.model.Trade;
import io.marketprism.sources.ResyncRequest;
import io.marketprism.sources.net.Backoff;
import io.marketprism.sources.net.CloseReason;
import io.marketprism.sources.net.WebSocketClient;
import io.marketprism.sources.net.WebSocketConnection;
import io.marketprism.sources.net.WebSocketListener;
import io.marketprism.sources.net.WebSocketOptions;
import io.marketprism.sources.reader.HandoverQueue;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.StreamCodec;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueGateway;
import io.marketprism.sources.venue.VenueSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One split's socket, from connecting to closing, and the streams on it. It never gives up: each
 * attempt has a deadline, each end is followed by a jittered back-off and another attempt, as long
 * as the feed is open. A new socket is opened only after the old one is closed.
 *
 * <p>When the job is slower than the venue, the feed stops reading, so that TCP pushes back; after
 * a bounded time it gives the connection up, with whatever the venue still holds for it, and
 * resynchronises.
 *
 * <p>Threads: everything runs on one event loop; {@link #start}, {@link #close} and {@link #resync}
 * may be called from any other thread.
 */
public final class WebSocketFeed implements WebSocketListener, StreamCodec.Target {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketFeed.class);

  private static final long TICK_MILLIS = 1_000;
  private static final long ACK_MILLIS = 10_000;
  private static final long QUIET_MILLIS = 3_000;

  private final FeedSplit split;
  private final VenueSettings settings;
  private final Venue venue;
  private final EventLoop loop;
  private final WebSocketClient client;
  private final VenueGateway http;
  private final HandoverQueue queue;
  private final long maxPauseNanos;
  private final FeedMetrics.Connection metrics;
  private final FeedContext context;
  private final StreamCodec codec;
  private final WebSocketOptions options;
  private final Backoff backoff = new Backoff(ThreadLocalRandom.current());
  private final Map<Instrument, BookStream> books = new HashMap<>();
  private final Map<Instrument, TradeStream> trades = new HashMap<>();
  private final Map<String, BookStream> booksByKey = new HashMap<>();

  private WebSocketConnection connection;
  private boolean open;
  private boolean paused;
  private long pausedAtNanos;
  private long openedAtNanos;
  private int acksMissing;
  private long subscribedAtNanos;
  private boolean quietChecked;
  private String closingReason;

  public WebSocketFeed(
      FeedSplit split,
      VenueSettings settings,
      Venue venue,
      EventLoop loop,
      WebSocketClient client,
      VenueGateway http,
      HandoverQueue queue,
      Duration maxPause,
      FeedMetrics metrics) {
    this.split = split;
    this.settings = settings;
    this.venue = venue;
    this.loop = loop;
    this.client = client;
    this.http = http;
    this.queue = queue;
    this.maxPauseNanos = maxPause.toNanos();
    this.metrics = metrics.connection(venue.exchange(), split.splitId());
    this.context =
        new FeedContext(
            split.splitId(), venue, settings, split.dataType(), metrics, loop, http, queue);
    this.codec = venue.codec(settings, split.dataType(), split.instruments());
    this.options =
        WebSocketOptions.defaults()
            .withConnectTimeout(Duration.ofMillis(settings.connectTimeoutMillis()))
            .withMaxMessageBytes(settings.maxFrameBytes())
            .withSendLimit(
                Math.max(1, venue.limits().messagesPerSecond() / 2), Duration.ofSeconds(1));
  }

  /** Opens the streams and connects. */
  public void start() {
    context.execute(
        () -> {
          for (Instrument instrument : split.instruments()) {
            openStream(instrument);
          }
          context.schedule(TICK_MILLIS, this::tick);
          connect();
        });
  }

  private void openStream(Instrument instrument) {
    if (split.dataType() == DataType.ORDERBOOK) {
      BookStream stream =
          new BookStream(instrument, split.cursors().get(instrument.key()), context);
      books.put(instrument, stream);
      booksByKey.put(instrument.key(), stream);
    } else {
      trades.put(
          instrument, new TradeStream(instrument, split.cursors().get(instrument.key()), context));
    }
  }

  /** Closes the socket for ever; returns when it is done or after 5 s. */
  public void close() {
    try {
      loop.submit(
              () -> {
                context.close();
                if (connection != null) {
                  connection.close();
                }
                metrics.connected(false);
              })
          .await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Somebody downstream needs a new snapshot of a book. */
  public void resync(ResyncRequest request) {
    context.execute(
        () -> {
          BookStream stream = booksByKey.get(request.instrumentKey());
          if (stream != null) {
            stream.resync(request);
          }
        });
  }

  private void connect() {
    // No new socket while the job still works off the old one's backlog, and none beyond the
    // venue's limit of attempts.
    queue.whenSpace(
        () ->
            http.connectionAttempt()
                .whenComplete(
                    (granted, refused) ->
                        context.execute(
                            () -> {
                              if (refused != null) {
                                LOG.warn("{}: {}", split.splitId(), refused.getMessage());
                                reconnectLater();
                              } else {
                                dial();
                              }
                            })));
  }

  private void dial() {
    closingReason = null;
    open = false;
    paused = false;
    quietChecked = false;
    connection = client.connect(codec.uri(), options, loop, this);
  }

  @Override
  public void onOpen(WebSocketConnection opened) {
    open = true;
    openedAtNanos = System.nanoTime();
    emitSocket(FeedStatus.Event.CONNECTED, null, String.valueOf(codec.uri()));
    List<String> messages = codec.subscriptions();
    acksMissing = messages.size();
    for (String message : messages) {
      opened.send(message);
    }
  }

  @Override
  public void onText(ByteBuf payload) {
    long receiveTime = context.now();
    int length = payload.readableBytes();
    metrics.frame(length);
    try {
      codec.decode(
          payload.array(),
          payload.arrayOffset() + payload.readerIndex(),
          length,
          receiveTime,
          this);
    } catch (FrameException e) {
      refused(e, ByteBufUtil.getBytes(payload), length, receiveTime);
    }
    pauseIfFull();
  }

  @Override
  public void onBinary(ByteBuf payload) {
    metrics.frame(payload.readableBytes());
    refused(
        new FrameException(UNKNOWN_MESSAGE, "a binary message"),
        ByteBufUtil.getBytes(payload),
        payload.readableBytes(),
        context.now());
  }

  @Override
  public void onOversize(long bytes, ByteBuf prefix) {
    metrics.frame(prefix.readableBytes());
    refused(
        new FrameException(OVERSIZE, bytes + " bytes, limit " + settings.maxFrameBytes()),
        ByteBufUtil.getBytes(prefix),
        (int) Math.min(Integer.MAX_VALUE, bytes),
        context.now());
  }

  private void refused(FrameException problem, byte[] raw, int bytes, long receiveTime) {
    context.deadLetter(problem, raw, bytes, receiveTime);
    if (problem.instrument() != null) {
      InstrumentStream stream = books.get(problem.instrument());
      if (stream != null) {
        stream.broken(problem.reason().token());
      }
    }
  }

  @Override
  public void onBookDelta(BookDelta delta) {
    BookStream stream = books.get(delta.instrument());
    if (stream != null) {
      metrics.message("orderbook");
      stream.onDelta(delta);
    } else {
      unexpected(delta.instrument(), "a book on a connection of trades");
    }
  }

  @Override
  public void onBookSnapshot(BookSnapshot snapshot) {
    unexpected(snapshot.instrument(), "a snapshot in the stream");
  }

  @Override
  public void onTrade(Trade trade) {
    TradeStream stream = trades.get(trade.instrument());
    if (stream != null) {
      metrics.message("trade");
      stream.onTrade(trade);
    } else {
      unexpected(trade.instrument(), "a trade on a connection of books");
    }
  }

  private void unexpected(Instrument instrument, String what) {
    context.deadLetter(
        new FrameException(UNKNOWN_SYMBOL, what + ": " + instrument.nativeId()),
        new byte[0],
        0,
        context.now());
  }

  @Override
  public void onSubscribed(long id, String error) {
    metrics.message("answer");
    if (error != null) {
      emitSocket(FeedStatus.Event.REJECTED, "subscribe_error", error);
      metrics.subscribeRejected();
      closeFor("subscribe_error");
      return;
    }
    if (acksMissing > 0 && --acksMissing == 0) {
      subscribedAtNanos = System.nanoTime();
      emitSocket(FeedStatus.Event.SUBSCRIBED, null, split.instruments().size() + " instruments");
      metrics.connected(true);
      books.values().forEach(InstrumentStream::subscribed);
      trades.values().forEach(InstrumentStream::subscribed);
    }
  }

  @Override
  public void onShutdownNotice() {
    emitSocket(FeedStatus.Event.ROTATING, "server_shutdown", null);
    closeFor("server_shutdown");
  }

  private void pauseIfFull() {
    if (!paused && queue.isFull() && open) {
      paused = true;
      pausedAtNanos = System.nanoTime();
      connection.setReading(false);
      queue.whenSpace(() -> context.execute(this::resume));
    }
  }

  private void resume() {
    if (paused) {
      paused = false;
      connection.setReading(true);
    }
  }

  private void tick() {
    context.schedule(TICK_MILLIS, this::tick);
    long now = context.now();
    books.values().forEach(stream -> stream.tick(now));
    trades.values().forEach(stream -> stream.tick(now));
    if (!open || closingReason != null) {
      return;
    }
    long nanos = System.nanoTime();
    if (paused) {
      if (nanos - pausedAtNanos > maxPauseNanos) {
        closeFor("buffer_overflow");
      }
      return;
    }
    if (nanos - connection.lastInboundNanos()
        > TimeUnit.MILLISECONDS.toNanos(settings.silenceMillis())) {
      closeFor("silence");
    } else if (acksMissing > 0) {
      if (nanos - openedAtNanos > TimeUnit.MILLISECONDS.toNanos(ACK_MILLIS)) {
        emitSocket(
            FeedStatus.Event.REJECTED,
            "subscribe_error",
            acksMissing + " subscriptions were not answered");
        metrics.subscribeRejected();
        closeFor("subscribe_error");
      }
    } else if (!quietChecked
        && nanos - subscribedAtNanos > TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS)) {
      quietChecked = true;
      books.values().forEach(BookStream::requestIfQuiet);
    }
  }

  private void closeFor(String reason) {
    if (closingReason == null) {
      closingReason = reason;
      connection.close();
    }
  }

  @Override
  public void onClosed(CloseReason reason) {
    if (context.isClosed()) {
      return;
    }
    String code = closingReason != null ? closingReason : reason.cause().label();
    LOG.info("{} is closed ({}): {}", split.splitId(), code, reason.text());
    metrics.connected(false);
    metrics.reconnection(code);
    if (reason.cause() == CloseReason.Cause.REJECTED) {
      http.connectionRefused(reason.httpStatus(), reason.retryAfter());
    }
    if (open && System.nanoTime() - openedAtNanos > Backoff.STABLE_AFTER.toNanos()) {
      backoff.reset();
    }
    open = false;
    paused = false;
    connection = null;
    books.values().forEach(InstrumentStream::disconnected);
    trades.values().forEach(InstrumentStream::disconnected);
    emitSocket(FeedStatus.Event.DISCONNECTED, code, reason.text());
    reconnectLater();
  }

  private void reconnectLater() {
    context.schedule(backoff.next().toMillis(), this::connect);
  }

  private void emitSocket(FeedStatus.Event event, String reason, String detail) {
    context.emit(
        FeedStatus.ofSocket(venue.exchange(), venue.marketType(), event)
            .reason(reason)
            .detail(detail));
  }
}
