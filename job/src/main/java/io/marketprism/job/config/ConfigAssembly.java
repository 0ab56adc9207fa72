// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import java.util.Optional;

/** Makes the records out of settings without faults. The one reader of every option's value. */
final class ConfigAssembly {
  private final Settings settings;

  private ConfigAssembly(Settings settings) {
    this.settings = settings;
  }

  /**
   * The configuration of these settings.
   *
   * @throws IllegalStateException if a required option has no value
   */
  static CollectorConfig assemble(Settings settings) {
    return new ConfigAssembly(settings).collector();
  }

  private CollectorConfig collector() {
    return new CollectorConfig(
        settings.get(Options.COLLECTOR_ID),
        settings.venues().stream().map(this::exchange).toList(),
        new SymbolsConfig(settings.get(Options.SYMBOLS_FALLBACK)),
        new StateConfig(
            settings.get(Options.STATE_TTL), settings.get(Options.STATE_BOOK_CACHE_BYTES)),
        new SourceConfig(
            settings.get(Options.SOURCE_HANDOVER_BYTES), settings.get(Options.SOURCE_MAX_PAUSE)),
        publish(),
        new NatsConfig(NatsAddress.servers(settings), settings.get(Options.NATS_NAME), auth()),
        new JetStreamConfig(
            stream(Options.MARKET_TRADES),
            stream(Options.MARKET_DATA),
            settings.get(Options.ORDERBOOK_LAST)),
        new HealthConfig(settings.get(Options.HEALTH_INTERVAL)),
        new CheckpointConfig(settings.find(Options.CHECKPOINT_INTERVAL).orElse(null)),
        new MetricsConfig(settings.get(Options.METRICS_PER_SYMBOL)));
  }

  private ExchangeConfig exchange(VenueKey venue) {
    return new ExchangeConfig(
        venue,
        settings.get(Options.ENABLED, venue),
        settings.get(Options.SYMBOLS, venue),
        settings.get(Options.DATA_TYPES, venue),
        settings.get(Options.WS_URL, venue),
        settings.get(Options.BASE_URL, venue),
        new ExchangeConfig.OrderBook(
            settings.get(Options.ORDERBOOK_METHOD, venue),
            settings.get(Options.SNAPSHOT_LIMIT, venue),
            settings.get(Options.KEEP_DEPTH, venue),
            settings.get(Options.BUFFER_EVENTS, venue),
            settings.get(Options.BUFFER_BYTES, venue)),
        new ExchangeConfig.WebSocket(
            settings.get(Options.WS_SILENCE, venue),
            settings.get(Options.WS_CONNECT_TIMEOUT, venue),
            Math.toIntExact(settings.get(Options.WS_MAX_FRAME_BYTES, venue)),
            settings.get(Options.WS_STREAMS_PER_CONNECTION, venue)),
        new ExchangeConfig.Rest(settings.get(Options.REST_BUDGET_SHARE, venue)),
        new ExchangeConfig.Backfill(
            settings.get(Options.BACKFILL_ENABLED, venue),
            settings.get(Options.BACKFILL_MAX_TRADES, venue)),
        new ExchangeConfig.StaleAfter(
            settings.get(Options.STALE_AFTER_ORDERBOOK, venue),
            settings.get(Options.STALE_AFTER_TRADE, venue)));
  }

  private PublishConfig publish() {
    return new PublishConfig(
        settings.get(Options.PUBLISH_DEPTH),
        settings.get(Options.PUBLISH_INTERVAL),
        settings.get(Options.PUBLISH_LEVELS_FORMAT),
        settings.get(Options.PUBLISH_TS_MS),
        settings.get(Options.PUBLISH_TRANSPORT_ORDERBOOK),
        settings.get(Options.PUBLISH_TRANSPORT_TRADE),
        settings.get(Options.PUBLISH_ORDERBOOK_DELTA),
        settings.get(Options.PUBLISH_QUOTE),
        settings.get(Options.PUBLISH_MAX_IN_FLIGHT),
        settings.get(Options.PUBLISH_MAX_IN_FLIGHT_BYTES),
        settings.get(Options.PUBLISH_ACK_TIMEOUT),
        settings.get(Options.PUBLISH_FLUSH_TIMEOUT));
  }

  private JetStreamConfig.Stream stream(StreamOptions stream) {
    return new JetStreamConfig.Stream(
        settings.get(stream.maxMessages()),
        settings.get(stream.maxBytes()),
        settings.get(stream.maxAge()),
        settings.get(stream.duplicateWindow()),
        settings.get(stream.replicas()),
        settings.get(stream.storage()));
  }

  private NatsConfig.Auth auth() {
    Optional<String> user = settings.find(Options.NATS_USER);
    Optional<String> password = settings.find(Options.NATS_PASSWORD_FILE);
    Optional<String> token = settings.find(Options.NATS_TOKEN_FILE);
    Optional<String> credentials = settings.find(Options.NATS_CREDENTIALS_FILE);
    if (user.isPresent()) {
      return new NatsConfig.UserPassword(user.get(), password.orElseThrow());
    }
    if (token.isPresent()) {
      return new NatsConfig.Token(token.get());
    }
    if (credentials.isPresent()) {
      return new NatsConfig.Credentials(credentials.get());
    }
    return new NatsConfig.NoAuth();
  }
}
