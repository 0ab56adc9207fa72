// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.util.List;
import java.util.function.Consumer;
import javax.annotation.Nullable;

/**
 * The unconfirmed messages of both kinds and what they weigh. Knows nothing of threads: {@link
 * InFlight} guards it.
 */
final class Ledger {

  private final Window jetStream;
  private final Window core;
  private long bytes;
  private long coreBytes;

  Ledger(int maxMessages) {
    jetStream = new Window(maxMessages);
    core = new Window(maxMessages);
  }

  private Window window(Delivery delivery) {
    return delivery == Delivery.CORE ? core : jetStream;
  }

  /** Messages of both kinds. */
  int size() {
    return jetStream.size() + core.size();
  }

  /** Bytes of both kinds. */
  long bytes() {
    return bytes;
  }

  int coreSize() {
    return core.size();
  }

  long coreBytes() {
    return coreBytes;
  }

  boolean isFull(Delivery delivery) {
    return window(delivery).isFull();
  }

  void add(PendingMessage message, Delivery delivery) {
    window(delivery).add(message);
    bytes += message.bytes;
    coreBytes += delivery == Delivery.CORE ? message.bytes : 0;
  }

  boolean holds(PendingMessage message, Delivery delivery) {
    return window(delivery).holds(message);
  }

  /** Takes an acked message out; null when it is not, or no longer, in here. */
  @Nullable
  PendingMessage removeAcked(long sequence) {
    PendingMessage message = jetStream.remove(sequence);
    if (message != null) {
      bytes -= message.bytes;
    }
    return message;
  }

  @Nullable
  PendingMessage unacked(long sequence) {
    return jetStream.get(sequence);
  }

  @Nullable
  PendingMessage oldestUnacked() {
    return jetStream.oldest();
  }

  List<PendingMessage> allUnacked() {
    return jetStream.inOrder();
  }

  /**
   * Takes out the core messages that a connection has had, up to and with this one.
   *
   * @param count what to do with the series of each
   * @return how many
   */
  int removeSentCore(long upTo, Consumer<SubjectSeries> count) {
    int removed = 0;
    PendingMessage oldest = core.oldest();
    while (oldest != null && oldest.handedOver && oldest.sequence <= upTo) {
      core.remove(oldest.sequence);
      bytes -= oldest.bytes;
      coreBytes -= oldest.bytes;
      count.accept(oldest.series);
      removed++;
      oldest = core.oldest();
    }
    return removed;
  }

  /** The core messages that no connection has had yet, oldest first. */
  List<PendingMessage> heldCore() {
    return core.inOrder().stream().filter(message -> !message.handedOver).toList();
  }

  /** Metrics of a message to this subject; null when there is none. */
  @Nullable
  SubjectSeries seriesOf(String subject) {
    for (Window window : List.of(jetStream, core)) {
      for (PendingMessage message : window.inOrder()) {
        if (message.subject.equals(subject)) {
          return message.series;
        }
      }
    }
    return null;
  }
}
