// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.net;

import java.time.Duration;

/** Passes everything on and remembers when something was sent last. Thread safe. */
final class TimedSubscriber implements Subscriber {
  private final Subscriber next;
  private volatile long lastSentNanos = System.nanoTime();

  TimedSubscriber(Subscriber next) {
    this.next = next;
  }

  long lastSentNanos() {
    return lastSentNanos;
  }

  @Override
  public void send(Frame frame) {
    lastSentNanos = System.nanoTime();
    next.send(frame);
  }

  @Override
  public void sendText(String text) {
    lastSentNanos = System.nanoTime();
    next.sendText(text);
  }

  @Override
  public void sendBinary(byte[] bytes) {
    lastSentNanos = System.nanoTime();
    next.sendBinary(bytes);
  }

  @Override
  public void flush() {
    next.flush();
  }

  @Override
  public boolean awaitRoom(Duration patience) throws InterruptedException {
    return next.awaitRoom(patience);
  }

  @Override
  public void close() {
    next.close();
  }
}
