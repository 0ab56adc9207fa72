// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.BookReset;
import io.marketprism.model.Instrument;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class HandoverQueueTest {
  private static final BookReset EVENT =
      new BookReset(Instrument.spot("binance", "BTC-USDT", "BTCUSDT"), 1);

  private final HandoverQueue queue = new HandoverQueue(1 << 20);

  private void put() {
    queue.put("split", EVENT, 100);
  }

  private void awaitClock(LongPredicate reached) {
    while (!reached.test(System.nanoTime())) {
      Thread.onSpinWait();
    }
  }

  @Test
  void emptyQueueBlocksNobody() {
    long since = System.nanoTime();
    awaitClock(now -> now - since > 1_000_000);
    assertThat(queue.blockedNanos()).isZero();
  }

  @Test
  void eventsThatNobodyTakesBlock() throws Exception {
    put();
    long since = System.nanoTime();
    awaitClock(now -> now - since > 1_000_000);
    assertThat(queue.blockedNanos()).isGreaterThanOrEqualTo(1_000_000);
    assertThat(queue.take().size()).isOne();
    long blocked = queue.blockedNanos();
    awaitClock(now -> now - since > 3_000_000);
    assertThat(queue.blockedNanos()).as("nothing waits any more").isEqualTo(blocked);
    put();
    awaitClock(now -> now - since > 5_000_000);
    assertThat(queue.blockedNanos()).isGreaterThan(blocked);
  }

  @Test
  void whatIsLeftBehindByABatchBlocks() throws Exception {
    for (int i = 0; i < 1_025; i++) {
      put();
    }
    assertThat(queue.take().size()).isEqualTo(1_024);
    long blocked = queue.blockedNanos();
    long since = System.nanoTime();
    awaitClock(now -> now - since > 1_000_000);
    assertThat(queue.blockedNanos()).isGreaterThanOrEqualTo(blocked + 1_000_000);
  }
}
