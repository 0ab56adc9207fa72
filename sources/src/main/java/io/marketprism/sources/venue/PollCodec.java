// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.Instrument;
import java.net.URI;
import java.util.Optional;

/**
 * What is asked of a venue at intervals, and what its answers mean. Made for one feed and one data
 * type; used from that feed's thread alone.
 */
public interface PollCodec {

  /** Takes what an answer holds. */
  interface Target {
    /** A whole book. */
    void onBookSnapshot(BookSnapshot snapshot);

    /** Anything else. */
    void onDerivatives(DerivativesEvent event);
  }

  /**
   * The request for an instrument.
   *
   * @param now local time, ms since the epoch, for venues that want a time range
   */
  RestCall call(Instrument instrument, long now);

  /**
   * Reads the answer.
   *
   * @param receiveTime ms since the epoch
   * @throws FrameException if the answer is not what the venue's documents promise
   */
  void decode(Instrument instrument, byte[] body, long receiveTime, Target target)
      throws FrameException;

  /** What must be known of all instruments together before the first poll, if anything. */
  default Optional<Reference> reference() {
    return Optional.empty();
  }

  /**
   * Reads the answer to {@link #reference()}.
   *
   * @throws FrameException if the answer is not what the venue's documents promise
   */
  default void onReference(byte[] body) throws FrameException {
    throw new IllegalStateException("no reference was asked for");
  }

  /**
   * Requests that go over a WebSocket instead of REST, where the venue offers that and it is
   * configured.
   */
  default Optional<SocketRequests> socketRequests() {
    return Optional.empty();
  }

  /**
   * Data for all polls of a feed.
   *
   * @param call the request
   * @param periodMillis how long an answer is good
   */
  record Reference(RestCall call, long periodMillis) {}

  /** Requests and answers over a WebSocket. */
  interface SocketRequests {
    /** The URL to connect to. */
    URI uri();

    /** The text of a request under an id. */
    String request(long id, Instrument instrument);

    /** The id that an answer belongs to, or -1; throws nothing. */
    long idOf(byte[] bytes, int offset, int length);

    /** What an answer says of limits, or null where it says nothing. */
    Refusal refusal(byte[] answer);
  }

  /**
   * The venue refused us, as it does over REST by a status.
   *
   * @param status 429, 418, 403 or 451
   * @param retryAfter for how long, ms
   */
  record Refusal(int status, Optional<Long> retryAfter) {}
}
