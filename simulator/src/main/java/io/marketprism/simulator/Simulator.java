// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator;

import io.marketprism.simulator.market.Derivatives;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.market.MarketStatus;
import io.marketprism.simulator.net.StreamHub;
import io.marketprism.simulator.net.Venue;
import io.marketprism.simulator.net.VenueServer;
import io.marketprism.simulator.replay.ReplayMarket;
import io.marketprism.simulator.replay.ReplaySettings;
import io.marketprism.simulator.replay.VenueDecoder;
import io.marketprism.simulator.synthetic.SyntheticDerivatives;
import io.marketprism.simulator.synthetic.SyntheticMarket;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.simulator.truth.TruthLog;
import io.marketprism.simulator.venue.RestLog;
import io.marketprism.simulator.venue.VenueFactory;
import io.marketprism.simulator.venue.VenueLimits;
import io.marketprism.simulator.venue.VenueProtocol;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * A venue in a box: one venue's WebSocket and REST interface on one local port, over a synthetic
 * market or recorded frames, with a log of the truth.
 *
 * <pre>{@code
 * try (Simulator venue = Simulator.builder().truth(file).start()) {
 *   connect(venue.wsUrl() + "/stream?streams=btcusdt@depth@100ms");
 * }
 * }</pre>
 *
 * Thread safe; closing ends every thread and socket.
 */
public final class Simulator implements AutoCloseable {
  private final StreamHub hub;
  private final RestLog restLog;
  private final FaultParts parts;
  private final FaultControl faults;
  private final Market market;
  private final TruthLog truth;
  private final VenueServer server;
  private final String address;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Simulator(Builder builder) {
    address = builder.address;
    VenueFactory factory = builder.factory == null ? builder.kind.factory() : builder.factory;
    truth = builder.truthFile == null ? TruthLog.none() : TruthLog.to(builder.truthFile);
    parts = new FaultParts(factory, truth, Clock.systemUTC());
    hub = new StreamHub(parts.frames());
    restLog = new RestLog(parts.rest());
    VenueLimits limits = builder.limits.apply(factory.limits());
    VenueProtocol protocol = factory.create(parts.context(hub, restLog, limits));
    Market opened = null;
    try {
      opened = builder.source.open(builder.kind, protocol, hub, truth, parts.clock());
      Derivatives derivatives =
          new SyntheticDerivatives(opened, builder.seed, truth, parts.clock());
      Venue venue = protocol.open(opened, derivatives);
      hub.onSubscription(opened::subscribed);
      market = opened;
      faults = new FaultControl(parts, hub, builder.kind.key(), venue, market);
      Venue served =
          new ControlEndpoint(new FaultyVenue(venue, parts.rest(), restLog, parts.log()), this);
      server =
          new VenueServer(address, builder.port, served, parts.socketFaults(), parts.openSockets());
    } catch (RuntimeException e) {
      if (opened != null) {
        opened.close();
      }
      parts.close();
      truth.close();
      throw e;
    }
    market.start();
  }

  /** A simulator of a usual synthetic market on a free port of the loopback address. */
  public static Builder builder() {
    return new Builder();
  }

  /** The port that serves both interfaces. */
  public int port() {
    return server.port();
  }

  /** E.g. {@code ws://127.0.0.1:40001}; the venue's own paths follow, as {@code /stream}. */
  public String wsUrl() {
    return "ws://" + host() + ":" + port();
  }

  /** E.g. {@code http://127.0.0.1:40001}; the venue's own paths follow, as {@code /api/v3}. */
  public String restUrl() {
    return "http://" + host() + ":" + port();
  }

  private String host() {
    return address.equals("0.0.0.0") ? "127.0.0.1" : address;
  }

  /** What has happened so far. */
  public SimulatorStatus status() {
    MarketStatus now = market.status();
    return new SimulatorStatus(
        now.mode(),
        now.state().name().toLowerCase(Locale.ROOT),
        hub.framesSent(),
        now.depthEvents(),
        now.trades(),
        now.lastUpdateId(),
        now.lastTradeId(),
        hub.connections().size(),
        hub.connectionsOpened(),
        restLog.counts());
  }

  /** REST requests so far by endpoint, e.g. {@code depth}. */
  public Map<String, Long> restRequests() {
    return restLog.counts();
  }

  /** What can be made to go wrong. */
  public FaultControl faults() {
    return faults;
  }

  /** Lists a pair, named as on Binance spot, at run time; see {@link Market#list}. */
  public void list(String symbol) {
    faults.list(symbol);
  }

  /** Takes a symbol or a pair off at run time; see {@link Market#delist}. */
  public void delist(String symbol, boolean halted) {
    faults.delist(symbol, halted);
  }

  /**
   * Lets the market come to rest while sockets and REST stay: no further event or trade happens,
   * the truth log is complete.
   */
  public void freeze() {
    market.freeze();
  }

  /** Ends the market, closes the port, all sockets and the truth log; again does nothing. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    parts.close();
    market.close();
    server.close();
    truth.close();
  }

  private interface Source {
    Market open(VenueKind kind, VenueProtocol protocol, StreamHub hub, TruthLog truth, Clock clock);
  }

  /** Settings of a simulator; each has a default. */
  public static final class Builder {
    private String address = "127.0.0.1";
    private int port;
    private Path truthFile;
    private VenueKind kind = VenueKind.BINANCE_SPOT;
    private VenueFactory factory;
    private UnaryOperator<VenueLimits> limits = UnaryOperator.identity();
    private long seed;
    private Source source;

    private Builder() {
      synthetic(SyntheticSettings.usual());
    }

    /**
     * The venue; default {@code binance_spot}.
     *
     * @throws IllegalArgumentException where there is no venue of this name
     */
    public Builder venue(String name) {
      return venue(VenueKind.named(name));
    }

    /** The venue; default Binance spot. */
    public Builder venue(VenueKind newKind) {
      kind = newKind;
      return this;
    }

    /** Makes the venue's protocol in another way than usual, e.g. with other settings. */
    public Builder factory(VenueFactory newFactory) {
      factory = newFactory;
      return this;
    }

    /** The address to listen on; default 127.0.0.1. */
    public Builder bind(String newAddress) {
      address = newAddress;
      return this;
    }

    /** The port; 0, the default, takes a free one. */
    public Builder port(int newPort) {
      port = newPort;
      return this;
    }

    /** Where to write the truth; by default nowhere. */
    public Builder truth(Path file) {
      truthFile = file;
      return this;
    }

    /** The limits of the venue; by default its real ones. */
    public Builder limits(VenueLimits newLimits) {
      limits = ofVenue -> newLimits;
      return this;
    }

    /** The venue's limits with another rhythm of pings. */
    public Builder pings(Duration interval, Duration timeout) {
      limits = ofVenue -> ofVenue.withPings(interval, timeout);
      return this;
    }

    /** Takes a synthetic market; symbols are named as on Binance spot. */
    public Builder synthetic(SyntheticSettings settings) {
      seed = settings.seed();
      source =
          (venue, protocol, hub, truth, clock) ->
              new SyntheticMarket(settings, venue.rules(), protocol.feed(), truth, clock);
      return this;
    }

    /** Takes recorded frames of the venue instead of a synthetic market. */
    public Builder replay(ReplaySettings settings) {
      source =
          (venue, protocol, hub, truth, clock) ->
              new ReplayMarket(settings, decoder(venue), hub, truth);
      return this;
    }

    /** Takes a market that is made already; the simulator starts and closes it. */
    public Builder market(Market market) {
      source = (venue, protocol, hub, truth, clock) -> market;
      return this;
    }

    private static VenueDecoder decoder(VenueKind venue) {
      return venue
          .factory()
          .decoder()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "recorded frames of " + venue.key() + " cannot be replayed"));
    }

    /**
     * Listens and lets the market begin.
     *
     * @throws IllegalStateException where the port is taken
     */
    public Simulator start() {
      return new Simulator(this);
    }
  }
}
