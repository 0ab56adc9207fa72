// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.lease;

import io.nats.client.Connection;
import java.io.IOException;

/**
 * A connection to the leases that is opened when it is needed and again after it was lost. For one
 * thread, whose calls wait for the server up to the client's timeouts, a few seconds.
 */
final class LeaseConnection implements AutoCloseable {
  private final LeaseOptions options;
  private Connection connection;
  private LeaseBucket bucket;

  LeaseConnection(LeaseOptions options) {
    this.options = options;
  }

  /**
   * The leases, connected.
   *
   * @throws IOException if NATS cannot be reached or does not give them
   */
  LeaseBucket bucket() throws IOException, InterruptedException {
    if (connection != null && connection.getStatus() != Connection.Status.CONNECTED) {
      close();
    }
    if (bucket == null) {
      connection = options.endpoint().connect();
      try {
        bucket = LeaseBucket.open(connection, options.ttl(), options.replicas());
      } finally {
        if (bucket == null) {
          close();
        }
      }
    }
    return bucket;
  }

  @Override
  public void close() throws InterruptedException {
    bucket = null;
    if (connection != null) {
      Connection old = connection;
      connection = null;
      old.close();
    }
  }
}
