// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The request weight that each address has used in the present minute of the clock, or in another
 * window of it. Above the budget a request is refused with 429; who goes on asking is banned with
 * 418 (rest-api.md, "IP Limits"). Used on one event loop; not thread safe.
 */
public final class RequestWeight {
  private static final int REFUSALS_BEFORE_BAN = 20;
  private static final long BAN_MILLIS = 120_000;

  /** Where an address stands after a request: HTTP status, weight used, seconds to wait. */
  public record Standing(int status, int used, long retryAfterSeconds) {}

  private static final class Account {
    private long window;
    private int used;
    private int refusals;
    private long bannedUntil;
  }

  private final Map<String, Account> accounts = new HashMap<>();
  private final int budget;
  private final long windowMillis;
  private final Clock clock;

  /** A budget per minute. */
  public RequestWeight(int budget, Clock clock) {
    this(budget, Duration.ofMinutes(1), clock);
  }

  /** A budget per window of the clock. */
  public RequestWeight(int budget, Duration window, Clock clock) {
    this.budget = budget;
    this.windowMillis = window.toMillis();
    this.clock = clock;
  }

  /** The most weight of a window. */
  public int budget() {
    return budget;
  }

  /** Charges a request; it may be answered where the status is 200. */
  public Standing charge(String address, int weight) {
    long now = clock.millis();
    Account account = accounts.computeIfAbsent(address, key -> new Account());
    long window = now / windowMillis;
    if (account.window != window) {
      account.window = window;
      account.used = 0;
      account.refusals = 0;
    }
    if (now < account.bannedUntil) {
      return refused(418, account, account.bannedUntil - now);
    }
    account.used += weight;
    if (account.used <= budget) {
      return new Standing(200, account.used, 0);
    }
    if (++account.refusals > REFUSALS_BEFORE_BAN) {
      account.bannedUntil = now + BAN_MILLIS;
      return refused(418, account, BAN_MILLIS);
    }
    return refused(429, account, windowMillis - now % windowMillis);
  }

  private static Standing refused(int status, Account account, long waitMillis) {
    return new Standing(status, account.used, (waitMillis + 999) / 1_000);
  }
}
