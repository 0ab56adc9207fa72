// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests and answers over one WebSocket, told apart by an id, such as Binance's WebSocket API
 * (venues.md 3.4). It connects for the first request and never gives up: every end of the socket is
 * followed by a pause and another attempt, until it is closed. There is never more than one socket.
 *
 * <pre>{@code
 * rpc.call(id -> "{\"id\":" + id + ",\"method\":\"time\"}").thenAccept(this::read);
 * }</pre>
 *
 * <p>Each request has a deadline from {@link #call} on, waiting for the connection and for the send
 * limit included; one whose deadline is over is not sent any more. Requests fail with a {@link
 * RestException}: TIMEOUT; CONNECT if the socket ends before the answer, or at once during the
 * pause before the next attempt; BUDGET if too many are outstanding; CLOSED. What the venue
 * answers, an error too, is the caller's to read.
 *
 * <p>Threads: any may call. Everything runs on one event loop, which completes the futures and must
 * not be blocked.
 */
@SuppressWarnings("FutureReturnValueIgnored")
public final class WebSocketRpc implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketRpc.class);

  /** Finds the id of the request that a message answers. Called on the event loop. */
  @FunctionalInterface
  public interface AnswerId {
    /** The id, or -1 if the message is no answer; throws nothing. */
    long of(byte[] bytes, int offset, int length);
  }

  /** Takes note of a refused handshake, as {@link ConnectBudget#refused} does. */
  @FunctionalInterface
  public interface Refusals {
    void refused(int status, Optional<Duration> retryAfter);
  }

  private enum State {
    IDLE,
    CONNECTING,
    OPEN,
    PAUSING,
    CLOSED
  }

  private static final class Call {
    final long id;
    final LongFunction<String> request;
    final CompletableFuture<byte[]> answer = new CompletableFuture<>();
    final AtomicBoolean counted = new AtomicBoolean(true);
    Future<?> timeout; // null: not begun

    Call(long id, LongFunction<String> request) {
      this.id = id;
      this.request = request;
    }
  }

  private final URI uri;
  private final WebSocketRpcOptions options;
  private final EventLoop loop;
  private final WebSocketClient client;
  private final Supplier<CompletableFuture<Void>> attempts;
  private final Refusals refusals;
  private final AnswerId answerId;
  private final Backoff backoff;

  private final AtomicLong lastId = new AtomicLong();
  private final AtomicInteger outstanding = new AtomicInteger();
  private final AtomicLong lateAnswers = new AtomicLong();
  private final AtomicLong strayMessages = new AtomicLong();
  private volatile State state = State.IDLE; // written on the loop

  private final Map<Long, Call> calls = new HashMap<>(); // begun and not ended
  private CompletableFuture<Void> attempt; // null: none yet
  private WebSocketConnection connection; // null: none
  private long openedAt;
  private long askedAt; // when the first request was sent after what was last received

  /**
   * @param uri {@code ws://} or {@code wss://}
   * @param loop outlives this
   * @param client outlives this
   * @param attempts completes when one attempt to connect may be made, as {@link
   *     ConnectBudget#acquire} does
   * @param backoff for this alone
   */
  public WebSocketRpc(
      URI uri,
      WebSocketRpcOptions options,
      EventLoop loop,
      WebSocketClient client,
      Supplier<CompletableFuture<Void>> attempts,
      Refusals refusals,
      AnswerId answerId,
      Backoff backoff) {
    this.uri = uri;
    this.options = options;
    this.loop = loop;
    this.client = client;
    this.attempts = attempts;
    this.refusals = refusals;
    this.answerId = answerId;
    this.backoff = backoff;
  }

  /** Connects without waiting for the first request. */
  public void start() {
    execute(
        () -> {
          if (state == State.IDLE) {
            connect();
          }
        });
  }

  /**
   * Sends a request.
   *
   * @param request makes the text for an id, 1 or more, never used before; called on the event loop
   * @return the whole answer; cancelling it takes back a request that was not sent yet
   */
  public CompletableFuture<byte[]> call(LongFunction<String> request) {
    if (outstanding.incrementAndGet() > options.maxOutstanding()) {
      outstanding.decrementAndGet();
      return CompletableFuture.failedFuture(
          failure(
              RestException.Kind.BUDGET, options.maxOutstanding() + " requests are outstanding"));
    }
    Call call = new Call(lastId.incrementAndGet(), request);
    long deadline = System.nanoTime() + options.deadline().toNanos();
    call.answer.whenComplete(
        (answer, error) -> {
          release(call);
          execute(() -> forget(call));
        });
    if (!execute(() -> begin(call, deadline))) {
      fail(call, failure(RestException.Kind.CLOSED, "closed"));
    }
    return call.answer;
  }

  /** Whether the socket is open. */
  public boolean isConnected() {
    return state == State.OPEN;
  }

  /** Requests without an answer. */
  public int outstanding() {
    return outstanding.get();
  }

  /** Answers that came after their request's end. */
  public long lateAnswers() {
    return lateAnswers.get();
  }

  /** Messages that answered no request of ours. */
  public long strayMessages() {
    return strayMessages.get();
  }

  /** Closes the socket for ever and fails what is outstanding. */
  @Override
  public void close() {
    execute(
        () -> {
          state = State.CLOSED;
          if (attempt != null) {
            attempt.cancel(false);
          }
          if (connection != null) {
            connection.close();
          }
          failAll(failure(RestException.Kind.CLOSED, "closed"));
        });
  }

  private boolean execute(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
      return true;
    }
    try {
      loop.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false; // the loop is gone, and the socket with it
    }
  }

  private void begin(Call call, long deadline) {
    if (call.answer.isDone()) {
      return; // cancelled
    }
    switch (state) {
      case CLOSED -> fail(call, failure(RestException.Kind.CLOSED, "closed"));
      case PAUSING ->
          fail(call, failure(RestException.Kind.CONNECT, "not connected, another attempt follows"));
      case IDLE, CONNECTING, OPEN -> {
        calls.put(call.id, call);
        call.timeout =
            loop.schedule(() -> timedOut(call), deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (state == State.OPEN) {
          send(call);
        } else if (state == State.IDLE) {
          connect();
        }
      }
    }
  }

  private void send(Call call) {
    try {
      if (!connection.send(call.request.apply(call.id), () -> !call.answer.isDone())) {
        fail(call, failure(RestException.Kind.CONNECT, "the socket is closing"));
      } else if (askedAt - connection.lastInboundNanos() <= 0) {
        askedAt = System.nanoTime();
      }
    } catch (SendQueueFullException e) {
      fail(call, failure(RestException.Kind.BUDGET, e.getMessage()));
    } catch (RuntimeException e) { // of the function that makes the text
      fail(call, e);
    }
  }

  private void timedOut(Call call) {
    fail(
        call,
        failure(
            RestException.Kind.TIMEOUT,
            "no answer within " + options.deadline().toMillis() + " ms"));
    if (state == State.OPEN
        && connection.isOpen()
        && askedAt - connection.lastInboundNanos() > 0
        && System.nanoTime() - askedAt > options.silence().toNanos()) {
      LOG.warn("{} is silent and given up", uri);
      connection.close();
    }
  }

  private void fail(Call call, Exception reason) {
    release(call);
    call.answer.completeExceptionally(reason);
  }

  /** Before the future completes, so that who sees it complete may call again. */
  private void release(Call call) {
    if (call.counted.compareAndSet(true, false)) {
      outstanding.decrementAndGet();
    }
  }

  private void forget(Call call) {
    calls.remove(call.id);
    if (call.timeout != null) {
      call.timeout.cancel(false);
    }
  }

  private void failAll(RestException reason) {
    List<Call> failed = new ArrayList<>(calls.values());
    calls.clear();
    failed.forEach(call -> fail(call, reason));
  }

  private void connect() {
    state = State.CONNECTING;
    attempt = attempts.get();
    attempt.whenComplete(
        (granted, refused) ->
            execute(
                () -> {
                  if (state != State.CONNECTING) {
                    return;
                  }
                  if (refused != null) {
                    pause(refused.getMessage());
                  } else {
                    connection = client.connect(uri, options.webSocket(), loop, new Socket());
                  }
                }));
  }

  private void pause(String why) {
    Duration pause = backoff.next();
    LOG.info("{}: {}; next attempt in {} ms", uri, why, pause.toMillis());
    state = State.PAUSING;
    loop.schedule(
        () -> {
          if (state == State.PAUSING) {
            connect();
          }
        },
        pause.toNanos(),
        TimeUnit.NANOSECONDS);
    failAll(failure(RestException.Kind.CONNECT, why));
  }

  private RestException failure(RestException.Kind kind, String why) {
    return new RestException(kind, uri + ": " + why);
  }

  /** The listener of the one socket. */
  private final class Socket implements WebSocketListener {
    @Override
    public void onOpen(WebSocketConnection opened) {
      state = State.OPEN;
      openedAt = System.nanoTime();
      askedAt = opened.lastInboundNanos();
      calls.values().stream()
          .sorted(Comparator.comparingLong(call -> call.id))
          .toList()
          .forEach(WebSocketRpc.this::send);
    }

    @Override
    public void onText(ByteBuf payload) {
      long id =
          answerId.of(
              payload.array(),
              payload.arrayOffset() + payload.readerIndex(),
              payload.readableBytes());
      Call call = calls.get(id);
      if (call != null) {
        release(call);
        call.answer.complete(ByteBufUtil.getBytes(payload));
      } else if (id >= 1 && id <= lastId.get()) {
        lateAnswers.incrementAndGet();
      } else {
        strayMessages.incrementAndGet();
      }
    }

    @Override
    public void onBinary(ByteBuf payload) {
      strayMessages.incrementAndGet();
    }

    @Override
    public void onOversize(long bytes, ByteBuf prefix) {
      LOG.warn("{}: an answer of {} bytes is larger than allowed and dropped", uri, bytes);
      strayMessages.incrementAndGet();
    }

    @Override
    public void onClosed(CloseReason reason) {
      connection = null;
      if (reason.cause() == CloseReason.Cause.REJECTED) {
        refusals.refused(reason.httpStatus(), reason.retryAfter());
      }
      if (state == State.OPEN && System.nanoTime() - openedAt > Backoff.STABLE_AFTER.toNanos()) {
        backoff.reset();
      }
      if (state != State.CLOSED) {
        pause("the socket is closed (" + reason.cause().label() + "): " + reason.text());
      }
    }
  }
}
