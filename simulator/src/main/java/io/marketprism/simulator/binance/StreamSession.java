// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance;

import io.marketprism.simulator.faults.ChannelFaults;
import io.marketprism.simulator.faults.SubscriptionFault;
import io.marketprism.simulator.net.Outbox;
import io.marketprism.simulator.net.StreamHub;
import io.marketprism.simulator.venue.VenueContext;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's WebSocket of market streams and its subscriptions. Streams that are not served at the
 * socket's address are acknowledged like any other and stay silent. Lives on one event loop.
 */
public final class StreamSession extends VenueSocket {
  private static final Logger LOG = LoggerFactory.getLogger(StreamSession.class);
  private final StreamHub hub;
  private final int streamsPerConnection;
  private final ChannelFaults faults;
  private final Outbox outbox;
  private final Predicate<String> served;
  private final Set<String> streams = new LinkedHashSet<>();

  private StreamSession(
      VenueContext context, Outbox outbox, Predicate<String> served, String streams) {
    super(context.hub(), context.limits(), outbox);
    this.hub = context.hub();
    this.streamsPerConnection = context.limits().streamsPerConnection();
    this.faults = context.faults();
    this.outbox = outbox;
    this.served = served;
    this.streams.addAll(Arrays.asList(streams.split("/", -1)));
    this.streams.remove("");
  }

  /**
   * A session at {@code {root}/stream?streams=a/b}, with wrapped frames, or {@code {root}/ws/a},
   * without; empty at any other address.
   *
   * @param root e.g. {@code /market}, or empty
   * @param served whether a stream is served below this root
   */
  public static Optional<StreamSession> at(
      String root,
      QueryStringDecoder uri,
      Channel channel,
      VenueContext context,
      Predicate<String> served) {
    String path = uri.path();
    String bare = root + "/ws";
    long bound = context.limits().outboxBytes();
    if (path.equals(root + "/stream")) {
      String names = uri.parameters().getOrDefault("streams", List.of("")).get(0);
      return Optional.of(
          new StreamSession(context, new Outbox(channel, true, bound), served, names));
    }
    if (path.equals(bare) || path.startsWith(bare + "/")) {
      String names = path.substring(bare.length());
      return Optional.of(
          new StreamSession(context, new Outbox(channel, false, bound), served, names));
    }
    return Optional.empty();
  }

  @Override
  void opened(ChannelHandlerContext context) {
    streams.forEach(this::subscribe);
    refuseTooManyStreams(context);
  }

  @Override
  void text(ChannelHandlerContext context, String text) {
    ControlMessage message = ControlMessage.parse(text);
    if (message.error() == null) {
      switch (message.method()) {
        case SUBSCRIBE -> {
          SubscriptionFault fault = faults.takeSubscriptionFault().orElse(null);
          if (fault == SubscriptionFault.NO_ANSWER) {
            return;
          }
          if (fault == SubscriptionFault.ERROR) {
            message = message.refused();
          } else {
            int left = fault == SubscriptionFault.LEAVE_OUT ? 1 : 0;
            subscribe(message.streams().subList(0, message.streams().size() - left));
          }
        }
        case UNSUBSCRIBE -> {
          for (String stream : message.streams()) {
            streams.remove(stream);
            hub.unsubscribe(stream, outbox);
          }
        }
        case LIST_SUBSCRIPTIONS -> {
          // Only the answer below.
        }
      }
    }
    context.writeAndFlush(new TextWebSocketFrame(message.answer(streams)));
    refuseTooManyStreams(context);
  }

  private void subscribe(List<String> names) {
    for (String stream : names) {
      if (streams.add(stream)) {
        subscribe(stream);
      }
    }
  }

  private void subscribe(String stream) {
    if (served.test(stream)) {
      hub.subscribe(stream, outbox);
    }
  }

  private void refuseTooManyStreams(ChannelHandlerContext context) {
    if (streams.size() > streamsPerConnection) {
      LOG.warn(
          "{} has {} streams, {} are allowed; closing it",
          context.channel().remoteAddress(),
          streams.size(),
          streamsPerConnection);
      context.close();
    }
  }
}
