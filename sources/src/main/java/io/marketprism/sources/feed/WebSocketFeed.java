// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import static io.marketprism.model.DeadLetter.Reason.OVERSIZE;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_MESSAGE;

import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;
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
import io.marketprism.sources.venue.KeepAlive;
import io.marketprism.sources.venue.StreamCodec;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueGateway;
import io.marketprism.sources.venue.VenueSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
 * <p>Threads: everything runs on one event loop; the methods of {@link Feed} may be called from any
 * other thread.
 */
public final class WebSocketFeed implements Feed, WebSocketListener, FeedConnection {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketFeed.class);

  private static final long TICK_MILLIS = 1_000;
  private static final long STALE_GRANT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final FeedSplit split;
  private final VenueSettings settings;
  private final EventLoop loop;
  private final WebSocketClient client;
  private final VenueGateway gateway;
  private final HandoverQueue queue;
  private final long maxPauseNanos;
  private final FeedMetrics.Connection metrics;
  private final FeedContext context;
  private final StreamCodec codec;
  private final KeepAlive keepAlive;
  private final WebSocketOptions options;
  private final Backoff backoff = new Backoff(ThreadLocalRandom.current());
  private final StreamSet streams;
  private final Subscriptions subscriptions;
  private final Rejections rejections;
  private final Gathered resubscriptions;
  private final Gathered retries;
  private final Frames frames;

  private WebSocketConnection connection;
  private boolean open;
  private boolean subscribed;
  private boolean paused;
  private long pausedAtNanos;
  private long openedAtNanos;
  private long pingedAtNanos;
  private boolean pinged;
  private String closingReason;

  public WebSocketFeed(
      FeedSplit split,
      VenueSettings settings,
      Venue venue,
      EventLoop loop,
      WebSocketClient client,
      VenueGateway gateway,
      HandoverQueue queue,
      Duration maxPause,
      FeedMetrics metrics) {
    this.split = split;
    this.settings = settings;
    this.loop = loop;
    this.client = client;
    this.gateway = gateway;
    this.queue = queue;
    this.maxPauseNanos = maxPause.toNanos();
    this.metrics = metrics.connection(venue.exchange(), split.splitId(), split.dataType());
    this.context =
        new FeedContext(split, venue, settings, metrics, loop, gateway, queue);
    this.context.connection(this);
    this.codec = venue.stream(split.dataType(), settings);
    this.keepAlive = codec.keepAlive();
    this.streams = new StreamSet(context);
    this.subscriptions = new Subscriptions(codec, venue.limits().controlMessagesPerHour());
    this.resubscriptions = new Gathered(context, this::resubscribe);
    this.retries = new Gathered(context, this::subscribeAgain);
    this.rejections = new Rejections(context, retries::add);
    this.frames = new Frames(streams, this.metrics);
    this.options = SocketOptions.of(venue, settings);
  }

  @Override
  public void start() {
    context.execute(
        () -> {
          for (Instrument instrument : split.instruments()) {
            streams.open(instrument, split.cursors().get(instrument.key()));
          }
          codec.expect(streams.instruments());
          context.schedule(TICK_MILLIS, this::tick);
          connect();
        });
  }

  @Override
  public void instruments(List<Instrument> instruments) {
    context.execute(() -> change(instruments));
  }

  private void change(List<Instrument> wanted) {
    Set<Instrument> keep = new HashSet<>(wanted);
    List<Instrument> gone =
        streams.instruments().stream().filter(instrument -> !keep.contains(instrument)).toList();
    List<Instrument> added =
        wanted.stream().filter(instrument -> !streams.has(instrument)).toList();
    boolean wasEmpty = streams.isEmpty();
    gone.forEach(streams::close);
    gone.forEach(rejections::forget);
    added.forEach(instrument -> streams.open(instrument, null));
    codec.expect(streams.instruments());
    if (!open || closingReason != null) {
      return;
    }
    if (!gone.isEmpty()) {
      subscriptions.unsubscribe(gone);
    }
    if (added.isEmpty()) {
      return;
    }
    if (codec.isWholeMarket() && !wasEmpty) {
      if (subscribed) {
        added.forEach(instrument -> streams.of(instrument).subscribed());
      }
    } else if (subscriptions.isExhausted()) {
      closeFor("planned_rotation");
    } else {
      subscriptions.subscribe(added);
    }
  }

  @Override
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

  @Override
  public int sockets() {
    return 1;
  }

  @Override
  public void resync(ResyncRequest request) {
    context.execute(
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
    List<Instrument> wanted = instruments.stream().filter(streams::has).toList();
    if (!open || closingReason != null || wanted.isEmpty()) {
      return;
    }
    if (subscriptions.isExhausted()) {
      // The venue takes no further message on this connection; a new one has a new allowance.
      closeFor("planned_rotation");
      return;
    }
    subscriptions.unsubscribe(wanted);
    subscriptions.subscribe(wanted);
  }

  @Override
  public void reconnect(String reason) {
    if (open) {
      closeFor(reason);
    }
  }

  private void subscribeAgain(List<Instrument> instruments) {
    List<Instrument> wanted =
        instruments.stream()
            .filter(instrument -> streams.has(instrument) && !subscriptions.isAccepted(instrument))
            .toList();
    if (open && closingReason == null && !wanted.isEmpty() && !subscriptions.isExhausted()) {
      subscriptions.subscribe(wanted);
    }
  }

  private void connect() {
    // No new socket while the job still works off the old one's backlog, and none beyond the
    // venue's limit of attempts.
    queue.whenSpace(
        () ->
            gateway
                .connectionAttempt()
                .whenComplete(
                    (granted, refused) -> {
                      long grantedAtNanos = System.nanoTime();
                      context.execute(() -> granted(grantedAtNanos, refused));
                    }));
  }

  private void granted(long grantedAtNanos, Throwable refused) {
    if (refused != null) {
      LOG.warn("{}: {}", split.splitId(), refused.getMessage());
      reconnectLater();
    } else if (System.nanoTime() - grantedAtNanos > STALE_GRANT_NANOS) {
      // This thread was held up, and with it the attempts of other feeds: together they would be
      // more at once than the venue allows.
      connect();
    } else {
      dial();
    }
  }

  private void dial() {
    closingReason = null;
    open = false;
    subscribed = false;
    paused = false;
    pinged = false;
    connection = client.connect(codec.uri(), options, loop, this);
  }

  @Override
  public void onOpen(WebSocketConnection opened) {
    open = true;
    openedAtNanos = System.nanoTime();
    context.emitSocket(FeedStatus.Event.CONNECTED, null, String.valueOf(codec.uri()));
    codec.connected();
    codec.greetings().forEach(opened::send);
    subscriptions.connected(opened::send);
    if (!streams.isEmpty()) {
      subscriptions.subscribe(streams.instruments());
    }
  }

  @Override
  public void onText(ByteBuf payload) {
    frames.decode(payload);
    pauseIfFull();
  }

  @Override
  public void onBinary(ByteBuf payload) {
    metrics.frame(payload.readableBytes());
    context.deadLetter(
        new FrameException(UNKNOWN_MESSAGE, "a binary message"),
        ByteBufUtil.getBytes(payload),
        payload.readableBytes(),
        context.now());
  }

  @Override
  public void onOversize(long bytes, ByteBuf prefix) {
    metrics.frame(prefix.readableBytes());
    context.deadLetter(
        new FrameException(OVERSIZE, bytes + " bytes, limit " + settings.sockets().maxFrameBytes()),
        ByteBufUtil.getBytes(prefix),
        (int) Math.min(Integer.MAX_VALUE, bytes),
        context.now());
  }

  /** Decodes frames, and takes what they say of the connection itself. */
  private final class Frames extends FrameTarget {
    private ByteBuf frame;
    private long receiveTime;

    private Frames(StreamSet streams, FeedMetrics.Connection metrics) {
      super(streams, metrics);
    }

    void decode(ByteBuf payload) {
      frame = payload;
      receiveTime = context.now();
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
        refused(e);
      } finally {
        frame = null;
      }
    }

    @Override
    void refused(FrameException problem) {
      context.deadLetter(problem, ByteBufUtil.getBytes(frame), frame.readableBytes(), receiveTime);
      InstrumentStream stream =
          problem.instrument() == null ? null : streams.of(problem.instrument());
      if (stream != null) {
        stream.broken(problem.reason().token());
      }
    }

    @Override
    public void onAccepted(long id, Instrument instrument) {
      metrics.message("answer");
      List<Instrument> answered = subscriptions.accepted(id, instrument);
      boolean all = codec.isWholeMarket() && !answered.isEmpty();
      for (Instrument accepted : all ? streams.instruments() : answered) {
        InstrumentStream stream = streams.of(accepted);
        if (stream != null) {
          rejections.accepted(accepted);
          stream.subscribed();
        }
      }
      settled();
    }

    @Override
    public void onRefused(long id, Instrument instrument, String error) {
      metrics.message("answer");
      if (codec.answersEach()) {
        subscriptions.refused(id, instrument, error).forEach(WebSocketFeed.this::rejected);
        settled();
      } else {
        refusedWhole(error);
      }
    }

    @Override
    public void onShutdownNotice(String reason) {
      context.emitSocket(FeedStatus.Event.ROTATING, reason, null);
      closeFor(reason);
    }

    @Override
    public void reply(String message) {
      if (connection != null) {
        connection.send(message);
      }
    }
  }

  private void refusedWhole(String error) {
    context.emitSocket(FeedStatus.Event.REJECTED, "subscribe_error", error);
    metrics.subscribeRejected();
    closeFor("subscribe_error");
  }

  private void rejected(Subscriptions.Refusal refusal) {
    LOG.warn("{}: {} is refused: {}", split.splitId(), refusal.instrument(), refusal.error());
    metrics.subscribeRejected();
    if (streams.has(refusal.instrument())) {
      streams.of(refusal.instrument()).metrics().live(false);
      rejections.rejected(refusal.instrument(), refusal.error());
    }
  }

  private void settled() {
    if (!subscribed && subscriptions.acceptedCount() > 0 && subscriptions.isSettled()) {
      subscribed = true;
      metrics.connected(true);
      context.emitSocket(
          FeedStatus.Event.SUBSCRIBED, null, subscriptions.acceptedCount() + " instruments");
    }
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
    // A stream may ask for another connection, which changes none of the streams.
    streams.all().forEach(stream -> stream.tick(now));
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
        > TimeUnit.MILLISECONDS.toNanos(settings.sockets().silenceMillis())) {
      closeFor("silence");
      return;
    }
    keepAlive(nanos);
    answersOverdue();
  }

  private void keepAlive(long nanos) {
    if (keepAlive == null) {
      return;
    }
    long lastInbound = connection.lastInboundNanos();
    if (pinged && lastInbound - pingedAtNanos > 0) {
      pinged = false;
    }
    if (pinged) {
      if (nanos - pingedAtNanos > TimeUnit.MILLISECONDS.toNanos(keepAlive.answerMillis())) {
        metrics.pongMissing();
        closeFor("silence");
      }
    } else if (nanos - lastInbound > TimeUnit.MILLISECONDS.toNanos(keepAlive.idleMillis())) {
      pinged = true;
      pingedAtNanos = nanos;
      metrics.textPing();
      connection.send(keepAlive.message());
    }
  }

  private void answersOverdue() {
    List<Subscriptions.Refusal> overdue = subscriptions.overdue();
    if (overdue.isEmpty()) {
      return;
    }
    if (codec.answersEach() && subscriptions.acceptedCount() > 0) {
      overdue.forEach(this::rejected);
      settled();
    } else {
      Subscriptions.Refusal first = overdue.get(0);
      refusedWhole(
          overdue.size()
              + " subscriptions, "
              + first.instrument().nativeId()
              + ": "
              + first.error());
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
      gateway.connectionRefused(reason.httpStatus(), reason.retryAfter());
    }
    if (open && System.nanoTime() - openedAtNanos > Backoff.STABLE_AFTER.toNanos()) {
      backoff.reset();
    }
    open = false;
    paused = false;
    connection = null;
    subscriptions.disconnected();
    resubscriptions.clear();
    retries.clear();
    streams.all().forEach(InstrumentStream::disconnected);
    context.emitSocket(FeedStatus.Event.DISCONNECTED, code, reason.text());
    reconnectLater();
  }

  private void reconnectLater() {
    context.schedule(backoff.next().toMillis(), this::connect);
  }
}
