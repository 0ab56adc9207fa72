// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator;

import io.marketprism.simulator.binance.spot.BinanceSpotVenue;
import io.marketprism.simulator.binance.spot.RestLog;
import io.marketprism.simulator.binance.spot.SpotDecoder;
import io.marketprism.simulator.binance.spot.SpotFeed;
import io.marketprism.simulator.binance.spot.SpotLimits;
import io.marketprism.simulator.faults.Faults;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.market.MarketStatus;
import io.marketprism.simulator.net.StreamHub;
import io.marketprism.simulator.net.VenueServer;
import io.marketprism.simulator.replay.ReplayMarket;
import io.marketprism.simulator.replay.ReplaySettings;
import io.marketprism.simulator.synthetic.SyntheticMarket;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.simulator.truth.TruthLog;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;

/**
 * A venue in a box: Binance spot's WebSocket and REST interface on one local port, over a synthetic
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
  private final FaultControl faults;
  private final Market market;
  private final TruthLog truth;
  private final VenueServer server;
  private final String address;

  private Simulator(Builder builder) {
    address = builder.address;
    Faults planned = new Faults();
    hub = new StreamHub(planned::swallows);
    restLog = new RestLog(planned);
    faults = new FaultControl(planned, hub);
    truth = builder.truthFile == null ? TruthLog.none() : TruthLog.to(builder.truthFile);
    Market opened = null;
    try {
      opened = builder.source.open(hub, truth);
      var venue = new BinanceSpotVenue(opened, hub, builder.limits, restLog);
      hub.onSubscription(opened::subscribed);
      market = opened;
      server = new VenueServer(address, builder.port, new ControlEndpoint(venue, this));
    } catch (RuntimeException e) {
      if (opened != null) {
        opened.close();
      }
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

  /** E.g. {@code ws://127.0.0.1:40001}; the streams are at {@code /stream} and {@code /ws}. */
  public String wsUrl() {
    return "ws://" + host() + ":" + port();
  }

  /** E.g. {@code http://127.0.0.1:40001}; the endpoints are under {@code /api/v3}. */
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

  /**
   * Lets the market come to rest while sockets and REST stay: no further event or trade happens,
   * the truth log is complete.
   */
  public void freeze() {
    market.freeze();
  }

  /** Ends the market, closes the port, all sockets and the truth log. */
  @Override
  public void close() {
    market.close();
    server.close();
    truth.close();
  }

  private interface Source {
    Market open(StreamHub hub, TruthLog truth);
  }

  /** Settings of a simulator; each has a default. */
  public static final class Builder {
    private String address = "127.0.0.1";
    private int port;
    private Path truthFile;
    private SpotLimits limits = SpotLimits.ofVenue();
    private Source source = synthetic(SyntheticSettings.usual(), Clock.systemUTC());

    private Builder() {}

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
    public Builder limits(SpotLimits newLimits) {
      limits = newLimits;
      return this;
    }

    /** Takes a synthetic market. */
    public Builder synthetic(SyntheticSettings settings) {
      source = synthetic(settings, Clock.systemUTC());
      return this;
    }

    private static Source synthetic(SyntheticSettings settings, Clock clock) {
      return (hub, truth) -> new SyntheticMarket(settings, new SpotFeed(hub), truth, clock);
    }

    /** Takes recorded frames of Binance spot instead of a synthetic market. */
    public Builder replay(ReplaySettings settings) {
      source = (hub, truth) -> new ReplayMarket(settings, new SpotDecoder(), hub, truth);
      return this;
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
