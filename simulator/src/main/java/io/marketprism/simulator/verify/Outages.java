// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import io.marketprism.simulator.truth.FaultRow;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import java.util.ArrayList;
import java.util.List;

/**
 * The times in which the verifier itself had no connection, so that nothing published could reach
 * it: core messages are not kept for anybody. Thread safe.
 */
final class Outages implements ConnectionListener {
  private final List<FaultRow> over = new ArrayList<>();
  private long awaySince = -1;

  @Override
  public void connectionEvent(Connection connection, Events event) {
    if (event == Events.DISCONNECTED) {
      disconnected(System.currentTimeMillis());
    } else if (event == Events.RESUBSCRIBED) {
      connected(System.currentTimeMillis());
    }
  }

  /** Nothing is heard from now on, epoch milliseconds. */
  synchronized void disconnected(long now) {
    if (awaySince < 0) {
      awaySince = now;
    }
  }

  /** All is heard from now on, epoch milliseconds. */
  synchronized void connected(long now) {
    if (awaySince >= 0) {
      over.add(new FaultRow(FaultRow.ALL, awaySince, now, "verifier-away", "", ""));
      awaySince = -1;
    }
  }

  /** Since when nothing is heard, epoch milliseconds; -1 where all is well. */
  synchronized long since() {
    return awaySince;
  }

  /** Those that are over. */
  synchronized List<FaultRow> list() {
    return List.copyOf(over);
  }
}
