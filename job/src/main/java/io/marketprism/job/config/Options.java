// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Option.option;
import static io.marketprism.job.config.Option.optional;
import static io.marketprism.job.config.Quantities.duration;
import static io.marketprism.job.config.Quantities.size;
import static io.marketprism.job.config.ValueTypes.bool;
import static io.marketprism.job.config.ValueTypes.listOf;
import static io.marketprism.job.config.ValueTypes.oneOf;
import static io.marketprism.job.config.ValueTypes.text;
import static io.marketprism.job.config.ValueTypes.words;

import io.marketprism.job.config.MetricsConfig.PerSymbol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Every key that the collector accepts, each declared once: here, in {@link ExchangeOptions} or in
 * {@link PublishOptions}. What is in none of them is refused. A key belongs here only while
 * something acts on it.
 */
final class Options {
  static final Option<String> COLLECTOR_ID =
      option(
          "collector.id",
          text("[A-Za-z0-9_-]{1,64}", "1 to 64 of A-Z a-z 0-9 _ -"),
          "default",
          "Tells apart collectors that publish to one NATS. Only one job at a time may run under"
              + " an id.");
  static final Option<Boolean> INSTANCE_ALLOW_MULTIPLE =
      option(
          "instance.allow-multiple",
          bool(),
          "false",
          "Whether several jobs may run under one `collector.id`, all of them publishing. No lease"
              + " is then taken or looked at.");
  static final Option<Duration> INSTANCE_LEASE_TTL =
      option(
          "instance.lease-ttl",
          duration("1s", "10m"),
          "15s",
          "How long a collector that has died still holds its `collector.id`. The first collector on"
              + " a NATS decides for all.");

  static final Option<SymbolsConfig.Fallback> SYMBOLS_FALLBACK =
      option(
          "symbols.fallback",
          oneOf(SymbolsConfig.Fallback.class),
          "reject",
          "An instrument without metadata is not collected (`reject`), or split by a known quote"
              + " asset at its end (`suffix`).");
  static final Option<Duration> SYMBOLS_REFRESH =
      option(
          "symbols.refresh",
          duration("1s", "24h"),
          "1h",
          "Time between two looks at a venue's instrument list; patterns and `all` then find what"
              + " is new.");

  static final Option<Boolean> POLL_PUBLISH_UNCHANGED =
      option(
          "poll.publish-unchanged",
          bool(),
          "false",
          "Whether what is polled is published after every poll, also where nothing has changed.");

  static final Option<String> LSR_PERIOD =
      option(
          "lsr.period",
          words("5m", "15m", "30m", "1h", "2h", "4h", "6h", "12h", "1d"),
          "5m",
          "Period of both long-short ratios.");
  static final Option<String> TRADES_USDM_STREAM =
      option(
          "trades.usdm-stream",
          words("aggTrade", "trade"),
          "aggTrade",
          "Trades of Binance USD-M: gathered per price and taker, or single; the venue does not"
              + " document `trade`.");
  static final Option<String> OKX_TRADES_CHANNEL =
      option(
          "okx.trades-channel",
          words("trades", "trades-all"),
          "trades-all",
          "Trades of OKX: gathered per price and taker order, or single. Only single ones come once"
              + " each after a crash.");
  static final Option<String> OKX_LSR_SCOPE =
      option(
          "okx.lsr-scope",
          words("contract", "currency"),
          "contract",
          "Whose accounts the `lsr_all_account` of OKX counts: those in the contract, or in all"
              + " contracts of its currency.");
  static final Option<String> VOLATILITY_RESOLUTION =
      option(
          "volatility.resolution",
          words("1", "60", "3600", "43200", "1D"),
          "60",
          "Length of a candle of Deribit's volatility index: seconds, or `1D`.");

  static final Option<Duration> STATE_TTL =
      option(
          "state.ttl",
          duration("1s", "30d"),
          "3600s",
          "A book without an update for this long is dropped, and whatever else is remembered of an"
              + " instrument is when it was not told for this long.");
  static final Option<Long> STATE_BOOK_CACHE_BYTES =
      optional(
          "state.book-cache-bytes",
          size("64KiB", "64GiB"),
          "Heap of one task for decoded books and their texts as last published; beyond it the least"
              + " recently used go to RocksDB. Without it a quarter of the process's heap, over all"
              + " its tasks that keep books.");

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
          "The user, together with `nats.password-file` or `nats.password-env`.");
  static final Option<String> NATS_PASSWORD_FILE =
      optional("nats.password-file", Urls.secretFile(), "A file that holds the user's password.");
  static final Option<String> NATS_PASSWORD_ENV =
      optional(
          "nats.password-env", Urls.secretVariable(), "A variable that holds the user's password.");
  static final Option<String> NATS_TOKEN_FILE =
      optional("nats.token-file", Urls.secretFile(), "A file that holds a token.");
  static final Option<String> NATS_TOKEN_ENV =
      optional("nats.token-env", Urls.secretVariable(), "A variable that holds a token.");
  static final Option<String> NATS_NKEY_FILE =
      optional(
          "nats.nkey-file",
          Urls.secretFile(),
          "A file that holds the seed of a user's NKey (`SU…`).");
  static final Option<String> NATS_NKEY_ENV =
      optional(
          "nats.nkey-env",
          Urls.secretVariable(),
          "A variable that holds the seed of a user's NKey.");
  static final Option<String> NATS_CREDENTIALS_FILE =
      optional(
          "nats.credentials-file", Urls.secretFile(), "A NATS credentials file (JWT and seed).");
  static final Option<String> NATS_CA_FILE =
      optional(
          "nats.ca-file",
          Urls.secretFile(),
          "A PEM file of the authorities that may vouch for the servers, in place of Java's own.");
  static final Option<String> NATS_CERTIFICATE_FILE =
      optional(
          "nats.certificate-file",
          Urls.secretFile(),
          "A PEM file of the collector's own certificate, for servers that ask for one.");
  static final Option<String> NATS_KEY_FILE =
      optional(
          "nats.key-file",
          Urls.secretFile(),
          "A PEM file of that certificate's key, unencrypted PKCS #8.");

  /** The ways to say who the collector is; one of them at most. */
  static final List<Option<String>> NATS_LOGINS =
      List.of(
          NATS_PASSWORD_FILE,
          NATS_PASSWORD_ENV,
          NATS_TOKEN_FILE,
          NATS_TOKEN_ENV,
          NATS_NKEY_FILE,
          NATS_NKEY_ENV,
          NATS_CREDENTIALS_FILE);

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

  static final Option<JournalConfig.Target> JOURNAL_TARGET =
      option(
          "journal.target",
          oneOf(JournalConfig.Target.class),
          "off",
          "Whether what reaches the feeds is written down as it came, and where: in the stream"
              + " MARKET_RAW, or in files.");
  static final Option<String> JOURNAL_PATH =
      optional(
          "journal.path",
          text("[^\\p{Cntrl}]{1,1024}", "a path or URI"),
          "The folder of the files, for `journal.target: files`.");
  static final Option<Long> JOURNAL_ROLL_BYTES =
      option(
          "journal.roll-bytes",
          size("64KiB", "64GiB"),
          "128MiB",
          "Size at which a file is closed and the next one begun; each checkpoint closes it too.");
  static final StreamOptions MARKET_RAW =
      StreamOptions.of("jetstream.market-raw", "MARKET_RAW", "-1", "8GiB", "24h", "120s");

  static final Option<Duration> HEALTH_INTERVAL =
      option("health.interval", duration("100ms", "10m"), "10s", "Time between two heartbeats.");

  static final Option<Boolean> DEGRADATION_ENABLED =
      option(
          "degradation.enabled",
          bool(),
          "true",
          "Whether less is published and polled while the process is under pressure, step by step.");

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
          "Whether each instrument has metrics of its own; `auto` does up to 200 instruments, and"
              + " not where a pattern may stand for more.");

  /** All of them, in the order of the reference. */
  static final List<Option<?>> ALL = all();

  private Options() {}

  private static List<Option<?>> all() {
    List<Option<?>> all = new ArrayList<>();
    all.addAll(List.of(COLLECTOR_ID, INSTANCE_ALLOW_MULTIPLE, INSTANCE_LEASE_TTL));
    all.addAll(ExchangeOptions.all());
    all.addAll(
        List.of(
            SYMBOLS_FALLBACK,
            SYMBOLS_REFRESH,
            POLL_PUBLISH_UNCHANGED,
            LSR_PERIOD,
            TRADES_USDM_STREAM,
            OKX_TRADES_CHANNEL,
            OKX_LSR_SCOPE,
            VOLATILITY_RESOLUTION,
            STATE_TTL,
            STATE_BOOK_CACHE_BYTES,
            SOURCE_HANDOVER_BYTES,
            SOURCE_MAX_PAUSE));
    all.addAll(PublishOptions.all());
    all.addAll(List.of(NATS_URL, NATS_SERVERS, NATS_NAME, NATS_USER));
    all.addAll(NATS_LOGINS);
    all.addAll(List.of(NATS_CA_FILE, NATS_CERTIFICATE_FILE, NATS_KEY_FILE));
    all.addAll(MARKET_TRADES.all());
    all.addAll(MARKET_DATA.all());
    all.add(ORDERBOOK_LAST);
    all.addAll(MARKET_RAW.all());
    all.addAll(
        List.of(
            JOURNAL_TARGET,
            JOURNAL_PATH,
            JOURNAL_ROLL_BYTES,
            HEALTH_INTERVAL,
            DEGRADATION_ENABLED,
            CHECKPOINT_INTERVAL,
            METRICS_PER_SYMBOL));
    return List.copyOf(all);
  }
}
