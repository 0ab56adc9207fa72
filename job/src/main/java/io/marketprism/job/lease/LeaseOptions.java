// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.lease;

import io.marketprism.job.config.CollectorConfig;
import io.marketprism.job.publish.MarketSink;
import io.marketprism.sinks.nats.NatsEndpoint;
import java.io.Serializable;
import java.time.Duration;

/**
 * What is to be leased, and where.
 *
 * @param collectorId the id that one job at a time may have
 * @param endpoint the NATS that has the leases
 * @param ttl time to live of a lease, where the bucket has none yet
 * @param replicas copies of the bucket, where it is not there yet
 */
public record LeaseOptions(String collectorId, NatsEndpoint endpoint, Duration ttl, int replicas)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** As a configuration says; leases are kept as safely as the trades. */
  public static LeaseOptions of(CollectorConfig config) {
    return new LeaseOptions(
        config.collectorId(),
        MarketSink.endpoint(config.nats()),
        config.instance().leaseTtl(),
        config.jetStream().marketTrades().replicas());
  }
}
