// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance.spot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A plain client of the simulated venue, on the JDK's own WebSocket and HTTP client. */
public final class SpotClient implements WebSocket.Listener, AutoCloseable {
  public static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private static final String BINARY = "binary:";
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>(1_000_000);
  private final BlockingQueue<String> pings = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final boolean answersPings;
  private WebSocket socket;

  private SpotClient(boolean answersPings) {
    this.answersPings = answersPings;
  }

  public static SpotClient connect(String url) {
    SpotClient client = new SpotClient(true);
    client.socket = HTTP.newWebSocketBuilder().buildAsync(URI.create(url), client).join();
    return client;
  }

  /** Never reads. */
  public static SpotClient connectWithoutReading(String url) {
    SpotClient client = new SpotClient(false);
    client.socket = HTTP.newWebSocketBuilder().buildAsync(URI.create(url), client).join();
    return client;
  }

  public static HttpResponse<String> get(String url) {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public static HttpResponse<String> post(String url, String contentType, byte[] body) {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(URI.create(url))
              .header("Content-Type", contentType)
              .POST(HttpRequest.BodyPublishers.ofByteArray(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  public void send(String text) {
    socket.sendText(text, true).join();
  }

  /** Sends, unless the connection has ended. */
  public void trySend(String text) {
    socket.sendText(text, true).exceptionally(ended -> null).join();
  }

  /** The next message, within ten seconds. */
  public String next() {
    try {
      String message = messages.poll(10, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no message within 10 s");
      }
      return message;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The next message if there is one within the time. */
  public String poll(Duration patience) {
    try {
      return messages.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public JsonNode nextJson() {
    return json(next());
  }

  public static boolean isBinary(String message) {
    return message.startsWith(BINARY);
  }

  public BlockingQueue<String> pings() {
    return pings;
  }

  public CompletableFuture<Integer> closed() {
    return closed;
  }

  @Override
  public void onOpen(WebSocket webSocket) {
    if (answersPings) {
      webSocket.request(1);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      messages.add(partial.toString());
      partial.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
    messages.add(BINARY + data.remaining());
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
    pings.add(java.nio.charset.StandardCharsets.US_ASCII.decode(message).toString());
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
    closed.complete(status);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.complete(-1);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
