// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import io.marketprism.simulator.deribit.DeribitSettings.Budget;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The credits that each address has left (docs.deribit.com, "Rate limits"). Remembers the 10,000
 * addresses seen last. Not thread safe.
 */
final class Credits {
  private static final int MAX_ADDRESSES = 10_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private static final class Account {
    private double left;
    private long since;
  }

  private final Budget budget;
  private final Map<String, Account> accounts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Account> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  Credits(Budget budget) {
    this.budget = budget;
  }

  /** Takes the credits of a request at a time of {@link System#nanoTime}; false if too few. */
  boolean spend(String address, long now) {
    Account account = accounts.get(address);
    if (account == null) {
      account = new Account();
      account.left = budget.pool();
      account.since = now;
      accounts.put(address, account);
    }
    double refilled = (now - account.since) / NANOS_PER_SECOND * budget.refillPerSecond();
    account.left = Math.min(budget.pool(), account.left + refilled);
    account.since = now;
    if (account.left < budget.cost()) {
      return false;
    }
    account.left -= budget.cost();
    return true;
  }
}
