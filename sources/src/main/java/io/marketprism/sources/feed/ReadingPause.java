// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import java.time.Duration;
import java.util.List;

/**
 * Stops reading a feed's sockets while the job is slower than the venue, so that TCP pushes back,
 * and resumes when there is space. On the feed's thread.
 */
final class ReadingPause {
  private final FeedContext feed;
  private final List<FeedSocket> sockets;
  private final long maxNanos;
  private boolean paused;
  private long since;

  /**
   * @param sockets the feed's, as they are at any time
   * @param longest a longer pause is too long
   */
  ReadingPause(FeedContext feed, List<FeedSocket> sockets, Duration longest) {
    this.feed = feed;
    this.sockets = sockets;
    this.maxNanos = longest.toNanos();
  }

  boolean isOn() {
    return paused;
  }

  boolean isTooLong() {
    return paused && feed.nanos() - since > maxNanos;
  }

  /** Begins where the queue is full. */
  void beginIfFull() {
    if (!paused && feed.isFull()) {
      paused = true;
      since = feed.nanos();
      sockets.forEach(socket -> socket.setReading(false));
      feed.whenSpace(this::end);
    }
  }

  /** Ends; nothing happens if there is none. */
  void end() {
    if (paused) {
      paused = false;
      sockets.forEach(socket -> socket.setReading(true));
    }
  }
}
