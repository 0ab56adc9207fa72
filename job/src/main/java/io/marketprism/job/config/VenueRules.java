// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.RuleReport.shown;
import static java.util.stream.Collectors.joining;

import io.marketprism.job.config.ExchangeConfig.OrderBookMethod;
import io.marketprism.model.DataType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules between the options of one venue, and between them and the others. */
final class VenueRules {

  /** Periods of the ratio of a currency's contracts (OKX API v5, "Get long/short ratio"). */
  private static final Set<String> CURRENCY_PERIODS = Set.of("5m", "1h", "1d");

  private final VenueKey venue;
  private final Settings settings;
  private final RuleReport report;

  private VenueRules(VenueKey venue, Settings settings, RuleReport report) {
    this.venue = venue;
    this.settings = settings;
    this.report = report;
  }

  /** Checks all rules for a venue. */
  static void check(VenueKey venue, Settings settings, RuleReport report) {
    VenueRules rules = new VenueRules(venue, settings, report);
    rules.symbolsHaveTheDataTypes();
    rules.endpointsHaveNoPathOfTheVenue();
    if (settings.dataTypes(venue).contains(DataType.ORDERBOOK)) {
      rules.publishedDepthIsThere();
    }
    rules.pauseIsNoSilence();
    settings.dataTypes(venue).forEach(rules::stalePollIsMissedPoll);
    rules.ratioOfCurrencyHasThePeriod();
  }

  private void symbolsHaveTheDataTypes() {
    List<DataType> types = settings.dataTypes(venue);
    List<String> symbols = settings.find(ExchangeOptions.SYMBOLS, venue).orElse(List.of());
    if (types.isEmpty() || symbols.isEmpty()) {
      return;
    }
    String symbolsPath = ExchangeOptions.SYMBOLS.pathFor(venue);
    for (DataType type : types) {
      if (symbols.stream().noneMatch(symbol -> VenueSymbols.mayHave(venue, symbol, type))) {
        report.fault(
            ExchangeOptions.DATA_TYPES.pathFor(venue),
            type.token() + " is of none of the symbols; add one of " + having(type),
            symbolsPath);
      }
    }
    for (String symbol : symbols) {
      if (types.stream().noneMatch(type -> VenueSymbols.mayHave(venue, symbol, type))) {
        report.fault(
            symbolsPath,
            "'" + symbol + "' has none of the data_types; its own are " + typesOf(symbol),
            ExchangeOptions.DATA_TYPES.pathFor(venue));
      }
    }
  }

  private static String having(DataType type) {
    return type == DataType.VOLATILITY_INDEX
        ? "its currencies, such as BTC"
        : "its perpetuals, such as BTC-PERPETUAL";
  }

  private String typesOf(String symbol) {
    return venue.dataTypes().stream()
        .filter(type -> VenueSymbols.mayHave(venue, symbol, type))
        .map(DataType::token)
        .collect(joining(", "));
  }

  private void endpointsHaveNoPathOfTheVenue() {
    settings
        .find(ExchangeOptions.WS_URL, venue)
        .flatMap(url -> VenuePaths.faultOfSocket(venue, url))
        .ifPresent(problem -> report.fault(ExchangeOptions.WS_URL.pathFor(venue), problem));
    settings
        .find(ExchangeOptions.BASE_URL, venue)
        .flatMap(url -> VenuePaths.faultOfRest(venue, url))
        .ifPresent(problem -> report.fault(ExchangeOptions.BASE_URL.pathFor(venue), problem));
  }

  private void publishedDepthIsThere() {
    Optional<Integer> published = settings.find(PublishOptions.DEPTH);
    if (published.isEmpty() || published.get() == PublishConfig.FULL_DEPTH) {
      return;
    }
    int wanted = published.get();
    int most = SnapshotLevels.most(venue);
    boolean isPolled =
        settings.find(ExchangeOptions.ORDERBOOK_METHOD, venue).orElse(OrderBookMethod.WEBSOCKET)
            == OrderBookMethod.SNAPSHOT;
    if (wanted > most) {
      report.fault(
          PublishOptions.DEPTH.path(),
          wanted + " is more than the " + most + " levels that " + venue.key() + " gives; lower it",
          ExchangeOptions.DATA_TYPES.pathFor(venue));
    } else if (isPolled) {
      int polled = settings.find(ExchangeOptions.SNAPSHOT_DEPTH, venue).orElse(wanted);
      holds(ExchangeOptions.KEEP_DEPTH, Math.min(wanted, polled));
    } else {
      holds(ExchangeOptions.KEEP_DEPTH, wanted);
      holds(ExchangeOptions.SNAPSHOT_LIMIT, wanted);
    }
  }

  private void holds(Option<Integer> limit, int wanted) {
    Optional<Integer> levels = settings.find(limit, venue);
    if (levels.isPresent() && levels.get() < wanted) {
      report.fault(
          limit.pathFor(venue),
          levels.get()
              + " is less than publish.depth "
              + wanted
              + "; raise it or lower publish.depth",
          PublishOptions.DEPTH.path());
    }
  }

  private void pauseIsNoSilence() {
    Optional<Duration> silence = settings.find(ExchangeOptions.WS_SILENCE, venue);
    Optional<Duration> pause = settings.find(Options.SOURCE_MAX_PAUSE);
    if (silence.isPresent() && pause.isPresent() && pause.get().compareTo(silence.get()) >= 0) {
      report.fault(
          ExchangeOptions.WS_SILENCE.pathFor(venue),
          shown(silence.get())
              + " is not longer than source.max-pause "
              + shown(pause.get())
              + "; a socket that is not read for so long would count as silent",
          Options.SOURCE_MAX_PAUSE.path());
    }
  }

  private void stalePollIsMissedPoll(DataType type) {
    Option<Duration> staleOption = ExchangeOptions.STALE_AFTER.get(type);
    Option<Duration> pollOption =
        type == DataType.ORDERBOOK
            ? ExchangeOptions.SNAPSHOT_INTERVAL
            : ExchangeOptions.POLL.get(type);
    boolean isPolled =
        type != DataType.ORDERBOOK
            || settings
                .find(ExchangeOptions.ORDERBOOK_METHOD, venue)
                .equals(Optional.of(OrderBookMethod.SNAPSHOT));
    if (staleOption == null || pollOption == null || !isPolled) {
      return;
    }
    Optional<Duration> stale = settings.find(staleOption, venue);
    Optional<Duration> poll = settings.find(pollOption, venue);
    if (stale.isPresent() && poll.isPresent() && stale.get().compareTo(poll.get()) <= 0) {
      report.fault(
          staleOption.pathFor(venue),
          shown(stale.get())
              + " is not longer than "
              + pollOption.pathFor(venue)
              + " "
              + shown(poll.get())
              + "; the feed would be stale between two polls",
          pollOption.pathFor(venue));
    }
  }

  private void ratioOfCurrencyHasThePeriod() {
    Optional<String> period = settings.find(Options.LSR_PERIOD);
    boolean isOfCurrency =
        venue == VenueKey.OKX_DERIVATIVES
            && settings.dataTypes(venue).contains(DataType.LSR_ALL_ACCOUNT)
            && settings.find(Options.OKX_LSR_SCOPE).equals(Optional.of("currency"));
    if (isOfCurrency && period.isPresent() && !CURRENCY_PERIODS.contains(period.get())) {
      report.fault(
          Options.LSR_PERIOD.path(),
          "OKX has no ratio of a currency for "
              + period.get()
              + ", only for 5m, 1h, 1d; choose one of them or okx.lsr-scope: contract",
          Options.OKX_LSR_SCOPE.path());
    }
  }
}
