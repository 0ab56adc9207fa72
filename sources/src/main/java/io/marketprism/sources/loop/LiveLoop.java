// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.loop;

import io.marketprism.model.MarketEvent;
import io.marketprism.sources.net.CloseReason;
import io.marketprism.sources.net.SocketLink;
import io.marketprism.sources.net.WebSocketClient;
import io.marketprism.sources.net.WebSocketConnection;
import io.marketprism.sources.net.WebSocketListener;
import io.marketprism.sources.net.WebSocketOptions;
import io.marketprism.sources.reader.HandoverQueue;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The world as it is: an event loop of Netty, real sockets, the hand-over queue. */
public final class LiveLoop implements FeedLoop {
  private static final RandomGenerator RANDOM = () -> ThreadLocalRandom.current().nextLong();

  private final String splitId;
  private final EventLoop loop;
  private final WebSocketClient client;
  private final HandoverQueue queue;

  /**
   * @param splitId of the feed
   */
  public LiveLoop(String splitId, EventLoop loop, WebSocketClient client, HandoverQueue queue) {
    this.splitId = splitId;
    this.loop = loop;
    this.client = client;
    this.queue = queue;
  }

  @Override
  public long now() {
    return System.currentTimeMillis();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public RandomGenerator random() {
    return RANDOM;
  }

  @Override
  public void command(Command command, Runnable action) {
    execute(action);
  }

  private void execute(Runnable action) {
    try {
      loop.execute(action);
    } catch (RejectedExecutionException e) {
      // The loop is gone, and the feed with it.
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored")
  public void schedule(long delayMillis, Runnable action) {
    loop.schedule(action, delayMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored")
  public void ask(
      Supplier<? extends CompletionStage<byte[]>> question, BiConsumer<byte[], Throwable> answer) {
    started(question)
        .whenComplete((body, failure) -> execute(() -> answer.accept(body, cause(failure))));
  }

  private static CompletionStage<byte[]> started(
      Supplier<? extends CompletionStage<byte[]>> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      // A question that can never be asked, such as a request beyond the whole budget.
      return CompletableFuture.failedStage(e);
    }
  }

  /** What a future failed with, without the wrapping of those that depend on another; or null. */
  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  @Override
  public long look(LongSupplier fact) {
    return fact.getAsLong();
  }

  @Override
  public void tell(Runnable effect) {
    effect.run();
  }

  @Override
  public SocketLink connect(URI uri, WebSocketOptions options, SocketEvents events) {
    return client.connect(uri, options, loop, new Listener(events));
  }

  @Override
  public void put(MarketEvent event, int bytes) {
    if (queue.put(splitId, event, bytes)) {
      execute(queue::announce); // once for all that comes in this round of the loop
    }
  }

  @Override
  public boolean isFull() {
    return queue.isFull();
  }

  @Override
  public void whenSpace(Runnable action) {
    queue.whenSpace(() -> execute(action));
  }

  @Override
  public void close(Runnable last) {
    try {
      loop.submit(last).await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Listener(SocketEvents events) implements WebSocketListener {
    @Override
    public void onOpen(WebSocketConnection connection) {
      events.onOpen();
    }

    @Override
    public void onText(ByteBuf payload) {
      events.onText(payload);
    }

    @Override
    public void onBinary(ByteBuf payload) {
      events.onBinary(payload);
    }

    @Override
    public void onOversize(long bytes, ByteBuf prefix) {
      events.onOversize(bytes, prefix);
    }

    @Override
    public void onClosed(CloseReason reason) {
      events.onClosed(reason);
    }
  }
}
