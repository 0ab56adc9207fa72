// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.load;

import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.binance.spot.BinanceSpotVenue;
import io.marketprism.simulator.binance.spot.SpotDecoder;
import io.marketprism.simulator.faults.RestShape;
import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.Course;
import io.marketprism.simulator.market.Derivatives;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.market.MarketFeed;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.net.Venue;
import io.marketprism.simulator.replay.RecordedCourse;
import io.marketprism.simulator.synthetic.SyntheticCourse;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.simulator.venue.VenueContext;
import io.marketprism.simulator.venue.VenueFactory;
import io.marketprism.simulator.venue.VenueLimits;
import io.marketprism.simulator.venue.VenueProtocol;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Binance spot under load: its REST interface and limits as the simulator has them, its combined
 * streams at any rate.
 *
 * <pre>{@code
 * try (LoadVenue venue = LoadVenue.start(LoadVenue.synthetic(), 10, 1)) {
 *   … subscribe at venue.wsUrl() …
 *   venue.pace(10_000);
 * }
 * }</pre>
 */
public final class LoadVenue implements AutoCloseable {
  private static final int DEPTH_EVENTS = 2_000;

  /** As in a recording of BTCUSDT: 35 levels in an event of 100 ms, three trades to an event. */
  private static final int CHANGES_PER_SECOND = 400;

  private static final int TRADES_PER_SECOND = 31;

  private final LoadMarket market;
  private final SentTimes sent;
  private final Gun gun;
  private final Simulator simulator;

  private LoadVenue(Course course, int instruments, int timed) {
    market = new LoadMarket(new FrameCycle(course), instruments);
    sent = new SentTimes(Math.min(timed, instruments));
    gun = new Gun(market, sent);
    simulator = Simulator.builder().market(market).factory(new Factory()).start();
  }

  /**
   * Listens on a free port of this host, and holds fire.
   *
   * @param course what the frames are made of
   * @param instruments how many there are, 1 to 10,000
   * @param timed of how many of them the times of trades are noted
   */
  public static LoadVenue start(Course course, int instruments, int timed) {
    return new LoadVenue(course, instruments, timed);
  }

  /** A stretch of a synthetic market, as busy as a recording of BTCUSDT. */
  public static Course synthetic() {
    SyntheticSettings settings =
        SyntheticSettings.usual().withRates(CHANGES_PER_SECOND, TRADES_PER_SECOND).withBursts(0, 1);
    return SyntheticCourse.of(settings, DEPTH_EVENTS);
  }

  /** The beginning of a recording of one symbol of Binance spot. */
  public static Course recorded(Path file) {
    return RecordedCourse.read(file, new SpotDecoder(), DEPTH_EVENTS);
  }

  /** Where streams are, e.g. {@code ws://127.0.0.1:40001}. */
  public String wsUrl() {
    return simulator.wsUrl();
  }

  /** Where REST is, e.g. {@code http://127.0.0.1:40001}. */
  public String restUrl() {
    return simulator.restUrl();
  }

  /** What the simulator counts of sockets and requests. */
  public Simulator simulator() {
    return simulator;
  }

  /** Frames a second over all instruments from now on; 0 holds fire, infinity knows no pace. */
  public void pace(double framesPerSecond) {
    gun.pace(framesPerSecond);
  }

  /** What an instrument is called, counted from 0. */
  public static String symbol(int instrument) {
    return Symbols.symbol(instrument);
  }

  /** The book of an instrument as of all that was sent, at most {@code limit} levels a side. */
  public BookSnapshot book(int instrument, int limit) {
    return market.cycle().book(Symbols.symbol(instrument), market.depthCount(instrument), limit);
  }

  /** A trade of an instrument by its id; its time is not told. */
  public Trade trade(int instrument, long id) {
    return market.cycle().trade(Symbols.symbol(instrument), FrameCycle.tradeCount(id), 0);
  }

  LoadMarket market() {
    return market;
  }

  Gun gun() {
    return gun;
  }

  SentTimes sent() {
    return sent;
  }

  /** Holds fire and closes all sockets. */
  @Override
  public void close() {
    gun.close();
    simulator.close();
  }

  /** Binance spot with other streams. */
  private final class Factory implements VenueFactory {
    private final VenueFactory spot = BinanceSpotVenue.factory();

    @Override
    public VenueProtocol create(VenueContext context) {
      VenueProtocol protocol = spot.create(context);
      return new VenueProtocol() {
        @Override
        public MarketFeed feed() {
          return protocol.feed();
        }

        @Override
        public Venue open(Market opened, Derivatives derivatives) {
          return new Streams(protocol.open(opened, derivatives));
        }
      };
    }

    @Override
    public VenueLimits limits() {
      return spot.limits();
    }

    @Override
    public Optional<String> bookOf(String stream) {
      return spot.bookOf(stream);
    }

    @Override
    public Optional<String> tradesOf(String stream) {
      return spot.tradesOf(stream);
    }

    @Override
    public RestShape rest() {
      return spot.rest();
    }
  }

  private final class Streams implements Venue {
    private final Venue spot;

    private Streams(Venue spot) {
      this.spot = spot;
    }

    @Override
    public Optional<ChannelHandler> webSocket(Channel channel, FullHttpRequest request) {
      return new QueryStringDecoder(request.uri()).path().equals("/stream")
          ? Optional.of(new LoadSession(gun, market.size()))
          : Optional.empty();
    }

    @Override
    public CompletionStage<FullHttpResponse> answer(Channel channel, FullHttpRequest request) {
      return spot.answer(channel, request);
    }
  }
}
