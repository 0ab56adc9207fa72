// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.health;

import io.marketprism.job.config.CollectorConfig;
import io.marketprism.job.publish.MarketSink;
import io.marketprism.job.publish.MarketStreams;
import io.marketprism.sinks.nats.NatsEndpoint;
import io.marketprism.sinks.nats.StreamBootstrap;
import java.io.Serializable;

/**
 * What is watched at the broker.
 *
 * @param endpoint the NATS that has it
 * @param streams that must be there
 */
public record BrokerWatchOptions(NatsEndpoint endpoint, StreamBootstrap streams)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** As a configuration says. */
  public static BrokerWatchOptions of(CollectorConfig config) {
    return new BrokerWatchOptions(
        MarketSink.endpoint(config.nats()),
        new StreamBootstrap(MarketStreams.of(config, MarketSink.UNCHANGED)));
  }
}
