// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

/** A fault that so many frames are still to suffer. Used under the lock of {@link FrameFaults}. */
final class PendingFault {
  private final FaultKind kind;
  private int left;
  private HeldFrame first;

  PendingFault(FaultKind kind, int count) {
    this.kind = kind;
    this.left = count;
  }

  FaultKind kind() {
    return kind;
  }

  /** One more frame, or pair of frames, has suffered it; true where it was the last. */
  boolean suffered() {
    first = null;
    return --left == 0;
  }

  /** The frame that waits to change places with the next; null where none does. */
  HeldFrame first() {
    return first;
  }

  void holdFirst(HeldFrame frame) {
    first = frame;
  }
}
