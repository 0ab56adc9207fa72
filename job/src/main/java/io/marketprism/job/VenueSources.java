// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import io.marketprism.job.config.CollectorConfig;
import io.marketprism.job.config.ExchangeConfig;
import io.marketprism.job.config.ExchangeConfig.OrderBookMethod;
import io.marketprism.job.config.ExchangeConfig.SnapshotTransport;
import io.marketprism.job.config.SymbolsConfig;
import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.wire.WireMessage;
import io.marketprism.sources.MarketDataSource;
import io.marketprism.sources.pressure.Restraint;
import io.marketprism.sources.venue.SymbolSelection;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The source of a configuration, and what can be told of it before any venue has answered. */
final class VenueSources {

  /** More than any venue lists: what a pattern stands for is not known here. */
  private static final int WHOLE_MARKET = 5_000;

  private VenueSources() {}

  static MarketDataSource of(CollectorConfig config, Restraint.Provider restraints) {
    MarketDataSource.Builder source =
        MarketDataSource.builder()
            .handoverBytes(config.source().handoverBytes())
            .maxPauseMillis(config.source().maxPause().toMillis())
            .journaled(config.journal().isOn())
            .perInstrumentMetrics(config.metrics().perSymbolFor(instruments(config)))
            .restraints(restraints);
    settings(config).forEach(source::venue);
    return source.build();
  }

  /** How many instruments there are at most; a pattern counts as a whole market. */
  static int instruments(CollectorConfig config) {
    return config.enabledExchanges().stream()
        .map(venue -> new SymbolSelection(venue.symbols()))
        .mapToInt(symbols -> symbols.isOpen() ? WHOLE_MARKET : symbols.names().size())
        .sum();
  }

  /** What the feeds of each enabled venue must know. */
  static List<VenueSettings> settings(CollectorConfig config) {
    return config.enabledExchanges().stream().map(venue -> settings(config, venue)).toList();
  }

  /** What the feeds of a venue must know. */
  static VenueSettings settings(CollectorConfig config, ExchangeConfig venue) {
    Map<DataType, Long> pollMillis = new EnumMap<>(DataType.class);
    Map<DataType, Long> staleMillis = new EnumMap<>(DataType.class);
    for (DataType type : venue.dataTypes()) {
      if (venue.polls(type)) {
        pollMillis.put(type, venue.pollEvery(type).toMillis());
      }
      venue.staleAfter(type).ifPresent(stale -> staleMillis.put(type, stale.toMillis()));
    }
    ExchangeConfig.OrderBook books = venue.orderBook();
    return new VenueSettings(
        venue.venue().key(),
        new SymbolSelection(venue.symbols()),
        venue.dataTypes(),
        endpoints(venue),
        new VenueSettings.Instruments(
            config.symbols().fallback() == SymbolsConfig.Fallback.SUFFIX,
            config.symbols().refresh().toMillis()),
        new VenueSettings.Books(
            books.method() == OrderBookMethod.SNAPSHOT,
            books.snapshotDepth(),
            books.snapshotLimit(),
            books.bufferEvents(),
            books.bufferBytes(),
            config.state().ttl().toMillis()),
        new VenueSettings.Sockets(
            venue.ws().silence().toMillis(),
            venue.ws().connectTimeout().toMillis(),
            venue.ws().maxFrameBytes(),
            venue.ws().streamsPerConnection(),
            venue.ws().maxAge().toMillis(),
            venue.ws().maxAgeJitter().toMillis(),
            venue.redundancy()),
        venue.rest().budgetSharePercent(),
        venue.backfill().enabled() ? venue.backfill().maxTrades() : 0,
        pollMillis,
        staleMillis,
        VenueOptions.of(venue.venue(), config.choices()));
  }

  /** The WebSocket for requests is left out where it is not to be used. */
  private static VenueSettings.Endpoints endpoints(ExchangeConfig venue) {
    boolean usesWsApi = venue.orderBook().snapshotTransport() == SnapshotTransport.WS_API;
    return new VenueSettings.Endpoints(
        venue.endpoints().ws().toString(),
        venue.endpoints().rest().toString(),
        venue.endpoints().wsApi().filter(url -> usesWsApi).map(URI::toString).orElse(""));
  }

  /**
   * Subjects that can be told before the venue's instrument list is there: by the name of the
   * instrument alone. A subject that a pattern would bring is not among them.
   */
  static List<String> subjects(CollectorConfig config, WireMessage.Kind kind) {
    List<String> subjects = new ArrayList<>();
    for (ExchangeConfig exchange : config.enabledExchanges()) {
      Venue venue = exchange.venue().venue();
      for (DataType type : exchange.dataTypes()) {
        if (!carries(kind, type)) {
          continue;
        }
        for (String symbol : new SymbolSelection(exchange.symbols()).names()) {
          Instrument instrument = venue.bySuffix(symbol);
          if (instrument != null && venue.offers(type, instrument)) {
            subjects.add(kind.token() + '.' + instrument.key());
          }
        }
      }
    }
    return subjects;
  }

  private static boolean carries(WireMessage.Kind kind, DataType type) {
    return switch (kind) {
      case ORDERBOOK_DELTA, QUOTE -> type == DataType.ORDERBOOK;
      default -> kind.token().equals(type.token());
    };
  }
}
