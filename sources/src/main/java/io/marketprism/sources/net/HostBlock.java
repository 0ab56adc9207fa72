// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a host that refused us is left alone (venues.md 1.3). After the time one probe must go
 * through before the block is lifted. Pure, not thread-safe; times are of {@link
 * System#nanoTime()}.
 */
final class HostBlock {
  private static final Duration RATE_LIMIT = Duration.ofSeconds(60);
  private static final Duration BAN = Duration.ofMinutes(10);
  private static final Duration FORBIDDEN = Duration.ofMinutes(5);
  private static final Duration REGION = Duration.ofHours(1);

  /** A venue that says "retry after 0" is asked once a second, not in a loop. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private boolean blocked;
  private long until;
  private int status;
  private boolean banned;
  private long bannedUntil;

  /** Whether a status stops the host. */
  static boolean isRefusal(int status) {
    return status == 429 || status == 418 || status == 403 || status == 451;
  }

  void refused(int refusal, Optional<Duration> retryAfter, long now) {
    Duration length =
        switch (refusal) {
          case 429 -> retryAfter.orElse(RATE_LIMIT);
          case 418 -> retryAfter.orElse(BAN);
          case 403 -> max(FORBIDDEN, retryAfter.orElse(FORBIDDEN));
          case 451 -> REGION;
          default -> throw new IllegalArgumentException("status " + refusal + " is no refusal");
        };
    long end = now + max(SHORTEST, length).toNanos();
    if (!blocked || end - until > 0) {
      until = end;
      status = refusal;
    }
    blocked = true;
    if (refusal != 429 && (!banned || end - bannedUntil > 0)) {
      banned = true;
      bannedUntil = end;
    }
  }

  /** The block as numbers, none if there is none; for {@link #restore}. */
  long[] state() {
    return blocked ? new long[] {until, status, banned ? 1 : 0, bannedUntil} : new long[0];
  }

  /** Goes on with a block of before. */
  void restore(long[] state) {
    if (state.length == 4) {
      blocked = true;
      until = state[0];
      status = (int) state[1];
      banned = state[2] == 1;
      bannedUntil = state[3];
    }
  }

  /** Nanoseconds until something may be sent; 0: now, a probe if {@link #needsProbe()}. */
  long remaining(long now) {
    return blocked ? Math.max(0, until - now) : 0;
  }

  /** Whether the time is so long that requests are refused rather than kept waiting. */
  boolean bans(long now) {
    return banned && bannedUntil - now > 0;
  }

  boolean needsProbe() {
    return blocked;
  }

  /** The probe told nothing; the next one goes out at {@code time} at the earliest. */
  void postponeProbe(long time) {
    if (time - until > 0) {
      until = time;
    }
  }

  void lift() {
    blocked = false;
    banned = false;
    status = 0;
  }

  /** The status that caused the block, 0 if there is none. */
  int status() {
    return status;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
