// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import io.marketprism.job.config.CollectorConfig;
import io.marketprism.job.config.ExchangeConfig;
import io.marketprism.job.config.SymbolsConfig;
import io.marketprism.model.DataType;
import io.marketprism.model.wire.WireMessage;
import io.marketprism.sources.MarketDataSource;
import io.marketprism.sources.venue.SymbolSelection;
import io.marketprism.sources.venue.VenueSettings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The source of a configuration. */
final class VenueSources {
  private VenueSources() {}

  static MarketDataSource of(CollectorConfig config) {
    MarketDataSource.Builder source =
        MarketDataSource.builder()
            .handoverBytes(config.source().handoverBytes())
            .maxPauseMillis(config.source().maxPause().toMillis())
            .perInstrumentMetrics(config.metrics().perSymbolFor(instruments(config)));
    config.enabledExchanges().forEach(venue -> source.venue(settings(config, venue)));
    return source.build();
  }

  static int instruments(CollectorConfig config) {
    return config.enabledExchanges().stream().mapToInt(venue -> venue.symbols().size()).sum();
  }

  private static VenueSettings settings(CollectorConfig config, ExchangeConfig venue) {
    Map<DataType, Long> staleMillis = new EnumMap<>(DataType.class);
    for (DataType type : venue.dataTypes()) {
      staleMillis.put(type, venue.staleAfter().of(type).toMillis());
    }
    return new VenueSettings(
        venue.venue().key(),
        new SymbolSelection(venue.symbols()),
        venue.dataTypes(),
        new VenueSettings.Endpoints(venue.wsUrl().toString(), venue.baseUrl().toString(), ""),
        new VenueSettings.Instruments(
            config.symbols().fallback() == SymbolsConfig.Fallback.SUFFIX, 3_600_000),
        new VenueSettings.Books(
            false,
            100,
            venue.orderBook().snapshotLimit(),
            venue.orderBook().bufferEvents(),
            venue.orderBook().bufferBytes(),
            config.state().ttl().toMillis()),
        new VenueSettings.Sockets(
            venue.ws().silence().toMillis(),
            venue.ws().connectTimeout().toMillis(),
            venue.ws().maxFrameBytes(),
            venue.ws().streamsPerConnection()),
        venue.rest().budgetSharePercent(),
        venue.backfill().enabled() ? venue.backfill().maxTrades() : 0,
        Map.of(),
        staleMillis,
        Map.of());
  }

  /**
   * Subjects that can be told before the venue's instrument list is there: by the suffix of the
   * symbol.
   */
  static List<String> subjects(CollectorConfig config, WireMessage.Kind kind) {
    List<String> subjects = new ArrayList<>();
    for (ExchangeConfig venue : config.enabledExchanges()) {
      for (String symbol : venue.symbols()) {
        var instrument =
            io.marketprism.sources.venue.Venues.of(venue.venue().key()).bySuffix(symbol);
        if (instrument != null) {
          subjects.add(kind.token() + '.' + instrument.key());
        }
      }
    }
    return subjects;
  }
}
