// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.trade;

import io.marketprism.model.Instrument;
import io.marketprism.sources.MetricSeries;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * The trades' metrics (docs: monitoring): {@value #DUPLICATES} with the labels {@code exchange},
 * {@code market_type}, {@code symbol}, with 0 from the first sight of an instrument on until it was
 * silent for its time to live. What is published is counted by the sink; lost and recovered trades
 * are counted by the feeds.
 */
final class TradeMetrics {
  static final String DUPLICATES = "marketprism_trades_duplicate_total";

  /** Symbol of the series that all instruments beyond the limit of series share. */
  static final String OTHER = "other";

  private final MetricGroup group;
  private final int perSymbolSeries;
  private final Map<String, Series> series = new HashMap<>();
  private final Map<String, Series> shared = new HashMap<>();

  TradeMetrics(MetricGroup group, int perSymbolSeries) {
    this.group = group;
    this.perSymbolSeries = perSymbolSeries;
  }

  /** From now on there is a series for the instrument, with 0: its own while there is a place. */
  void heard(Instrument instrument) {
    if (series.size() < perSymbolSeries) {
      series.computeIfAbsent(
          instrument.key(), key -> new Series(group, instrument, instrument.symbol()));
    } else {
      series(instrument);
    }
  }

  /** The series of an instrument that was heard of. */
  Series series(Instrument instrument) {
    Series own = series.get(instrument.key());
    return own != null ? own : shared(instrument);
  }

  private Series shared(Instrument instrument) {
    return shared.computeIfAbsent(
        instrument.exchange() + '.' + instrument.marketType().token(),
        market -> new Series(group, instrument, OTHER));
  }

  /** Ends the series of an instrument of which nothing is kept any more. */
  void ended(String instrumentKey) {
    Series own = series.remove(instrumentKey);
    if (own != null) {
      MetricSeries.end(own.group);
    }
  }

  /** The series of one instrument, or the shared ones. */
  static final class Series {
    private final MetricGroup group;
    private final Counter duplicates;

    private Series(MetricGroup parent, Instrument instrument, String symbol) {
      group =
          parent
              .addGroup("exchange", instrument.exchange())
              .addGroup("market_type", instrument.marketType().token())
              .addGroup("symbol", symbol);
      duplicates = group.counter(DUPLICATES);
    }

    void duplicate() {
      duplicates.inc();
    }
  }
}
