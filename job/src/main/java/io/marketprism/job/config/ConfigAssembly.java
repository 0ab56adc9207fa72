// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.model.DataType;
import io.marketprism.sinks.nats.Secret;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
        new InstanceConfig(
            settings.get(Options.INSTANCE_ALLOW_MULTIPLE),
            settings.get(Options.INSTANCE_LEASE_TTL)),
        settings.venues().stream().map(this::exchange).toList(),
        new SymbolsConfig(
            settings.get(Options.SYMBOLS_FALLBACK), settings.get(Options.SYMBOLS_REFRESH)),
        new VenueChoices(
            settings.get(Options.LSR_PERIOD),
            settings.get(Options.TRADES_USDM_STREAM),
            settings.get(Options.OKX_TRADES_CHANNEL),
            settings.get(Options.OKX_LSR_SCOPE),
            settings.get(Options.VOLATILITY_RESOLUTION)),
        new StateConfig(
            settings.get(Options.STATE_TTL),
            settings.find(Options.STATE_BOOK_CACHE_BYTES).orElse(null)),
        new SourceConfig(
            settings.get(Options.SOURCE_HANDOVER_BYTES), settings.get(Options.SOURCE_MAX_PAUSE)),
        publish(),
        nats(),
        new JetStreamConfig(
            stream(Options.MARKET_TRADES),
            stream(Options.MARKET_DATA),
            settings.get(Options.ORDERBOOK_LAST)),
        new JournalConfig(
            settings.get(Options.JOURNAL_TARGET),
            settings.find(Options.JOURNAL_PATH).orElse(""),
            stream(Options.MARKET_RAW),
            settings.get(Options.JOURNAL_ROLL_BYTES)),
        new HealthConfig(settings.get(Options.HEALTH_INTERVAL)),
        new DegradationConfig(settings.get(Options.DEGRADATION_ENABLED)),
        new CheckpointConfig(settings.find(Options.CHECKPOINT_INTERVAL).orElse(null)),
        new MetricsConfig(settings.get(Options.METRICS_PER_SYMBOL)));
  }

  private ExchangeConfig exchange(VenueKey venue) {
    return new ExchangeConfig(
        venue,
        settings.get(ExchangeOptions.ENABLED, venue),
        settings.get(ExchangeOptions.SYMBOLS, venue),
        settings.get(ExchangeOptions.DATA_TYPES, venue),
        settings.get(ExchangeOptions.REDUNDANCY, venue),
        new ExchangeConfig.Endpoints(
            settings.get(ExchangeOptions.WS_URL, venue),
            settings.get(ExchangeOptions.BASE_URL, venue),
            settings.find(ExchangeOptions.WS_API_URL, venue).orElse(null)),
        new ExchangeConfig.OrderBook(
            settings.get(ExchangeOptions.ORDERBOOK_METHOD, venue),
            settings.get(ExchangeOptions.SNAPSHOT_INTERVAL, venue),
            settings.get(ExchangeOptions.SNAPSHOT_DEPTH, venue),
            settings.get(ExchangeOptions.SNAPSHOT_TRANSPORT, venue),
            settings.get(ExchangeOptions.SNAPSHOT_LIMIT, venue),
            settings.get(ExchangeOptions.KEEP_DEPTH, venue),
            settings.get(ExchangeOptions.BUFFER_EVENTS, venue),
            settings.get(ExchangeOptions.BUFFER_BYTES, venue)),
        new ExchangeConfig.WebSocket(
            settings.get(ExchangeOptions.WS_SILENCE, venue),
            settings.get(ExchangeOptions.WS_CONNECT_TIMEOUT, venue),
            Math.toIntExact(settings.get(ExchangeOptions.WS_MAX_FRAME_BYTES, venue)),
            settings.get(ExchangeOptions.WS_STREAMS_PER_CONNECTION, venue),
            settings.get(ExchangeOptions.WS_MAX_AGE, venue),
            settings.get(ExchangeOptions.WS_MAX_AGE_JITTER, venue)),
        new ExchangeConfig.Rest(settings.get(ExchangeOptions.REST_BUDGET_SHARE, venue)),
        new ExchangeConfig.Backfill(
            settings.get(ExchangeOptions.BACKFILL_ENABLED, venue),
            settings.get(ExchangeOptions.BACKFILL_MAX_TRADES, venue)),
        byType(ExchangeOptions.POLL, option -> settings.find(option, venue)),
        byType(ExchangeOptions.STALE_AFTER, option -> settings.find(option, venue)));
  }

  /** The values of a family of options; those that are not for the venue stay away. */
  private static <T> Map<DataType, T> byType(
      Map<DataType, Option<T>> options, Function<Option<T>, Optional<T>> valueOf) {
    Map<DataType, T> values = new EnumMap<>(DataType.class);
    options.forEach(
        (type, option) -> valueOf.apply(option).ifPresent(value -> values.put(type, value)));
    return values;
  }

  private PublishConfig publish() {
    return new PublishConfig(
        settings.get(PublishOptions.DEPTH),
        settings.get(PublishOptions.INTERVAL),
        settings.get(PublishOptions.LEVELS_FORMAT),
        settings.get(PublishOptions.TS_MS),
        byType(PublishOptions.TRANSPORT, settings::find),
        settings.get(Options.POLL_PUBLISH_UNCHANGED),
        settings.get(PublishOptions.ORDERBOOK_DELTA),
        settings.get(PublishOptions.QUOTE),
        settings.get(PublishOptions.MAX_IN_FLIGHT),
        settings.get(PublishOptions.MAX_IN_FLIGHT_BYTES),
        settings.get(PublishOptions.ACK_TIMEOUT),
        settings.get(PublishOptions.FLUSH_TIMEOUT));
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

  private NatsConfig nats() {
    return new NatsConfig(
        NatsAddress.servers(settings),
        settings.get(Options.NATS_NAME),
        auth(),
        new NatsConfig.Tls(
            settings.find(Options.NATS_CA_FILE).orElse(null),
            settings.find(Options.NATS_CERTIFICATE_FILE).orElse(null),
            settings.find(Options.NATS_KEY_FILE).orElse(null)));
  }

  private NatsConfig.Auth auth() {
    Optional<String> user = settings.find(Options.NATS_USER);
    Optional<Secret> password = secret(Options.NATS_PASSWORD_FILE, Options.NATS_PASSWORD_ENV);
    Optional<Secret> token = secret(Options.NATS_TOKEN_FILE, Options.NATS_TOKEN_ENV);
    Optional<Secret> seed = secret(Options.NATS_NKEY_FILE, Options.NATS_NKEY_ENV);
    Optional<String> credentials = settings.find(Options.NATS_CREDENTIALS_FILE);
    if (user.isPresent()) {
      return new NatsConfig.UserPassword(user.get(), password.orElseThrow());
    }
    if (token.isPresent()) {
      return new NatsConfig.Token(token.get());
    }
    if (seed.isPresent()) {
      return new NatsConfig.NKey(seed.get());
    }
    if (credentials.isPresent()) {
      return new NatsConfig.Credentials(credentials.get());
    }
    return new NatsConfig.NoAuth();
  }

  private Optional<Secret> secret(Option<String> file, Option<String> variable) {
    Optional<Secret> inVariable = settings.find(variable).map(Secret::ofEnvironment);
    return settings.find(file).map(Secret::ofFile).or(() -> inVariable);
  }
}
