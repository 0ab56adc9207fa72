// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A small group of event loops that one owner opens and closes, in Flink one per source reader.
 *
 * <p>All methods may be called from any thread, {@link #close()} from any but an event loop of this
 * group.
 *
 * <p><b>What remains after close.</b> The threads of the group and their thread-locals are gone,
 * and so are the sockets that were still open. Netty's process-wide {@code GlobalEventExecutor} may
 * run for about one second more, because it notifies the listeners of the termination; it then ends
 * by itself and holds no class loader. No other thread of this package stays, so a user-code class
 * loader can be collected afterwards.
 */
@SuppressWarnings("FutureReturnValueIgnored")
public final class EventLoops implements AutoCloseable {
  static {
    NettySettings.apply();
  }

  private static final long BREATH_NANOS = TimeUnit.MICROSECONDS.toNanos(250);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final MultiThreadIoEventLoopGroup group;

  /**
   * @param size number of event loops, each one thread; at least 1
   * @param namePrefix of the daemon threads, which are called {@code prefix-0}, {@code prefix-1}, …
   */
  public EventLoops(int size, String namePrefix) {
    if (size < 1) {
      throw new IllegalArgumentException("event loops: " + size + ", must be at least 1");
    }
    AtomicInteger count = new AtomicInteger();
    ThreadFactory factory =
        task -> {
          Thread thread =
              new FastThreadLocalThread(task, namePrefix + "-" + count.getAndIncrement());
          thread.setDaemon(true);
          threads.add(thread);
          return thread;
        };
    group =
        new MultiThreadIoEventLoopGroup(size, factory, NioIoHandler.newFactory()) {
          @Override
          protected IoEventLoop newChild(
              Executor executor, IoHandlerFactory handlers, Object... arguments) {
            return new Loop(this, executor, handlers);
          }
        };
  }

  /**
   * A loop that takes a breath, and that does not end before it has closed its sockets.
   *
   * <p>After a round in which a socket had something it waits for {@link #BREATH_NANOS} before it
   * looks again, so that frames which come one by one are read, and handed on, a few at a time. The
   * first after a silence is read at once. Whoever gives the loop a task may wait as long.
   *
   * <p>Netty's own loop looks once in each round whether it is to end, closes the sockets if so,
   * runs its tasks, and ends if it is to end by then: told so during the tasks, it goes without
   * closing anything, and the descriptors are lost for ever.
   */
  private static final class Loop extends SingleThreadIoEventLoop {
    private boolean busy;
    private boolean lastRound;

    Loop(IoEventLoopGroup group, Executor executor, IoHandlerFactory handlers) {
      super(group, executor, handlers);
    }

    @Override
    protected int runIo() {
      if (busy && !hasTasks()) {
        LockSupport.parkNanos(BREATH_NANOS);
      }
      int served = super.runIo();
      busy = served > 0;
      return served;
    }

    @Override
    protected boolean confirmShutdown() {
      if (isShuttingDown() && !lastRound) {
        lastRound = true;
        execute(() -> {}); // so that the round does not wait for a socket
        return false;
      }
      return super.confirmShutdown();
    }
  }

  /** The next loop, round robin. */
  public EventLoop next() {
    return group.next();
  }

  /**
   * Closes every socket on the loops, runs what they have queued, and waits until their threads are
   * gone, at most 5 s. An interrupt ends the waiting early and is kept.
   *
   * @throws IllegalStateException if called on one of the loops, which would wait for itself
   */
  @Override
  public void close() {
    for (EventExecutor loop : group) {
      if (loop.inEventLoop()) {
        throw new IllegalStateException(
            "event loops cannot be closed from one of their own threads");
      }
    }
    group.shutdownGracefully(0, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
    try {
      for (Thread thread : threads) {
        long remaining = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        thread.join(Math.max(1, remaining));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
