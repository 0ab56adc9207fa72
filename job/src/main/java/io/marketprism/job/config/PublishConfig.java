// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.model.DataType;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/**
 * What is published and in which form.
 *
 * @param depth levels a side of a published book; {@link #FULL_DEPTH} for every kept level
 * @param interval shortest time between two books of one instrument; zero publishes every update
 * @param transports how messages are sent, by data type; all of them
 * @param publishUnchanged whether what is polled is published after every poll, also where nothing
 *     has changed
 * @param orderBookDelta whether the validated differences are published too
 * @param quote whether the top of the book is published on each change of it
 * @param maxInFlight messages that may wait for their acknowledgement, per writer
 * @param maxInFlightBytes bytes of such messages, per writer
 * @param ackTimeout a message without acknowledgement for this long is sent again
 * @param flushTimeout how long a checkpoint waits for all acknowledgements before it fails
 */
public record PublishConfig(
    int depth,
    Duration interval,
    LevelsFormat levelsFormat,
    Timestamp timestamp,
    Map<DataType, Transport> transports,
    boolean publishUnchanged,
    boolean orderBookDelta,
    boolean quote,
    int maxInFlight,
    long maxInFlightBytes,
    Duration ackTimeout,
    Duration flushTimeout)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The {@link #depth()} that publishes every kept level, also beyond the known range. */
  public static final int FULL_DEPTH = Integer.MAX_VALUE;

  public PublishConfig {
    transports = Map.copyOf(transports);
  }

  /** How messages of a data type are sent. */
  public Transport transportOf(DataType type) {
    return transports.get(type);
  }

  /** Whether every kept level is published. */
  public boolean publishesFullDepth() {
    return depth == FULL_DEPTH;
  }

  /** The form of a level in a published book. */
  public enum LevelsFormat {
    /** {@code ["price","quantity"]} */
    ARRAY,
    /** {@code {"price":"…","quantity":"…"}} */
    OBJECT
  }

  /** The time in {@code ts_ms}. */
  public enum Timestamp {
    /** The venue's event time. */
    EVENT,
    /** The time of publishing, as in the original collector. */
    PUBLISH
  }

  /** How messages reach NATS. */
  public enum Transport {
    /** At most once. */
    CORE,
    /** Acknowledged by a stream before a checkpoint completes. */
    JETSTREAM
  }
}
