// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources;

import io.marketprism.model.MarketEvent;
import io.marketprism.model.serde.ModelTypes;
import io.marketprism.sources.enumerator.EnumeratorState;
import io.marketprism.sources.enumerator.EnumeratorStateSerializer;
import io.marketprism.sources.enumerator.FeedEnumerator;
import io.marketprism.sources.pressure.Restraint;
import io.marketprism.sources.reader.FeedReader;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.split.FeedSplitSerializer;
import io.marketprism.sources.venue.VenueSettings;
import io.marketprism.sources.venue.Venues;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SupportsSplitReassignmentOnRecovery;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Live market data of exchanges as a Flink source: synchronised order books, trades, and what
 * happened to the feeds.
 *
 * <pre>{@code
 * MarketDataSource source = MarketDataSource.builder().venue(settings).build();
 * env.fromSource(source, WatermarkStrategy.noWatermarks(), "market-feeds").uid("market-feeds");
 * }</pre>
 *
 * <p>A feed is what a partition is to a log, a cursor what an offset is: the cursors are in the
 * checkpoint with the books downstream, so a restored book goes on without a snapshot when the
 * first live update continues it, and trades missed meanwhile are fetched from the venue's history.
 */
public final class MarketDataSource
    implements Source<MarketEvent, FeedSplit, EnumeratorState>,
        ResultTypeQueryable<MarketEvent>,
        SupportsSplitReassignmentOnRecovery {
  private static final long serialVersionUID = 1L;

  private final ArrayList<VenueSettings> venues;
  private final long handoverBytes;
  private final long maxPauseMillis;
  private final boolean journaled;
  private final boolean perInstrumentMetrics;
  private final Restraint.Provider restraints;

  private MarketDataSource(Builder builder) {
    this.venues = new ArrayList<>(builder.venues);
    this.handoverBytes = builder.handoverBytes;
    this.maxPauseMillis = builder.maxPauseMillis;
    this.journaled = builder.journaled;
    this.perInstrumentMetrics = builder.perInstrumentMetrics;
    this.restraints = builder.restraints;
  }

  /** A builder without venues. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<MarketEvent, FeedSplit> createReader(SourceReaderContext context) {
    return FeedReader.create(
        venues,
        handoverBytes,
        maxPauseMillis,
        journaled,
        perInstrumentMetrics,
        restraints,
        context);
  }

  @Override
  public SplitEnumerator<FeedSplit, EnumeratorState> createEnumerator(
      SplitEnumeratorContext<FeedSplit> context) {
    return new FeedEnumerator(context, venues, null);
  }

  @Override
  public SplitEnumerator<FeedSplit, EnumeratorState> restoreEnumerator(
      SplitEnumeratorContext<FeedSplit> context, EnumeratorState state) {
    return new FeedEnumerator(context, venues, state);
  }

  @Override
  public SimpleVersionedSerializer<FeedSplit> getSplitSerializer() {
    return new FeedSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<EnumeratorState> getEnumeratorCheckpointSerializer() {
    return new EnumeratorStateSerializer();
  }

  @Override
  public TypeInformation<MarketEvent> getProducedType() {
    return ModelTypes.MARKET_EVENT;
  }

  /** Collects the source's settings. */
  public static final class Builder {
    private final List<VenueSettings> venues = new ArrayList<>();
    private long handoverBytes = 16L << 20;
    private long maxPauseMillis = 10_000;
    private boolean journaled;
    private boolean perInstrumentMetrics = true;
    private Restraint.Provider restraints = (load, metrics) -> Restraint.NONE;

    private Builder() {}

    /** Adds a venue. */
    public Builder venue(VenueSettings settings) {
      venues.add(settings);
      return this;
    }

    /** Capacity between the sockets and the task, in bytes by estimate; default 16 MiB. */
    public Builder handoverBytes(long bytes) {
      handoverBytes = bytes;
      return this;
    }

    /**
     * How long a feed stops reading for a slow job before it gives up its backlog; default 10 s.
     */
    public Builder maxPauseMillis(long millis) {
      maxPauseMillis = millis;
      return this;
    }

    /**
     * Whether the source emits what reaches its feeds as {@link
     * io.marketprism.model.JournalEntry}s, each before the events that it causes; default false.
     */
    public Builder journaled(boolean enabled) {
      journaled = enabled;
      return this;
    }

    /** Whether there are metric series per instrument; default true. */
    public Builder perInstrumentMetrics(boolean enabled) {
      perInstrumentMetrics = enabled;
      return this;
    }

    /** What feeds do without while the process is under pressure; by default nothing. */
    public Builder restraints(Restraint.Provider provider) {
      restraints = provider;
      return this;
    }

    /**
     * The source.
     *
     * @throws IllegalArgumentException if there is no venue, one is unknown or named twice, or a
     *     limit is not positive
     */
    public MarketDataSource build() {
      if (venues.isEmpty()) {
        throw new IllegalArgumentException("no venue");
      }
      venues.forEach(settings -> Venues.of(settings.venue()));
      if (venues.stream().map(VenueSettings::venue).distinct().count() < venues.size()) {
        throw new IllegalArgumentException("a venue is named twice");
      }
      if (handoverBytes <= 0 || maxPauseMillis <= 0) {
        throw new IllegalArgumentException("handoverBytes and maxPauseMillis must be positive");
      }
      return new MarketDataSource(this);
    }
  }
}
