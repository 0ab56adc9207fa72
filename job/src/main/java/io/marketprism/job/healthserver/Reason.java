// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.util.Locale;

/**
 * One thing that is wrong.
 *
 * @param code what kind of thing, for programs
 * @param status how bad it is
 * @param where what it concerns, as an exchange or a stream; empty where the code says it
 * @param text for people
 */
record Reason(Code code, Status status, String where, String text) {
  /** The kinds. */
  enum Code {
    NATS_AWAY,
    STREAM_MISSING,
    STREAM_UNKNOWN,
    JOB_NOT_RUNNING,
    CHECKPOINT_OLD,
    METRICS_UNREADABLE,
    PUBLISH_ERRORS,
    NOTHING_PUBLISHED,
    NO_FEED_LIVE,
    FEEDS,
    SOCKETS,
    REJECTED,
    DEGRADATION;

    /** As in answers: {@code nats-away}. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
