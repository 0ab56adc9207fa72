// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.time.Duration;
import java.time.Instant;

/**
 * What a restored writer has to reckon with: messages that its job published after the checkpoint
 * come once more, most of them at once, some minutes later, because they wait until those before
 * them have been fetched. Checkpoints that are made meanwhile do not change that.
 *
 * @param checkpoint when all before was confirmed; this machine's clock, as all times here
 * @param restore when the job was restored
 */
record CatchUp(Instant checkpoint, Instant restore) {

  /** After so long a restored job has caught up, or failed again. */
  static final Duration LASTS = Duration.ofMinutes(10);

  boolean isOver(Instant now) {
    return now.isAfter(restore.plus(LASTS));
  }

  /** The earlier one of a time and of the checkpoint, as long as the job has not caught up. */
  Instant earliest(Instant time, Instant now) {
    return checkpoint.isBefore(time) && !isOver(now) ? checkpoint : time;
  }

  /**
   * What a checkpoint that is made now has to say instead of the present: failure after failure it
   * would look back further and further, so {@link #LASTS} is the most.
   */
  Instant confirmedAt(Instant now) {
    Instant most = now.minus(LASTS);
    Instant earliest = earliest(now, now);
    return earliest.isBefore(most) ? most : earliest;
  }
}
