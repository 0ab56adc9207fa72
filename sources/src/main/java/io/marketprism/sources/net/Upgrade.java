// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * One opening handshake: its request, and what the server must answer (RFC 6455 §4.1, RFC 7692
 * §7.1). Pure.
 */
final class Upgrade {
  static final String USER_AGENT = "marketprism-collector";

  private static final String ACCEPT_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final String DEFLATE = "permessage-deflate";

  /**
   * What was agreed.
   *
   * @param compressed whether the server may compress
   * @param keepsContext whether its messages may refer to earlier ones
   */
  record Agreement(boolean compressed, boolean keepsContext) {}

  private final URI uri;
  private final boolean offersCompression;
  private final String key;

  Upgrade(URI uri, boolean offersCompression, RandomGenerator random) {
    this.uri = uri;
    this.offersCompression = offersCompression;
    byte[] nonce = new byte[16];
    random.nextBytes(nonce);
    this.key = Base64.getEncoder().encodeToString(nonce);
  }

  FullHttpRequest request() {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    FullHttpRequest request =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target);
    HttpHeaders headers = request.headers();
    headers.set(
        HttpHeaderNames.HOST,
        uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort());
    headers.set(HttpHeaderNames.USER_AGENT, USER_AGENT);
    headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    headers.set(HttpHeaderNames.SEC_WEBSOCKET_KEY, key);
    headers.set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
    if (offersCompression) {
      headers.set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, DEFLATE);
    }
    return request;
  }

  /** Checks the headers of a 101 answer. */
  Agreement agree(HttpHeaders headers) throws ProtocolException {
    if (!headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
      throw violation("the answer does not upgrade to websocket");
    }
    if (!headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)) {
      throw violation("the answer has no 'Connection: Upgrade'");
    }
    if (!accept(key).equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT))) {
      throw violation("Sec-WebSocket-Accept does not belong to our key");
    }
    if (headers.contains(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)) {
      throw violation("the server chose a subprotocol, none was asked for");
    }
    return extensions(headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS));
  }

  private Agreement extensions(List<String> values) throws ProtocolException {
    String value = String.join(",", values).trim().toLowerCase(Locale.ROOT);
    if (value.isEmpty()) {
      return new Agreement(false, false);
    }
    String[] parts = value.split(";", -1);
    if (!offersCompression || !parts[0].trim().equals(DEFLATE)) {
      throw violation("the server chose an extension that was not offered: " + value);
    }
    boolean keepsContext = true;
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].trim();
      if (parameter.equals("server_no_context_takeover")) {
        keepsContext = false;
      } else if (!parameter.equals("client_no_context_takeover")
          && !parameter.matches("server_max_window_bits=\"?(8|9|1[0-5])\"?")) {
        throw violation("the server chose an extension parameter that was not offered: " + value);
      }
    }
    return new Agreement(true, keepsContext);
  }

  static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + ACCEPT_GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  private static ProtocolException violation(String what) {
    return new ProtocolException(CloseReason.PROTOCOL_VIOLATION, what);
  }
}
