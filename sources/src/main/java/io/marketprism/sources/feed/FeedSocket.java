// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import static io.marketprism.model.DeadLetter.Reason.OVERSIZE;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_MESSAGE;

import io.marketprism.model.DeadLetter;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;
import io.marketprism.sources.loop.SocketEvents;
import io.marketprism.sources.net.CloseReason;
import io.marketprism.sources.net.SocketLink;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.StreamCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;

/**
 * One socket of a feed, from the attempt to open it to its end: its codec, its subscriptions, its
 * frames, whether it lives. What it brings goes to the feed's streams, or where {@link #events}
 * says. Each attempt has a deadline, each subscription must be answered in time. On the feed's
 * event loop.
 */
final class FeedSocket implements SocketEvents {

  private final FeedContext feed;
  private final StreamSet streams;
  private final SocketMetrics metrics;
  private final SocketOwner owner;
  private final SubscriptionAnswers answers;
  private final StreamCodec codec;
  private final Subscriptions subscriptions;
  private final Frames frames;

  private SocketLink connection;
  private Liveness liveness; // null until open
  private long openedAtNanos;
  private boolean subscribed;
  private String closingReason;

  FeedSocket(
      FeedContext feed,
      StreamSet streams,
      SocketMetrics metrics,
      SocketOwner owner,
      SubscriptionAnswers answers) {
    this.feed = feed;
    this.streams = streams;
    this.metrics = metrics;
    this.owner = owner;
    this.answers = answers;
    this.codec = feed.venue.stream(feed.dataType, feed.settings);
    this.subscriptions =
        new Subscriptions(codec, feed.venue.limits().controlMessagesPerHour(), feed::nanos);
    this.frames = new Frames(streams, metrics);
    codec.expect(streams.instruments());
  }

  /** Starts to open the socket. */
  void dial() {
    connection = feed.loop.connect(codec.uri(), SocketOptions.of(feed.venue, feed.settings), this);
  }

  /** Where what it brings goes from now on; from the start to the feed's streams. */
  void events(StreamEvents events) {
    frames.events(events);
  }

  /** Whether messages can be sent and no end is in sight. */
  boolean isOpen() {
    return liveness != null && closingReason == null;
  }

  /** Whether all that was subscribed at the start is answered, and no end is in sight. */
  boolean isSubscribed() {
    return subscribed && isOpen();
  }

  /** Whether one subscription brings all instruments. */
  boolean isWholeMarket() {
    return codec.isWholeMarket();
  }

  /** Whether the venue would refuse further messages on this socket. */
  boolean isExhausted() {
    return subscriptions.isExhausted();
  }

  /** Whether an instrument's messages come here. */
  boolean brings(Instrument instrument) {
    return codec.isWholeMarket() ? subscribed : subscriptions.isAccepted(instrument);
  }

  /** How long the socket has been open; 0 before. */
  long ageNanos() {
    return liveness == null ? 0 : feed.nanos() - openedAtNanos;
  }

  /** The instruments of which messages are expected from now on. */
  void expect(List<Instrument> instruments) {
    codec.expect(instruments);
  }

  void subscribe(List<Instrument> instruments) {
    if (isOpen() && !instruments.isEmpty()) {
      subscriptions.subscribe(instruments);
    }
  }

  void unsubscribe(List<Instrument> instruments) {
    if (isOpen() && !instruments.isEmpty()) {
      subscriptions.unsubscribe(instruments);
    }
  }

  /** Stops or resumes reading. */
  void setReading(boolean on) {
    if (connection != null) {
      connection.setReading(on);
    }
  }

  /** Closes the socket with its feed. */
  void close() {
    connection.close();
  }

  /** Closes the socket; {@link SocketOwner#closed} follows later. */
  void closeFor(String reason) {
    if (closingReason == null) {
      closingReason = reason;
      connection.close();
    }
  }

  /** Called every second. */
  void tick(long nanos) {
    if (!isOpen()) {
      return;
    }
    if (!liveness.check(nanos)) {
      closeFor("silence");
      return;
    }
    answersOverdue();
  }

  private void answersOverdue() {
    List<Subscriptions.Refusal> overdue = subscriptions.overdue();
    if (overdue.isEmpty()) {
      return;
    }
    if (codec.answersEach() && subscriptions.acceptedCount() > 0) {
      overdue.forEach(refusal -> answers.refused(this, refusal));
      settled();
    } else {
      metrics.subscriptionUnanswered();
      rejectedWhole(overdue.size() + " subscriptions, first " + overdue.get(0));
    }
  }

  private void rejectedWhole(String error) {
    feed.emitSocket(FeedStatus.Event.REJECTED, "subscribe_error", error);
    closeFor("subscribe_error");
  }

  private void settled() {
    if (subscribed || !subscriptions.isSettled()) {
      return;
    }
    if (subscriptions.acceptedCount() > 0) {
      subscribed = true;
      owner.subscribed(this, subscriptions.acceptedCount());
    } else {
      owner.refused(this);
    }
  }

  @Override
  public void onOpen() {
    openedAtNanos = feed.nanos();
    liveness =
        new Liveness(
            connection, codec.keepAlive(), feed.settings.sockets().silenceMillis(), metrics);
    feed.emitSocket(FeedStatus.Event.CONNECTED, null, String.valueOf(codec.uri()));
    codec.connected();
    codec.greetings().forEach(connection::send);
    subscriptions.connected(connection::send);
    owner.opened(this);
  }

  @Override
  public void onText(ByteBuf payload) {
    frames.decode(payload);
    owner.frameDone();
  }

  @Override
  public void onBinary(ByteBuf payload) {
    undecoded(UNKNOWN_MESSAGE, "a binary message", payload, payload.readableBytes());
  }

  @Override
  public void onOversize(long bytes, ByteBuf prefix) {
    String detail = bytes + " bytes, limit " + feed.settings.sockets().maxFrameBytes();
    undecoded(OVERSIZE, detail, prefix, (int) Math.min(Integer.MAX_VALUE, bytes));
  }

  private void undecoded(DeadLetter.Reason reason, String detail, ByteBuf raw, int wholeBytes) {
    metrics.frame(raw.readableBytes());
    feed.deadLetter(
        new FrameException(reason, detail), ByteBufUtil.getBytes(raw), wholeBytes, feed.now());
  }

  @Override
  public void onClosed(CloseReason reason) {
    if (feed.isClosed()) {
      return;
    }
    String code = closingReason != null ? closingReason : reason.cause().label();
    closingReason = code;
    subscriptions.disconnected();
    owner.closed(this, code, reason);
  }

  /** Decodes frames, and takes what they say of the socket itself. */
  private final class Frames extends FrameTarget {
    private ByteBuf frame;
    private long receiveTime;

    private Frames(StreamSet streams, SocketMetrics metrics) {
      super(streams, metrics);
    }

    void decode(ByteBuf payload) {
      frame = payload;
      receiveTime = feed.now();
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
      feed.deadLetter(problem, ByteBufUtil.getBytes(frame), frame.readableBytes(), receiveTime);
      broken(problem);
    }

    @Override
    public void onAccepted(long id, Instrument instrument) {
      metrics.message("answer");
      List<Instrument> answered = subscriptions.accepted(id, instrument);
      boolean all = codec.isWholeMarket() && !answered.isEmpty();
      answers.accepted(FeedSocket.this, all ? streams.instruments() : answered);
      settled();
    }

    @Override
    public void onRefused(long id, Instrument instrument, String error) {
      metrics.message("answer");
      if (codec.answersEach()) {
        subscriptions
            .refused(id, instrument, error)
            .forEach(refusal -> answers.refused(FeedSocket.this, refusal));
        settled();
      } else {
        metrics.subscriptionRefused();
        rejectedWhole(error);
      }
    }

    @Override
    public void onShutdownNotice(String reason) {
      owner.endAnnounced(FeedSocket.this, reason);
    }

    @Override
    public void onPong() {
      liveness.answered();
    }

    @Override
    public void reply(String message) {
      connection.send(message);
    }
  }
}
