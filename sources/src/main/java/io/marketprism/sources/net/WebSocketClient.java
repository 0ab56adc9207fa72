// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/**
 * Opens WebSockets (RFC 6455, {@code ws} and {@code wss}), each attempt under one deadline for DNS,
 * TCP, TLS and handshake. TLS is the JDK's, with the JDK's trust store and host names verified;
 * there is no switch to turn that off.
 *
 * <pre>{@code
 * WebSocketConnection connection =
 *     client.connect(uri, WebSocketOptions.defaults(), loops.next(), listener);
 * }</pre>
 *
 * <p>One client serves any number of connections; it keeps what they share: trust store, DNS
 * threads, buffers. It has no list of them: who opens a connection closes it. Back-off and budgets
 * for attempts are the caller's affair ({@link Backoff}, {@link ConnectBudget}). Any thread.
 */
public final class WebSocketClient implements AutoCloseable {
  static {
    NettySettings.apply();
  }

  private final SslContext tls;
  private final HostResolver resolver;
  private final ByteBufAllocator allocator = new HeapAllocator();
  private final SecureRandom random = new SecureRandom();

  /**
   * A client that trusts what this JVM trusts. Reads the trust store, which takes some 100 ms the
   * first time.
   */
  public WebSocketClient() {
    this(null, new HostResolver());
  }

  /**
   * @param trust whose certificates to accept; null: the JVM's trust store
   * @param resolver closed with this client
   */
  WebSocketClient(TrustManagerFactory trust, HostResolver resolver) {
    try {
      this.tls =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .trustManager(trust)
              .endpointIdentificationAlgorithm("HTTPS")
              .build();
    } catch (SSLException e) {
      throw new UncheckedIOException("TLS cannot be set up with this JVM's trust store", e);
    }
    this.resolver = resolver;
  }

  /**
   * Starts to open a connection and returns at once; {@link WebSocketListener#onOpen} or {@link
   * WebSocketListener#onClosed} follows on {@code loop}, never within this call.
   *
   * @param uri {@code ws://} or {@code wss://} with a host
   * @param loop runs the connection and its listener; its owner closes the connections before the
   *     loops, because one that is still looking up its host when the loops close ends without a
   *     word
   * @throws IllegalArgumentException if the URI is of another kind
   */
  public WebSocketConnection connect(
      URI uri, WebSocketOptions options, EventLoop loop, WebSocketListener listener) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || !(scheme.equals("ws") || scheme.equals("wss"))) {
      throw new IllegalArgumentException(uri + " is not of the form ws[s]://host[:port]/path");
    }
    WebSocketConnection connection = new WebSocketConnection(uri, options, loop, listener, random);
    Upgrade upgrade = new Upgrade(uri, options.compression(), random);
    Dialer.Tools tools = new Dialer.Tools(resolver, tls, allocator, upgrade);
    loop.execute(() -> connection.dial(tools));
    return connection;
  }

  /** Opens no more connections; the open ones stay. */
  @Override
  public void close() {
    resolver.close();
  }
}
