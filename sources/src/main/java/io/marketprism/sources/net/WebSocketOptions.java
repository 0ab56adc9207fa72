// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.time.Duration;

/**
 * How a connection behaves. Immutable; start from {@link #defaults()}.
 *
 * @param connectTimeout for DNS, TCP, TLS and handshake together
 * @param closeTimeout from {@link WebSocketConnection#close()}, or from the server's close frame,
 *     to the closed socket
 * @param maxMessageBytes a larger message is reported and skipped; after decompression; 1 KiB to 1
 *     GiB
 * @param compression offer permessage-deflate; whether it is used is the server's choice
 * @param sendLimit frames sent in any span of {@link #sendPeriod}, text, ping and pong together
 * @param sendPeriod see {@link #sendLimit}
 * @param maxPendingSends messages that may wait for the send limit
 */
public record WebSocketOptions(
    Duration connectTimeout,
    Duration closeTimeout,
    int maxMessageBytes,
    boolean compression,
    int sendLimit,
    Duration sendPeriod,
    int maxPendingSends) {

  /** The most of an oversized message that is shown to the listener. */
  public static final int OVERSIZE_PREFIX_BYTES = 64 * 1024;

  private static final WebSocketOptions DEFAULTS =
      new WebSocketOptions(
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          8 * 1024 * 1024,
          false,
          2,
          Duration.ofSeconds(1),
          256);

  public WebSocketOptions {
    requirePositive("connectTimeout", connectTimeout);
    requirePositive("closeTimeout", closeTimeout);
    requirePositive("sendPeriod", sendPeriod);
    if (maxMessageBytes < 1024 || maxMessageBytes > 1 << 30) {
      throw new IllegalArgumentException(
          "maxMessageBytes: " + maxMessageBytes + ", must be 1 KiB to 1 GiB");
    }
    if (sendLimit < 1) {
      throw new IllegalArgumentException("sendLimit: " + sendLimit + ", must be at least 1");
    }
    if (maxPendingSends < 1) {
      throw new IllegalArgumentException(
          "maxPendingSends: " + maxPendingSends + ", must be at least 1");
    }
  }

  /**
   * 10 s to connect, 2 s to close, messages up to 8 MiB, no compression, 2 frames sent per second
   * (under half of the 5 that Binance spot allows), 256 waiting.
   */
  public static WebSocketOptions defaults() {
    return DEFAULTS;
  }

  public WebSocketOptions withConnectTimeout(Duration timeout) {
    return new WebSocketOptions(
        timeout,
        closeTimeout,
        maxMessageBytes,
        compression,
        sendLimit,
        sendPeriod,
        maxPendingSends);
  }

  public WebSocketOptions withCloseTimeout(Duration timeout) {
    return new WebSocketOptions(
        connectTimeout,
        timeout,
        maxMessageBytes,
        compression,
        sendLimit,
        sendPeriod,
        maxPendingSends);
  }

  public WebSocketOptions withMaxMessageBytes(int bytes) {
    return new WebSocketOptions(
        connectTimeout, closeTimeout, bytes, compression, sendLimit, sendPeriod, maxPendingSends);
  }

  public WebSocketOptions withCompression(boolean offered) {
    return new WebSocketOptions(
        connectTimeout,
        closeTimeout,
        maxMessageBytes,
        offered,
        sendLimit,
        sendPeriod,
        maxPendingSends);
  }

  public WebSocketOptions withSendLimit(int frames, Duration period) {
    return new WebSocketOptions(
        connectTimeout,
        closeTimeout,
        maxMessageBytes,
        compression,
        frames,
        period,
        maxPendingSends);
  }

  public WebSocketOptions withMaxPendingSends(int messages) {
    return new WebSocketOptions(
        connectTimeout,
        closeTimeout,
        maxMessageBytes,
        compression,
        sendLimit,
        sendPeriod,
        messages);
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + ": " + value + ", must be longer than zero");
    }
  }
}
