// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Option.option;
import static io.marketprism.job.config.Option.optional;
import static io.marketprism.job.config.Option.required;
import static io.marketprism.job.config.Quantities.duration;
import static io.marketprism.job.config.Quantities.milliseconds;
import static io.marketprism.job.config.Quantities.size;
import static io.marketprism.job.config.ValueTypes.bool;
import static io.marketprism.job.config.ValueTypes.depth;
import static io.marketprism.job.config.ValueTypes.integer;
import static io.marketprism.job.config.ValueTypes.listOf;
import static io.marketprism.job.config.ValueTypes.oneOf;
import static io.marketprism.job.config.ValueTypes.text;

import io.marketprism.job.config.ExchangeConfig.OrderBookMethod;
import io.marketprism.job.config.MetricsConfig.PerSymbol;
import io.marketprism.job.config.PublishConfig.LevelsFormat;
import io.marketprism.job.config.PublishConfig.Timestamp;
import io.marketprism.job.config.PublishConfig.Transport;
import io.marketprism.model.DataType;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Every key that the collector accepts, each declared once. What is not here is refused. A key
 * belongs here only while something acts on it.
 */
final class Options {
  static final Option<String> COLLECTOR_ID =
      option(
          "collector.id",
          text("[A-Za-z0-9_-]{1,64}", "1 to 64 of A-Z a-z 0-9 _ -"),
          "default",
          "Tells apart collectors that publish to one NATS.");

  static final Option<Boolean> ENABLED =
      option("exchanges.<venue>.enabled", bool(), "true", "Whether to collect from this venue.");
  static final Option<List<String>> SYMBOLS =
      required(
          "exchanges.<venue>.symbols",
          listOf(text("[A-Z0-9]{2,20}", "2 to 20 of A-Z 0-9, the venue's own name like BTCUSDT")),
          "The instruments, by the venue's own names.");
  static final Option<List<DataType>> DATA_TYPES =
      required(
          "exchanges.<venue>.data_types",
          listOf(oneOf(DataType.values(), DataType::token, VenueKey.supportedDataTypes())),
          "What to collect for each instrument.");
  static final Option<URI> WS_URL =
      required(
          "exchanges.<venue>.api.ws_url",
          Urls.endpoint("ws", "wss"),
          "The WebSocket endpoint, without `/ws` or `/stream`.");
  static final Option<URI> BASE_URL =
      required(
          "exchanges.<venue>.api.base_url", Urls.endpoint("http", "https"), "The REST endpoint.");
  static final Option<OrderBookMethod> ORDERBOOK_METHOD =
      option(
          "exchanges.<venue>.orderbook.method",
          oneOf(OrderBookMethod.class),
          "websocket",
          "How books are obtained: differences from the WebSocket on a REST snapshot.");
  static final Option<Integer> SNAPSHOT_LIMIT =
      option(
          "exchanges.<venue>.orderbook.snapshot-limit",
          integer(List.of(5, 10, 20, 50, 100, 500, 1000, 5000), "levels a side"),
          "1000",
          "Depth of a REST snapshot. Binance spot takes 5, 25, 50, 250 of the request weight for up"
              + " to 100, 500, 1000, 5000.");
  static final Option<Integer> KEEP_DEPTH =
      option(
          "exchanges.<venue>.orderbook.keep-depth",
          integer(100, 100_000, "levels a side"),
          "1000",
          "Levels kept of a book; the worst are dropped.");
  static final Option<Integer> BUFFER_EVENTS =
      option(
          "exchanges.<venue>.orderbook.buffer-events",
          integer(10, 1_000_000, "diffs"),
          "10000",
          "Diffs held per instrument while its snapshot is fetched; at the limit the instrument"
              + " starts again.");
  static final Option<Long> BUFFER_BYTES =
      option(
          "exchanges.<venue>.orderbook.buffer-bytes",
          size("64KiB", "1GiB"),
          "8MiB",
          "As `buffer-events`, in bytes.");
  static final Option<Duration> WS_SILENCE =
      option(
          "exchanges.<venue>.ws.silence",
          duration("100ms", "1h"),
          "60s",
          "A socket without any frame, pings included, for this long is closed and opened again.");
  static final Option<Duration> WS_CONNECT_TIMEOUT =
      option(
          "exchanges.<venue>.ws.connect-timeout",
          duration("100ms", "5m"),
          "10s",
          "From the start of a connection attempt to the end of its handshake.");
  static final Option<Long> WS_MAX_FRAME_BYTES =
      option(
          "exchanges.<venue>.ws.max-frame-bytes",
          size("1KiB", "256MiB"),
          "8MiB",
          "A larger message is refused.");
  static final Option<Integer> WS_STREAMS_PER_CONNECTION =
      option(
          "exchanges.<venue>.ws.streams-per-connection",
          integer(1, 1024, "streams"),
          "200",
          "Streams subscribed on one socket; more instruments make more sockets.");
  static final Option<Integer> REST_BUDGET_SHARE =
      option(
          "exchanges.<venue>.rest.budget-share",
          integer(1, 100, "percent"),
          "50",
          "How much of the venue's request limit the collector may use.");
  static final Option<Boolean> BACKFILL_ENABLED =
      option(
          "exchanges.<venue>.backfill.enabled",
          bool(),
          "true",
          "Whether missed trades are fetched over REST; if not, they are only reported.");
  static final Option<Integer> BACKFILL_MAX_TRADES =
      option(
          "exchanges.<venue>.backfill.max-trades",
          integer(1, 1_000_000, "trades"),
          "20000",
          "Trades fetched for one gap; the rest is reported as lost.");
  static final Option<Duration> STALE_AFTER_ORDERBOOK =
      option(
          "exchanges.<venue>.stale-after.orderbook",
          duration("100ms", "24h"),
          "60s",
          "A book feed silent for this long is reported as stale.");
  static final Option<Duration> STALE_AFTER_TRADE =
      option(
          "exchanges.<venue>.stale-after.trade",
          duration("100ms", "24h"),
          "60s",
          "A trade feed silent for this long is reported as stale.");

  static final Option<SymbolsConfig.Fallback> SYMBOLS_FALLBACK =
      option(
          "symbols.fallback",
          oneOf(SymbolsConfig.Fallback.class),
          "reject",
          "An instrument without metadata is not collected (`reject`), or split by a known quote"
              + " asset at its end (`suffix`).");

  static final Option<Duration> STATE_TTL =
      option(
          "state.ttl",
          duration("1s", "30d"),
          "3600s",
          "A book without an update for this long is dropped.");
  static final Option<Long> STATE_BOOK_CACHE_BYTES =
      option(
          "state.book-cache-bytes",
          size("64KiB", "64GiB"),
          "64MiB",
          "Decoded books on the heap of one task; beyond it the least recently used go to RocksDB.");

  static final Option<Long> SOURCE_HANDOVER_BYTES =
      option(
          "source.handover-bytes",
          size("64KiB", "4GiB"),
          "16MiB",
          "Decoded events that wait for the job, per source task.");
  static final Option<Duration> SOURCE_MAX_PAUSE =
      option(
          "source.max-pause",
          duration("10ms", "10m"),
          "10s",
          "How long reading stops when that is full, before the feed gives up its backlog and"
              + " synchronises again.");

  static final Option<Integer> PUBLISH_DEPTH =
      option(
          "publish.depth",
          depth(5000),
          "400",
          "Levels of a published book. `full` publishes every kept level, also beyond the range"
              + " that the snapshot covered; it is meant for replays and audits.");
  static final Option<Duration> PUBLISH_INTERVAL =
      option(
          "publish.interval-ms",
          milliseconds(0, 60_000),
          "100",
          "Shortest time between two books of one instrument; 0 publishes every update.");
  static final Option<LevelsFormat> PUBLISH_LEVELS_FORMAT =
      option(
          "publish.levels-format",
          oneOf(LevelsFormat.class),
          "array",
          "A level as `[\"price\",\"quantity\"]` or as an object with these keys.");
  static final Option<Timestamp> PUBLISH_TS_MS =
      option(
          "publish.ts-ms",
          oneOf(Timestamp.class),
          "event",
          "`ts_ms` is the venue's event time, or the publish time as in the original collector.");
  static final Option<Transport> PUBLISH_TRANSPORT_ORDERBOOK =
      option(
          "publish.transport.orderbook",
          oneOf(Transport.class),
          "core",
          "How books are sent: at most once, or acknowledged by a stream.");
  static final Option<Transport> PUBLISH_TRANSPORT_TRADE =
      option(
          "publish.transport.trade",
          oneOf(Transport.class),
          "jetstream",
          "How trades are sent: at most once, or acknowledged by a stream.");
  static final Option<Boolean> PUBLISH_ORDERBOOK_DELTA =
      option(
          "publish.orderbook-delta.enabled",
          bool(),
          "false",
          "Whether the validated differences are published too, on `orderbook_delta.*`.");
  static final Option<Boolean> PUBLISH_QUOTE =
      option(
          "publish.quote.enabled",
          bool(),
          "false",
          "Whether each change of best bid or ask is published too, on `quote.*`.");
  static final Option<Integer> PUBLISH_MAX_IN_FLIGHT =
      option(
          "publish.max-in-flight",
          integer(1, 1_000_000, "messages"),
          "10000",
          "Messages that may wait for their acknowledgement, per writer; then the job waits.");
  static final Option<Long> PUBLISH_MAX_IN_FLIGHT_BYTES =
      option(
          "publish.max-in-flight-bytes",
          size("1MiB", "4GiB"),
          "64MiB",
          "As `max-in-flight`, in bytes.");
  static final Option<Duration> PUBLISH_ACK_TIMEOUT =
      option(
          "publish.ack-timeout",
          duration("100ms", "5m"),
          "5s",
          "A message without acknowledgement for this long is sent again.");
  static final Option<Duration> PUBLISH_FLUSH_TIMEOUT =
      option(
          "publish.flush-timeout",
          duration("100ms", "30m"),
          "30s",
          "How long a checkpoint waits for all acknowledgements before it fails.");

  static final Option<String> NATS_URL =
      optional(
          "nats.url",
          Urls.natsServer(),
          "The NATS server. `MARKETPRISM_NATS_URL`, then `NATS_URL` come first.");
  static final Option<List<String>> NATS_SERVERS =
      optional(
          "nats.servers",
          listOf(Urls.natsServer()),
          "The servers of a NATS cluster, instead of `nats.url`.");
  static final Option<String> NATS_NAME =
      option(
          "nats.name",
          text("[!-~]{1,64}", "1 to 64 printable ASCII characters without blanks"),
          "marketprism-collector",
          "The connections' name in the server's monitoring.");
  static final Option<String> NATS_USER =
      optional(
          "nats.user",
          text("[!-~]{1,256}", "printable ASCII characters without blanks"),
          "The user, together with `nats.password-file`.");
  static final Option<String> NATS_PASSWORD_FILE =
      optional("nats.password-file", Urls.secretFile(), "A file that holds the user's password.");
  static final Option<String> NATS_TOKEN_FILE =
      optional("nats.token-file", Urls.secretFile(), "A file that holds a token.");
  static final Option<String> NATS_CREDENTIALS_FILE =
      optional(
          "nats.credentials-file", Urls.secretFile(), "A NATS credentials file (JWT and seed).");

  static final StreamOptions MARKET_TRADES =
      StreamOptions.of(
          "jetstream.market-trades", "MARKET_TRADES", "20000000", "4GiB", "24h", "120s");
  static final StreamOptions MARKET_DATA =
      StreamOptions.of("jetstream.market-data", "MARKET_DATA", "5000000", "2GiB", "48h", "120s");
  static final Option<Boolean> ORDERBOOK_LAST =
      option(
          "jetstream.orderbook-last.enabled",
          bool(),
          "false",
          "Whether the stream ORDERBOOK_LAST keeps the last book of each instrument.");

  static final Option<Duration> HEALTH_INTERVAL =
      option("health.interval", duration("100ms", "10m"), "10s", "Time between two heartbeats.");

  static final Option<Duration> CHECKPOINT_INTERVAL =
      optional(
          "checkpoint.interval",
          duration("100ms", "1h"),
          "Time between two checkpoints; without it Flink's own configuration decides.");

  static final Option<PerSymbol> METRICS_PER_SYMBOL =
      option(
          "metrics.per-symbol",
          oneOf(PerSymbol.class),
          "auto",
          "Whether each instrument has metrics of its own; `auto` does up to 200 instruments.");

  /** All of them, in the order of the reference. */
  static final List<Option<?>> ALL = all();

  private Options() {}

  private static List<Option<?>> all() {
    List<Option<?>> all =
        new ArrayList<>(
            List.of(
                COLLECTOR_ID,
                ENABLED,
                SYMBOLS,
                DATA_TYPES,
                WS_URL,
                BASE_URL,
                ORDERBOOK_METHOD,
                SNAPSHOT_LIMIT,
                KEEP_DEPTH,
                BUFFER_EVENTS,
                BUFFER_BYTES,
                WS_SILENCE,
                WS_CONNECT_TIMEOUT,
                WS_MAX_FRAME_BYTES,
                WS_STREAMS_PER_CONNECTION,
                REST_BUDGET_SHARE,
                BACKFILL_ENABLED,
                BACKFILL_MAX_TRADES,
                STALE_AFTER_ORDERBOOK,
                STALE_AFTER_TRADE,
                SYMBOLS_FALLBACK,
                STATE_TTL,
                STATE_BOOK_CACHE_BYTES,
                SOURCE_HANDOVER_BYTES,
                SOURCE_MAX_PAUSE,
                PUBLISH_DEPTH,
                PUBLISH_INTERVAL,
                PUBLISH_LEVELS_FORMAT,
                PUBLISH_TS_MS,
                PUBLISH_TRANSPORT_ORDERBOOK,
                PUBLISH_TRANSPORT_TRADE,
                PUBLISH_ORDERBOOK_DELTA,
                PUBLISH_QUOTE,
                PUBLISH_MAX_IN_FLIGHT,
                PUBLISH_MAX_IN_FLIGHT_BYTES,
                PUBLISH_ACK_TIMEOUT,
                PUBLISH_FLUSH_TIMEOUT,
                NATS_URL,
                NATS_SERVERS,
                NATS_NAME,
                NATS_USER,
                NATS_PASSWORD_FILE,
                NATS_TOKEN_FILE,
                NATS_CREDENTIALS_FILE));
    all.addAll(MARKET_TRADES.all());
    all.addAll(MARKET_DATA.all());
    all.addAll(List.of(ORDERBOOK_LAST, HEALTH_INTERVAL, CHECKPOINT_INTERVAL, METRICS_PER_SYMBOL));
    return List.copyOf(all);
  }
}
