// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.Instrument;
import io.marketprism.sources.net.Backoff;
import io.marketprism.sources.net.RequestBudget;
import io.marketprism.sources.net.RestException;
import io.marketprism.sources.net.WebSocketClient;
import io.marketprism.sources.net.WebSocketOptions;
import io.marketprism.sources.net.WebSocketRpc;
import io.marketprism.sources.net.WebSocketRpcOptions;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueGateway;
import io.marketprism.sources.venue.VenueSettings;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/** How polls reach the venue. Any thread may call. */
public interface PollTransport extends AutoCloseable {
  /** Makes a request under the venue's budget; fails with a {@link RestException}. */
  CompletableFuture<byte[]> get(RestCall call, Instrument instrument);

  /** Sockets that are kept open for it. */
  int sockets();

  @Override
  void close();

  /** For a feed whose answers are known: it asks nobody. */
  static PollTransport none() {
    return new None();
  }

  /** The way that the codec wants. */
  static PollTransport of(
      PollCodec codec,
      VenueGateway gateway,
      EventLoop loop,
      WebSocketClient client,
      Venue venue,
      VenueSettings settings) {
    WebSocketOptions options = SocketOptions.of(venue, settings);
    return codec
        .socketRequests()
        .<PollTransport>map(requests -> new OverSocket(requests, gateway, loop, client, options))
        .orElseGet(() -> new OverRest(gateway));
  }

  /** Nobody is asked. */
  record None() implements PollTransport {
    @Override
    public CompletableFuture<byte[]> get(RestCall call, Instrument instrument) {
      throw new IllegalStateException("nobody is there to answer " + call.path());
    }

    @Override
    public int sockets() {
      return 0;
    }

    @Override
    public void close() {}
  }

  /** Requests over REST; connections are the client's affair. */
  record OverRest(VenueGateway gateway) implements PollTransport {
    @Override
    public CompletableFuture<byte[]> get(RestCall call, Instrument instrument) {
      return gateway.get(call, RequestBudget.Kind.POLL);
    }

    @Override
    public int sockets() {
      return 0;
    }

    @Override
    public void close() {}
  }

  /** Requests over one WebSocket, which count towards the same limits as those over REST. */
  final class OverSocket implements PollTransport {
    private final PollCodec.SocketRequests requests;
    private final VenueGateway gateway;
    private final WebSocketRpc rpc;

    OverSocket(
        PollCodec.SocketRequests requests,
        VenueGateway gateway,
        EventLoop loop,
        WebSocketClient client,
        WebSocketOptions options) {
      this.requests = requests;
      this.gateway = gateway;
      this.rpc =
          new WebSocketRpc(
              requests.uri(),
              WebSocketRpcOptions.of(options),
              loop,
              client,
              gateway::connectionAttempt,
              gateway::connectionRefused,
              requests::idOf,
              new Backoff(ThreadLocalRandom.current()));
    }

    @Override
    public CompletableFuture<byte[]> get(RestCall call, Instrument instrument) {
      return gateway
          .permit(call.weight(), RequestBudget.Kind.POLL, call.pool())
          .thenCompose(
              permit ->
                  rpc.call(id -> requests.request(id, instrument))
                      .whenComplete((answer, failure) -> give(permit, answer, failure)));
    }

    private void give(RequestBudget.Permit permit, byte[] answer, Throwable failure) {
      if (failure != null) {
        permit.inconclusive();
        return;
      }
      PollCodec.Refusal refusal = requests.refusal(answer);
      if (refusal == null) {
        permit.answered();
      } else {
        permit.refused(refusal.status(), refusal.retryAfter().map(Duration::ofMillis));
      }
    }

    @Override
    public int sockets() {
      return 1;
    }

    @Override
    public void close() {
      rpc.close();
    }
  }
}
