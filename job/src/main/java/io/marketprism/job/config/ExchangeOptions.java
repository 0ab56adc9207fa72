// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Option.option;
import static io.marketprism.job.config.Option.required;
import static io.marketprism.job.config.Quantities.duration;
import static io.marketprism.job.config.Quantities.size;
import static io.marketprism.job.config.ValueTypes.bool;
import static io.marketprism.job.config.ValueTypes.integer;
import static io.marketprism.job.config.ValueTypes.listOf;
import static io.marketprism.job.config.ValueTypes.oneOf;
import static io.marketprism.job.config.VenueKey.BINANCE_DERIVATIVES;
import static io.marketprism.job.config.VenueKey.BINANCE_SPOT;
import static io.marketprism.job.config.VenueKey.DERIBIT_DERIVATIVES;
import static io.marketprism.job.config.VenueKey.OKX_DERIVATIVES;
import static io.marketprism.job.config.VenueKey.OKX_SPOT;

import io.marketprism.job.config.ExchangeConfig.OrderBookMethod;
import io.marketprism.job.config.ExchangeConfig.SnapshotTransport;
import io.marketprism.model.DataType;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The keys that each venue has. Defaults are the venues' own where they differ (venues.md). */
final class ExchangeOptions {
  static final Option<Boolean> ENABLED =
      option("exchanges.<venue>.enabled", bool(), "true", "Whether to collect from this venue.");
  static final Option<List<String>> SYMBOLS =
      required(
              "exchanges.<venue>.symbols",
              VenueSymbols.of(BINANCE_SPOT).list(),
              "The instruments: the venue's own names, patterns in which `*` stands for any"
                  + " characters, or `all`.")
          .withTypes(venue -> VenueSymbols.of(venue).list());
  static final Option<List<DataType>> DATA_TYPES =
      required(
              "exchanges.<venue>.data_types",
              dataTypesOf(BINANCE_SPOT),
              "What to collect for each instrument.")
          .withTypes(ExchangeOptions::dataTypesOf);
  static final Option<Integer> REDUNDANCY =
      option(
          "exchanges.<venue>.redundancy",
          integer(1, 2, "connections"),
          "1",
          "Connections over which each instrument's streams come. With 2, whichever brings an update"
              + " first is heard, and one may fail without a pause; sockets and snapshots double."
              + " What is polled is not doubled.");
  static final Option<URI> WS_URL =
      option(
              "exchanges.<venue>.api.ws_url",
              Urls.endpoint("ws", "wss"),
              "wss://stream.binance.com:9443",
              "The WebSocket endpoint.")
          .withDefault("wss://fstream.binance.com", BINANCE_DERIVATIVES)
          .withDefault("wss://ws.okx.com:8443/ws/v5/public", OKX_SPOT, OKX_DERIVATIVES)
          .withDefault("wss://www.deribit.com/ws/api/v2", DERIBIT_DERIVATIVES);
  static final Option<URI> BASE_URL =
      option(
              "exchanges.<venue>.api.base_url",
              Urls.endpoint("http", "https"),
              "https://api.binance.com",
              "The REST endpoint.")
          .withDefault("https://fapi.binance.com", BINANCE_DERIVATIVES)
          .withDefault("https://www.okx.com", OKX_SPOT, OKX_DERIVATIVES)
          .withDefault("https://www.deribit.com", DERIBIT_DERIVATIVES);
  static final Option<URI> WS_API_URL =
      option(
              "exchanges.<venue>.api.ws_api_url",
              Urls.endpoint("ws", "wss"),
              "wss://ws-fapi.binance.com/ws-fapi/v1",
              "The WebSocket for requests, used by `orderbook.snapshot-transport: ws-api`.")
          .only(List.of(BINANCE_DERIVATIVES));

  static final Option<OrderBookMethod> ORDERBOOK_METHOD =
      option(
          "exchanges.<venue>.orderbook.method",
          oneOf(OrderBookMethod.class),
          "websocket",
          "How books are obtained: differences from the WebSocket on a snapshot, or whole books at"
              + " intervals (`snapshot`).");
  static final Option<Duration> SNAPSHOT_INTERVAL =
      option(
          "exchanges.<venue>.orderbook.snapshot_interval",
          duration("1s", "1h"),
          "1s",
          "Time between two whole books of an instrument, of method `snapshot`.");
  static final Option<Integer> SNAPSHOT_DEPTH =
      option(
              "exchanges.<venue>.orderbook.snapshot_depth",
              SnapshotLevels.polled(BINANCE_SPOT),
              "100",
              "Levels of a whole book, of method `snapshot`; the best `publish.depth` of them are"
                  + " published.")
          .withTypes(SnapshotLevels::polled);
  static final Option<SnapshotTransport> SNAPSHOT_TRANSPORT =
      option(
              "exchanges.<venue>.orderbook.snapshot-transport",
              oneOf(SnapshotTransport.class),
              "rest",
              "How whole books are asked for, of method `snapshot`.")
          .withTypes(
              venue ->
                  venue == BINANCE_DERIVATIVES
                      ? oneOf(SnapshotTransport.class)
                      : oneOf(new SnapshotTransport[] {SnapshotTransport.REST}, t -> "rest"));
  static final Option<Integer> SNAPSHOT_LIMIT =
      option(
              "exchanges.<venue>.orderbook.snapshot-limit",
              SnapshotLevels.underDifferences(BINANCE_SPOT),
              "1000",
              "Levels of the snapshot to which differences are applied. More cost more of the"
                  + " request limit: of Binance spot 5, 25, 50, 250 for up to 100, 500, 1000,"
                  + " 5000.")
          .withDefault("400", OKX_SPOT, OKX_DERIVATIVES)
          .withTypes(SnapshotLevels::underDifferences);
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
              "A socket without any frame, pings included, for this long is closed and opened"
                  + " again.")
          .withDefault("240s", BINANCE_DERIVATIVES)
          .withDefault("35s", OKX_SPOT, OKX_DERIVATIVES)
          .withDefault("30s", DERIBIT_DERIVATIVES);
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
              "Streams subscribed on one socket; more instruments make more sockets. OKX advises"
                  + " fewer than 30 books on one.")
          .withDefault("25", OKX_SPOT, OKX_DERIVATIVES);
  static final Option<Duration> WS_MAX_AGE =
      option(
              "exchanges.<venue>.ws.max-age",
              duration("0s", "365d"),
              "0s",
              "A socket that has been open for this long, and a random part of `max-age-jitter`, is"
                  + " replaced by another one, before the venue ends it; both are open until nothing"
                  + " can be missed. `0s`: never. Binance ends each after 24 hours.")
          .withDefault("23h", BINANCE_SPOT, BINANCE_DERIVATIVES);
  static final Option<Duration> WS_MAX_AGE_JITTER =
      option(
          "exchanges.<venue>.ws.max-age-jitter",
          duration("0s", "12h"),
          "30m",
          "Sockets that were opened together are replaced at times that differ by up to this.");
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

  /** Time between two requests, by the data types that are asked for. */
  static final Map<DataType, Option<Duration>> POLL =
      byType(
          ExchangeOptions::poll,
          Map.of(
              DataType.FUNDING_RATE, "60s",
              DataType.OPEN_INTEREST, "30s",
              DataType.LSR_TOP_POSITION, "20s",
              DataType.LSR_ALL_ACCOUNT, "20s",
              DataType.VOLATILITY_INDEX, "60s"));

  /** How long a feed may be silent; not of liquidations, which may stay away for hours. */
  static final Map<DataType, Option<Duration>> STALE_AFTER =
      byType(
          ExchangeOptions::staleAfter,
          Map.of(
              DataType.ORDERBOOK, "60s",
              DataType.TRADE, "60s",
              DataType.FUNDING_RATE, "180s",
              DataType.OPEN_INTEREST, "90s",
              DataType.LSR_TOP_POSITION, "900s",
              DataType.LSR_ALL_ACCOUNT, "900s",
              DataType.VOLATILITY_INDEX, "180s"));

  private ExchangeOptions() {}

  /** All of them, in the order of the reference. */
  static List<Option<?>> all() {
    List<Option<?>> all =
        new ArrayList<>(
            List.of(
                ENABLED,
                SYMBOLS,
                DATA_TYPES,
                REDUNDANCY,
                WS_URL,
                BASE_URL,
                WS_API_URL,
                ORDERBOOK_METHOD,
                SNAPSHOT_INTERVAL,
                SNAPSHOT_DEPTH,
                SNAPSHOT_TRANSPORT,
                SNAPSHOT_LIMIT,
                KEEP_DEPTH,
                BUFFER_EVENTS,
                BUFFER_BYTES,
                WS_SILENCE,
                WS_CONNECT_TIMEOUT,
                WS_MAX_FRAME_BYTES,
                WS_STREAMS_PER_CONNECTION,
                WS_MAX_AGE,
                WS_MAX_AGE_JITTER,
                REST_BUDGET_SHARE,
                BACKFILL_ENABLED,
                BACKFILL_MAX_TRADES));
    all.addAll(POLL.values());
    all.addAll(STALE_AFTER.values());
    return all;
  }

  private static ValueType<List<DataType>> dataTypesOf(VenueKey venue) {
    return listOf(oneOf(venue.dataTypes().toArray(DataType[]::new), DataType::token));
  }

  private static Map<DataType, Option<Duration>> byType(
      BiFunction<DataType, String, Option<Duration>> option, Map<DataType, String> defaults) {
    Map<DataType, Option<Duration>> options = new EnumMap<>(DataType.class);
    defaults.forEach((type, text) -> options.put(type, option.apply(type, text)));
    return Collections.unmodifiableMap(options);
  }

  private static Option<Duration> poll(DataType type, String defaultText) {
    return option(
            "exchanges.<venue>.poll." + type.token(),
            duration("1s", "1h"),
            defaultText,
            "Time between two requests for an instrument's `" + type.token() + "`.")
        .only(VenueKey.with(type));
  }

  private static Option<Duration> staleAfter(DataType type, String defaultText) {
    return option(
            "exchanges.<venue>.stale-after." + type.token(),
            duration("100ms", "24h"),
            defaultText,
            "A feed of `" + type.token() + "` silent for this long is reported as stale.")
        .only(VenueKey.with(type));
  }
}
