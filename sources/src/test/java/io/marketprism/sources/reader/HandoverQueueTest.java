// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.BookReset;
import io.marketprism.model.Instrument;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class HandoverQueueTest {
  private static final BookReset EVENT =
      new BookReset(Instrument.spot("binance", "BTC-USDT", "BTCUSDT"), 1);

  private final HandoverQueue queue = new HandoverQueue(1_000);
  private final Queue<HandoverQueue.Entry> batch = new ArrayDeque<>();

  private boolean put() {
    return queue.put("split", EVENT, 100);
  }

  private int take() {
    batch.clear();
    queue.take(batch);
    return batch.size();
  }

  private void awaitClock(LongPredicate reached) {
    while (!reached.test(System.nanoTime())) {
      Thread.onSpinWait();
    }
  }

  /** What was added to the blocked time within a millisecond or more. */
  private long blockedInAMillisecond() {
    long before = queue.blockedNanos();
    long since = System.nanoTime();
    awaitClock(now -> now - since > 1_000_000);
    return queue.blockedNanos() - before;
  }

  @Test
  void theFirstOfManyIsToBeAnnounced() {
    assertThat(put()).isTrue();
    assertThat(put()).isFalse();
    queue.announce();
    assertThat(put()).as("the next round").isTrue();
  }

  @Test
  void aTaskThatFoundNothingWaitsUntilSomethingIsAnnounced() {
    assertThat(take()).isZero();
    CompletableFuture<Void> available = queue.available();
    put();
    assertThat(available).isNotDone();
    queue.announce();
    assertThat(available).isDone();
    assertThat(queue.available()).isDone();
    assertThat(take()).isOne();
  }

  @Test
  void aTaskThatIsAboutTakesWhatNobodyAnnounced() {
    put();
    assertThat(queue.available()).isDone();
    assertThat(take()).isOne();
    queue.announce();
    assertThat(queue.available()).as("comes and finds nothing").isDone();
    assertThat(take()).isZero();
    assertThat(queue.available()).isNotDone();
  }

  @Test
  void aWaitingTaskIsWoken() {
    take();
    CompletableFuture<Void> available = queue.available();
    queue.wakeUp();
    assertThat(available).isDone();
    take();
    assertThat(queue.available()).isNotDone();
  }

  @Test
  void aTaskThatIsWokenBeforeItLooksComesOnceMore() {
    queue.wakeUp();
    assertThat(take()).isZero();
    assertThat(queue.available()).isDone();
    assertThat(take()).isZero();
    assertThat(queue.available()).isNotDone();
  }

  @Test
  void feedsAreToldWhenHalfIsTaken() {
    AtomicInteger told = new AtomicInteger();
    for (int i = 0; i < 10; i++) {
      assertThat(queue.isFull()).isFalse();
      put();
    }
    assertThat(queue.isFull()).isTrue();
    queue.whenSpace(told::incrementAndGet);
    assertThat(told).hasValue(0);
    assertThat(take()).isEqualTo(10);
    assertThat(told).hasValue(1);
    assertThat(queue.isFull()).isFalse();
    queue.whenSpace(told::incrementAndGet);
    assertThat(told).hasValue(2);
  }

  @Test
  void emptyQueueBlocksNobody() {
    assertThat(blockedInAMillisecond()).isZero();
    take();
    queue.announce();
    assertThat(blockedInAMillisecond()).isZero();
  }

  @Test
  void whatIsAnnouncedToABusyTaskBlocks() {
    put();
    assertThat(blockedInAMillisecond()).as("not announced").isZero();
    queue.announce();
    assertThat(blockedInAMillisecond()).isGreaterThanOrEqualTo(1_000_000);
    assertThat(take()).isOne();
    assertThat(blockedInAMillisecond()).as("nothing waits any more").isZero();
    put();
    queue.announce();
    assertThat(blockedInAMillisecond()).isGreaterThanOrEqualTo(1_000_000);
  }

  @Test
  void aTaskThatWaitsIsNotBlockedWhileItWakesUp() {
    take();
    put();
    queue.announce();
    assertThat(blockedInAMillisecond()).isZero();
  }

  @Test
  void whatIsLeftBehindByABatchBlocks() {
    for (int i = 0; i < 1_025; i++) {
      put();
    }
    assertThat(take()).isEqualTo(1_024);
    assertThat(blockedInAMillisecond()).isGreaterThanOrEqualTo(1_000_000);
    assertThat(take()).isOne();
    assertThat(blockedInAMillisecond()).isZero();
  }
}
