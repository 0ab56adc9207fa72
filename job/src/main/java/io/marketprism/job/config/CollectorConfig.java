// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import java.io.Serializable;
import java.util.List;

/**
 * A complete, checked configuration. Immutable, so any thread may read it. {@link #toString()}
 * shows no secret.
 *
 * @param collectorId distinguishes collectors that publish to one NATS; {@code [A-Za-z0-9_-]+}
 * @param exchanges every venue of the file, also those that are not enabled; see {@link
 *     #enabledExchanges()}
 */
public record CollectorConfig(
    String collectorId,
    InstanceConfig instance,
    List<ExchangeConfig> exchanges,
    SymbolsConfig symbols,
    VenueChoices choices,
    StateConfig state,
    SourceConfig source,
    PublishConfig publish,
    NatsConfig nats,
    JetStreamConfig jetStream,
    JournalConfig journal,
    HealthConfig health,
    DegradationConfig degradation,
    CheckpointConfig checkpoint,
    MetricsConfig metrics)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public CollectorConfig {
    exchanges = List.copyOf(exchanges);
  }

  /** The venues to collect from; at least one. */
  public List<ExchangeConfig> enabledExchanges() {
    return exchanges.stream().filter(ExchangeConfig::enabled).toList();
  }
}
