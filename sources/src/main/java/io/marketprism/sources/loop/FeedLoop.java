// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.loop;

import io.marketprism.model.MarketEvent;
import io.marketprism.sources.net.SocketLink;
import io.marketprism.sources.net.WebSocketOptions;
import java.net.URI;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The world of one feed. Actions run one at a time, on the feed's thread; unless another is named,
 * methods are called there. Time does not pass within an action where the feed is journaled or
 * replayed.
 */
public interface FeedLoop {
  /** Answers a question to which the answer is only that it is time. */
  byte[] NOTHING = new byte[0];

  /** Local time, ms since the epoch. */
  long now();

  /** A clock that is never set, ns; only differences mean something. */
  long nanos();

  /** Chance, e.g. for delays. */
  RandomGenerator random();

  /** Runs what a command causes. Any thread. */
  void command(Command command, Runnable action);

  /** Runs an action after a delay. */
  void schedule(long delayMillis, Runnable action);

  /**
   * Asks somebody outside; the answer comes later, never within this call.
   *
   * @param question starts to ask; not called where the answer is known from a journal
   * @param answer takes the answer, or why there is none
   */
  void ask(
      Supplier<? extends CompletionStage<byte[]>> question, BiConsumer<byte[], Throwable> answer);

  /** Looks at something outside that the feed's behaviour depends on. */
  long look(LongSupplier fact);

  /** Does something outside that the feed hears nothing of; not done again in a replay. */
  void tell(Runnable effect);

  /** Starts to open a socket; what becomes of it is told later, never within this call. */
  SocketLink connect(URI uri, WebSocketOptions options, SocketEvents events);

  /** Hands an event to the job; {@code bytes} is its estimated size. */
  void put(MarketEvent event, int bytes);

  /** Whether the job is so far behind that the feed should stop reading. */
  boolean isFull();

  /** Runs an action once, when the job has caught up; soon if that is so now. */
  void whenSpace(Runnable action);

  /** Runs the feed's last action and waits up to 5 s for it. Any thread. */
  void close(Runnable last);
}
