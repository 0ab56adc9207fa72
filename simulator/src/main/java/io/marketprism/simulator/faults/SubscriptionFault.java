// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

/** How a request to subscribe is treated wrongly. */
public enum SubscriptionFault {
  /** It is answered with an error and nothing is subscribed. */
  ERROR,
  /** Its last channel is neither acknowledged nor subscribed. */
  LEAVE_OUT,
  /** It is not answered and nothing is subscribed. */
  NO_ANSWER
}
