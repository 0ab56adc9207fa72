// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.faults.ChannelFaults;
import io.marketprism.simulator.faults.SubscriptionFault;
import io.marketprism.simulator.market.Market;
import io.marketprism.simulator.net.Outbox;
import io.marketprism.simulator.net.RateWindow;
import io.marketprism.simulator.net.StreamHub;
import io.marketprism.simulator.net.TextSession;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One client's WebSocket: its subscriptions, the answers to them, and the end of a connection on
 * which nothing happens (OKX v5 documentation, "Connect"). Lives on one event loop.
 */
final class OkxSession extends TextSession {
  private static final int NOTHING_HAPPENED = 4_004;
  private static final int CHECKS_PER_TIMEOUT = 16;
  private static final String ONLY_KEY = "";

  /** Which of the venue's addresses a client has connected to. */
  enum Address {
    PUBLIC(OkxEncoder.BOOKS, OkxEncoder.TRADES, OkxEncoder.LIQUIDATIONS),
    BUSINESS(OkxEncoder.ALL_TRADES);

    private final List<String> channels;

    Address(String... channels) {
      this.channels = List.of(channels);
    }
  }

  private final StreamHub hub;
  private final OkxFeed feed;
  private final Market market;
  private final ChannelFaults faults;
  private final OkxSettings settings;
  private final Address address;
  private final String connId;
  private final RateWindow requests;
  private final Set<JsonNode> subscribed = new HashSet<>();
  private long lastReceivedNanos = System.nanoTime();

  OkxSession(OkxVenue.Parts parts, Address address, String connId, Outbox outbox) {
    super(parts.hub(), outbox);
    this.hub = parts.hub();
    this.feed = parts.feed();
    this.market = parts.market();
    this.faults = parts.faults();
    this.settings = parts.settings();
    this.address = address;
    this.connId = connId;
    this.requests = new RateWindow(settings.requestsPerHour(), Duration.ofHours(1));
  }

  @Override
  protected void opened() {
    every(settings.idleTimeout().dividedBy(CHECKS_PER_TIMEOUT), this::endWhereNothingHappens);
  }

  private void endWhereNothingHappens() {
    long now = System.nanoTime();
    long idle = Math.min(now - lastReceivedNanos, nanosSinceSent(now));
    if (idle > settings.idleTimeout().toNanos()) {
      end(NOTHING_HAPPENED, "No data received in " + settings.idleTimeout().toSeconds() + "s.");
    }
  }

  @Override
  protected void received(String text) {
    lastReceivedNanos = System.nanoTime();
    if (text.equals("ping")) {
      out().sendText("pong");
      return;
    }
    OkxRequest request = OkxRequest.parse(text, settings.argsBytes());
    if (request.error() != null) {
      out().sendText(request.refused(request.error(), connId));
    } else if (!requests.admits(ONLY_KEY, lastReceivedNanos)) {
      out().sendText(request.refused(OkxRequest.TOO_FREQUENT, connId));
    } else if (request.subscribes()) {
      subscribe(request);
    } else {
      request.args().forEach(arg -> unsubscribe(request, arg));
    }
  }

  private void subscribe(OkxRequest request) {
    SubscriptionFault fault = faults.takeSubscriptionFault().orElse(null);
    if (fault == SubscriptionFault.NO_ANSWER) {
      return;
    }
    if (fault == SubscriptionFault.ERROR) {
      out().sendText(request.refused(OkxRequest.INVALID_REQUEST, connId));
      return;
    }
    int left = fault == SubscriptionFault.LEAVE_OUT ? 1 : 0;
    for (JsonNode arg : request.args().subList(0, request.args().size() - left)) {
      subscribe(request, arg);
    }
  }

  private void subscribe(OkxRequest request, JsonNode arg) {
    if (!exists(arg)) {
      out().sendText(request.unknownChannel(arg, connId));
      return;
    }
    out().sendText(request.acknowledged(arg, connId));
    if (!subscribed.add(arg)) {
      return;
    }
    String channel = arg.path("channel").asText();
    String instId = arg.path("instId").asText();
    switch (channel) {
      case OkxEncoder.BOOKS -> feed.subscribeBook(instId, out());
      case OkxEncoder.LIQUIDATIONS -> feed.subscribeLiquidations(out());
      default -> hub.subscribe(OkxEncoder.stream(channel, instId), out());
    }
  }

  private void unsubscribe(OkxRequest request, JsonNode arg) {
    if (!subscribed.remove(arg) && !exists(arg)) {
      out().sendText(request.unknownChannel(arg, connId));
      return;
    }
    String channel = arg.path("channel").asText();
    String instId = arg.path("instId").asText();
    switch (channel) {
      case OkxEncoder.BOOKS -> feed.unsubscribeBook(instId, out());
      case OkxEncoder.LIQUIDATIONS -> hub.unsubscribe(OkxEncoder.LIQUIDATION_STREAM, out());
      default -> hub.unsubscribe(OkxEncoder.stream(channel, instId), out());
    }
    out().sendText(request.acknowledged(arg, connId));
  }

  private boolean exists(JsonNode arg) {
    String channel = arg.path("channel").asText();
    if (!address.channels.contains(channel)) {
      return false;
    }
    if (channel.equals(OkxEncoder.LIQUIDATIONS)) {
      return arg.path("instType").asText().equals("SWAP") && !arg.has("instId");
    }
    return market.instrument(arg.path("instId").asText()).isPresent();
  }
}
