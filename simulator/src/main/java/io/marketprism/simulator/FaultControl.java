// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator;

import io.marketprism.simulator.faults.CannedAnswer;
import io.marketprism.simulator.faults.FaultFeed;
import io.marketprism.simulator.faults.FaultKind;
import io.marketprism.simulator.faults.FaultParameter;
import io.marketprism.simulator.faults.FaultRequest;
import io.marketprism.simulator.faults.MarketFaults;
import io.marketprism.simulator.faults.SubscriptionFault;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.net.StreamHub;
import io.marketprism.simulator.net.Subscriber;
import io.marketprism.simulator.net.Venue;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes things go wrong on purpose in a running simulator; the truth log tells when each takes
 * effect. Thread safe.
 */
public final class FaultControl {
  private static final int SYMBOLS_NAMED = 20;
  private final FaultParts parts;
  private final StreamHub hub;
  private final String venueKey;
  private final Venue venue;
  private final Market market;
  private final MarketFaults ofMarket;

  FaultControl(FaultParts parts, StreamHub hub, String venueKey, Venue venue, Market market) {
    this.parts = parts;
    this.hub = hub;
    this.venueKey = venueKey;
    this.venue = venue;
    this.market = market;
    this.ofMarket = new MarketFaults(market, venue, parts.clock(), parts.log());
  }

  /**
   * Inflicts a fault of a kind, e.g. {@code inflict("drop", "symbol", "BTCUSDT", "feed", "trade")}.
   *
   * @param namesAndValues names of parameters, each followed by its value
   * @throws IllegalArgumentException see {@link #inflict(FaultRequest)} and {@link FaultRequest#of}
   */
  public void inflict(String kind, Object... namesAndValues) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("kind", kind);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.put(namesAndValues[i].toString(), namesAndValues[i + 1].toString());
    }
    inflict(FaultRequest.of(parameters));
  }

  /**
   * Inflicts what is asked for.
   *
   * @throws IllegalArgumentException where the venue has no such fault, or no such symbol
   */
  public void inflict(FaultRequest request) {
    FaultKind kind = request.kind();
    if (!kind.happensAt(venueKey)) {
      throw new IllegalArgumentException("kind " + kind.key() + " does not happen at " + venueKey);
    }
    if (kind != FaultKind.LIST) {
      request.symbol().ifPresent(this::mustBeListed);
    }
    switch (kind.group()) {
      case FRAMES -> parts.frames().inflict(request);
      case SNAPSHOTS -> parts.snapshots().inflict(request, market);
      case REST -> parts.rest().inflict(request);
      case MARKET -> ofMarket.inflict(request);
      case NONE -> calm();
      case SOCKETS -> {
        if (kind == FaultKind.FAIL_SUBSCRIPTION) {
          failSubscriptions(SubscriptionFault.named(request.variant()), request.count());
        } else {
          parts.socketFaults().inflict(request, () -> venue.command(kind.key(), Map.of()));
        }
      }
    }
  }

  /**
   * Calls off what still waits for its next frame, request or connection, and ends what lasts for a
   * time, except that half open sockets stay so. What is held back arrives.
   */
  public void calm() {
    parts.frames().calm();
    parts.snapshots().calm();
    parts.rest().calm();
    parts.channels().calm();
    parts.socketFaults().calm();
    ofMarket.calm();
  }

  private void mustBeListed(String symbol) {
    if (market.instrument(symbol).isEmpty()) {
      throw new IllegalArgumentException(
          FaultParameter.SYMBOL.key()
              + " is '"
              + symbol
              + "', which is not listed; listed are "
              + market.instruments().stream()
                  .map(Instrument::symbol)
                  .limit(SYMBOLS_NAMED)
                  .toList());
    }
  }

  /**
   * Sends a text frame, as it is, to every socket that has subscribed to a stream.
   *
   * @param stream e.g. {@code btcusdt@depth@100ms}
   * @return to how many sockets
   */
  public int injectText(String stream, String text) {
    Collection<Subscriber> sockets = hub.subscribersOf(stream);
    sockets.forEach(socket -> socket.sendText(text));
    return sockets.size();
  }

  /** Sends a binary frame to every socket that has subscribed to a stream; gives their number. */
  public int injectBinary(String stream, byte[] bytes) {
    Collection<Subscriber> sockets = hub.subscribersOf(stream);
    sockets.forEach(socket -> socket.sendBinary(bytes));
    return sockets.size();
  }

  /**
   * Gives the next {@code times} requests of a REST endpoint this answer.
   *
   * @param endpoint last part of the path, e.g. {@code depth} or {@code exchangeInfo}
   */
  public void answerRest(String endpoint, int times, CannedAnswer answer) {
    parts.rest().answer(endpoint, times, answer);
  }

  /** Loses the next {@code count} depth frames of a symbol; the truth log still has the events. */
  public void dropDepth(String symbol, int count) {
    inflict(
        FaultKind.DROP.key(), "symbol", symbol, "feed", FaultFeed.ORDERBOOK.key(), "count", count);
  }

  /** Loses the next {@code count} frames of a stream, which leaves a gap in its ids. */
  public void lose(String stream, int count) {
    parts.frames().lose(stream, count);
  }

  /** Lets nothing of a stream come out any more, or ends that; requests are acknowledged still. */
  public void silence(String stream, boolean silent) {
    if (silent) {
      parts.frames().silence(stream);
    } else {
      parts.frames().speak(stream);
    }
  }

  /** Treats the next {@code times} requests to subscribe wrongly. */
  public void failSubscriptions(SubscriptionFault fault, int times) {
    parts.channels().failSubscriptions(fault, times);
  }

  /**
   * Carries out a command that only the venue at hand knows; see the README.
   *
   * @return a JSON text, or empty where the venue has no command of this name
   * @throws IllegalArgumentException where parameters are missing or wrong
   */
  public Optional<String> command(String name, Map<String, String> parameters) {
    return venue.command(name, parameters);
  }

  /** Closes one of the sockets that have subscribed to a stream; the others stay. */
  public void closeOneOf(String stream) {
    hub.subscribersOf(stream).iterator().next().close();
  }

  /** Closes all WebSockets with a close frame. */
  public void closeSockets() {
    parts.socketFaults().closeAll();
  }

  void list(String symbol) {
    ofMarket.list(symbol);
  }

  void delist(String symbol, boolean halted) {
    ofMarket.delist(symbol, halted);
  }
}
