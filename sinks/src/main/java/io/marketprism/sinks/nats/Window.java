// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/**
 * The unconfirmed messages of one kind, by a sequence number that counts up by one. A ring: adding,
 * finding and removing cost no allocation and no search. It spans from the oldest unconfirmed
 * message to the newest, so that one straggler fills it however few are missing.
 *
 * <p>Not thread-safe.
 */
final class Window {

  private final PendingMessage[] ring;
  private final int mask;
  private long oldest;
  private long next;
  private int size;

  /**
   * @param capacity messages it must span at least
   */
  Window(int capacity) {
    int slots = Integer.highestOneBit(Math.max(2, capacity) - 1) << 1;
    ring = new PendingMessage[slots];
    mask = slots - 1;
  }

  boolean isFull() {
    return next - oldest == ring.length;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  void add(PendingMessage message) {
    if (isFull()) {
      throw new IllegalStateException("window of " + ring.length + " is full");
    }
    message.sequence = next;
    ring[(int) next & mask] = message;
    next++;
    size++;
  }

  /** Takes a message out; null when it is not, or no longer, in here. */
  @Nullable
  PendingMessage remove(long sequence) {
    PendingMessage message = get(sequence);
    if (message == null) {
      return null;
    }
    ring[(int) sequence & mask] = null;
    size--;
    while (oldest < next && ring[(int) oldest & mask] == null) {
      oldest++;
    }
    return message;
  }

  /** The message with this number, null when it is not, or no longer, in here. */
  @Nullable
  PendingMessage get(long sequence) {
    return sequence < oldest || sequence >= next ? null : ring[(int) sequence & mask];
  }

  /** The message that waits longest, null when empty. */
  @Nullable
  PendingMessage oldest() {
    return size == 0 ? null : ring[(int) oldest & mask];
  }

  /** Whether a message is still in here. */
  boolean holds(PendingMessage message) {
    return get(message.sequence) == message;
  }

  /** All messages, oldest first. */
  List<PendingMessage> inOrder() {
    List<PendingMessage> messages = new ArrayList<>(size);
    for (long sequence = oldest; sequence < next; sequence++) {
      PendingMessage message = ring[(int) sequence & mask];
      if (message != null) {
        messages.add(message);
      }
    }
    return messages;
  }
}
