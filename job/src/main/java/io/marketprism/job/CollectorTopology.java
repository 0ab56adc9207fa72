// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import io.marketprism.job.book.BookOptions;
import io.marketprism.job.book.OrderBookOperator;
import io.marketprism.job.book.OrderBookOperatorFactory;
import io.marketprism.job.book.ProcessStrain;
import io.marketprism.job.config.CollectorConfig;
import io.marketprism.job.config.ExchangeConfig;
import io.marketprism.job.config.MetricsConfig;
import io.marketprism.job.config.PublishConfig;
import io.marketprism.job.degradation.BookStrain;
import io.marketprism.job.degradation.DegradationOptions;
import io.marketprism.job.degradation.FeedRestraint;
import io.marketprism.job.derivative.DerivativesPublisher;
import io.marketprism.job.health.BrokerWatchOptions;
import io.marketprism.job.health.FeedHealthOperatorFactory;
import io.marketprism.job.journal.Journal;
import io.marketprism.job.lease.LeaseOptions;
import io.marketprism.job.lease.LeasedFeedHealthFactory;
import io.marketprism.job.publish.MarketSink;
import io.marketprism.job.replay.ReplayNotices;
import io.marketprism.job.resync.CoordinatedOrderBookFactory;
import io.marketprism.job.trade.TradeDeduplicator;
import io.marketprism.job.trade.TradeOperator;
import io.marketprism.model.BookEvent;
import io.marketprism.model.DeadLetter;
import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.Trade;
import io.marketprism.model.serde.ModelTypes;
import io.marketprism.model.wire.WireMessage;
import io.marketprism.model.wire.WireOptions;
import io.marketprism.sources.MarketDataSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.SourceTransformation;

/**
 * The job graph:
 *
 * <pre>
 * market-feeds ─▶ order-book  ─▶ nats-books
 *              ─▶ trades      ─▶ nats-trades
 *              ─▶ derivatives ─▶ nats-derivatives
 *              ─▶ feed-health ─▶ nats-notices
 * </pre>
 *
 * <p>With a journal there is one more branch from the feeds. A replay has the same branches behind
 * a journal in place of the feeds.
 *
 * <p>Each sink is chained to what it publishes, so that no message crosses a thread after it was
 * encoded. The uids are the names under which state is found in savepoints: they are never changed.
 */
public final class CollectorTopology {
  static final String FEEDS = "market-feeds";
  static final String BOOK_EVENTS = "book-events";
  static final String TRADE_EVENTS = "trade-events";
  static final String DERIVATIVES_EVENTS = "derivatives-events";
  static final String NOTICE_EVENTS = "notice-events";
  static final String ORDER_BOOK = "order-book";
  static final String TRADES = "trades";
  static final String DERIVATIVES = "derivatives";
  static final String FEED_HEALTH = "feed-health";
  static final String NATS_BOOKS = "nats-books";
  static final String NATS_TRADES = "nats-trades";
  static final String NATS_DERIVATIVES = "nats-derivatives";
  static final String NATS_NOTICES = "nats-notices";

  private CollectorTopology() {}

  /** Adds the graph of a configuration to the environment. */
  public static void build(StreamExecutionEnvironment env, CollectorConfig config) {
    build(env, config, DegradationOptions.ofJob(config.degradation().enabled()));
  }

  /** Adds the graph of a configuration that degrades by other times than usual. */
  static void build(
      StreamExecutionEnvironment env, CollectorConfig config, DegradationOptions degradation) {
    MarketDataSource source = VenueSources.of(config, FeedRestraint.of(degradation));
    DataStreamSource<MarketEvent> events =
        env.fromSource(
            source, WatermarkStrategy.noWatermarks(), "market feeds", ModelTypes.MARKET_EVENT);
    events.uid(FEEDS);
    ((SourceTransformation<?, ?, ?>) events.getTransformation()).setCoordinatorListeningID(FEEDS);

    Journal.addTo(events, config);
    publish(
        events,
        config,
        MarketSink.UNCHANGED,
        new CoordinatedOrderBookFactory(
            bookOptions(config, false), BookStrain.of(degradation), FEEDS),
        notices -> notices.transform("feed health", ModelTypes.WIRE_MESSAGE, feedHealth(config)));
  }

  /** Adds the graph of a configuration behind a journal; subjects begin with the prefix. */
  static void replay(DataStream<MarketEvent> events, CollectorConfig config, String prefix) {
    publish(
        events,
        config,
        prefix,
        new OrderBookOperatorFactory(
            bookOptions(config, true),
            parameters -> (instrument, reason) -> {},
            () -> ProcessStrain.NONE),
        notices ->
            notices
                .flatMap(new ReplayNotices(wire(config)))
                .returns(ModelTypes.WIRE_MESSAGE)
                .name("notices"));
  }

  private static void publish(
      DataStream<MarketEvent> events,
      CollectorConfig config,
      String prefix,
      OrderBookOperatorFactory bookFactory,
      Function<DataStream<MarketEvent>, SingleOutputStreamOperator<WireMessage>> health) {
    WireOptions wire = wire(config);
    SingleOutputStreamOperator<WireMessage> books =
        filter(events, event -> event instanceof BookEvent)
            .uid(BOOK_EVENTS)
            .name("book events")
            .keyBy(event -> ((BookEvent) event).instrument().key(), Types.STRING)
            .transform("order books", ModelTypes.WIRE_MESSAGE, bookFactory)
            .uid(ORDER_BOOK);
    books
        .sinkTo(
            MarketSink.of(
                config, VenueSources.subjects(config, WireMessage.Kind.ORDERBOOK), prefix))
        .uid(NATS_BOOKS)
        .name("books to NATS");

    SingleOutputStreamOperator<WireMessage> trades =
        filter(events, event -> event instanceof Trade)
            .uid(TRADE_EVENTS)
            .name("trade events")
            .keyBy(event -> ((Trade) event).instrument().key(), Types.STRING)
            .transform("trades", ModelTypes.WIRE_MESSAGE, tradeOperator(config, wire))
            .uid(TRADES);
    trades
        .sinkTo(
            MarketSink.of(config, VenueSources.subjects(config, WireMessage.Kind.TRADE), prefix))
        .uid(NATS_TRADES)
        .name("trades to NATS");

    filter(events, event -> event instanceof DerivativesEvent)
        .uid(DERIVATIVES_EVENTS)
        .name("derivatives events")
        .keyBy(event -> ((DerivativesEvent) event).instrument().key(), Types.STRING)
        .process(
            new DerivativesPublisher(
                wire, config.publish().publishUnchanged(), config.state().ttl()))
        .returns(ModelTypes.WIRE_MESSAGE)
        .uid(DERIVATIVES)
        .name("derivatives")
        .sinkTo(MarketSink.of(config, derivativesSubjects(config), prefix))
        .uid(NATS_DERIVATIVES)
        .name("derivatives to NATS");

    DataStream<MarketEvent> notices =
        filter(events, event -> event instanceof FeedStatus || event instanceof DeadLetter)
            .uid(NOTICE_EVENTS)
            .name("notice events")
            .union(
                books.getSideOutput(OrderBookOperator.NOTICES),
                trades.getSideOutput(TradeDeduplicator.NOTICES));
    health
        .apply(notices)
        .uid(FEED_HEALTH)
        .forceNonParallel()
        .sinkTo(MarketSink.of(config, List.of(), prefix))
        .uid(NATS_NOTICES)
        .name("notices to NATS")
        .setParallelism(1);
  }

  /**
   * Events of some kinds. Where it is said how many subtasks bring them, as many pick them: others
   * would change the order of a replay.
   */
  private static SingleOutputStreamOperator<MarketEvent> filter(
      DataStream<MarketEvent> events, FilterFunction<MarketEvent> kinds) {
    SingleOutputStreamOperator<MarketEvent> filtered = events.filter(kinds);
    return events.getTransformation().isParallelismConfigured()
        ? filtered.setParallelism(events.getParallelism())
        : filtered;
  }

  private static WireOptions wire(CollectorConfig config) {
    PublishConfig publish = config.publish();
    return new WireOptions(
        publish.levelsFormat() == PublishConfig.LevelsFormat.OBJECT,
        publish.timestamp() == PublishConfig.Timestamp.PUBLISH);
  }

  private static FeedHealthOperatorFactory feedHealth(CollectorConfig config) {
    WireOptions wire = wire(config);
    List<String> venues = config.enabledExchanges().stream().map(e -> e.venue().key()).toList();
    int managers = config.enabledExchanges().stream().mapToInt(e -> e.dataTypes().size()).sum();
    long heartbeat = config.health().interval().toMillis();
    BrokerWatchOptions broker = BrokerWatchOptions.of(config);
    return config.instance().allowMultiple()
        ? new FeedHealthOperatorFactory(wire, venues, managers, heartbeat, broker)
        : new LeasedFeedHealthFactory(
            wire, venues, managers, heartbeat, broker, LeaseOptions.of(config));
  }

  private static List<String> derivativesSubjects(CollectorConfig config) {
    return Stream.of(
            WireMessage.Kind.FUNDING_RATE,
            WireMessage.Kind.OPEN_INTEREST,
            WireMessage.Kind.LIQUIDATION,
            WireMessage.Kind.LSR_TOP_POSITION,
            WireMessage.Kind.LSR_ALL_ACCOUNT,
            WireMessage.Kind.VOLATILITY_INDEX)
        .flatMap(kind -> VenueSources.subjects(config, kind).stream())
        .toList();
  }

  private static TradeOperator tradeOperator(CollectorConfig config, WireOptions wire) {
    return new TradeOperator(
        new TradeDeduplicator(wire, config.state().ttl().toMillis(), perSymbolSeries(config)));
  }

  private static BookOptions bookOptions(CollectorConfig config, boolean replayed) {
    PublishConfig publish = config.publish();
    return new BookOptions(
        config.enabledExchanges().stream()
            .map(ExchangeConfig::orderBook)
            .mapToInt(ExchangeConfig.OrderBook::keepDepth)
            .max()
            .orElseThrow(),
        publish.publishesFullDepth() ? BookOptions.FULL : publish.depth(),
        publish.interval().toMillis(),
        wire(config),
        config.state().ttl().toMillis(),
        config.state().bookCacheBytes().orElse(BookOptions.HEAP_SHARE),
        publish.orderBookDelta(),
        publish.quote(),
        perSymbolSeries(config),
        replayed);
  }

  private static int perSymbolSeries(CollectorConfig config) {
    int instruments = VenueSources.instruments(config);
    return config.metrics().perSymbolFor(instruments)
        ? Math.max(instruments, MetricsConfig.AUTO_INSTRUMENTS)
        : 0;
  }
}
