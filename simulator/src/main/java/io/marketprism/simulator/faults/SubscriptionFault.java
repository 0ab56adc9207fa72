// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

import java.util.Locale;

/** How a request to subscribe is treated wrongly. */
public enum SubscriptionFault {
  /** It is answered with an error and nothing is subscribed. */
  ERROR,
  /** Its last channel is neither acknowledged nor subscribed. */
  LEAVE_OUT,
  /** It is not answered and nothing is subscribed. */
  NO_ANSWER;

  /** The name as written in a URL, e.g. {@code leave-out}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The fault of a name as written in a URL, e.g. {@code leave-out}.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static SubscriptionFault named(String name) {
    for (SubscriptionFault fault : values()) {
      if (fault.key().equals(name)) {
        return fault;
      }
    }
    throw new IllegalArgumentException(
        "no fault of subscriptions is named " + name + "; known are error, leave-out, no-answer");
  }
}
