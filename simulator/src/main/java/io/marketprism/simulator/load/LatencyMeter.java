// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.load;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * How long trades take from the time at which the gun was to send them until they are on NATS:
 * sender and receiver share a clock because they share a process. Listens to few instruments only,
 * so that it is not the load itself.
 */
final class LatencyMeter implements AutoCloseable {
  private static final byte[] TRADE_ID = "\"trade_id\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGITS_KEPT = 3;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final Duration FLUSH = Duration.ofSeconds(10);

  private final SentTimes sent;
  private final Connection connection;
  private final Recorder recorder = new Recorder(DIGITS_KEPT);

  private LatencyMeter(SentTimes sent, Connection connection) {
    this.sent = sent;
    this.connection = connection;
    for (int i = 0; i < sent.instruments(); i++) {
      int instrument = i;
      Dispatcher dispatcher = connection.createDispatcher(message -> trade(instrument, message));
      dispatcher.setPendingLimits(1_000_000, 1L << 30);
      dispatcher.subscribe("trade.binance.spot." + subject(i));
    }
  }

  /** Listens; when this returns the server knows the subscriptions. */
  static LatencyMeter start(String natsUrl, SentTimes sent)
      throws IOException, InterruptedException {
    Connection connection =
        Nats.connect(
            new Options.Builder()
                .server(natsUrl)
                .connectionName("marketprism-load")
                .maxReconnects(-1)
                .build());
    LatencyMeter meter = new LatencyMeter(sent, connection);
    meter.flush();
    return meter;
  }

  private static String subject(int instrument) {
    return Symbols.base(instrument) + '-' + Symbols.quote();
  }

  private void flush() throws IOException, InterruptedException {
    try {
      connection.flush(FLUSH);
    } catch (TimeoutException e) {
      throw new IOException("no answer from NATS", e);
    }
  }

  private void trade(int instrument, Message message) {
    long now = System.nanoTime();
    long time = sent.get(instrument, id(message.getData()));
    if (time != SentTimes.UNKNOWN) {
      recorder.recordValue(Math.max(0, (now - time) / NANOS_PER_MICRO));
    }
  }

  /** The number behind the field's name; -1 where there is none. */
  private static long id(byte[] json) {
    int at = 0;
    int matched = 0;
    while (at < json.length && matched < TRADE_ID.length) {
      matched = json[at] == TRADE_ID[matched] ? matched + 1 : json[at] == TRADE_ID[0] ? 1 : 0;
      at++;
    }
    if (matched < TRADE_ID.length) {
      return -1;
    }
    long id = 0;
    while (at < json.length && json[at] >= '0' && json[at] <= '9') {
      id = 10 * id + json[at] - '0';
      at++;
    }
    return id;
  }

  /** The latencies since the last call, in µs. */
  Histogram take() {
    return recorder.getIntervalHistogram();
  }

  /**
   * Waits until a book of each instrument was published.
   *
   * @return instruments of which none came in time
   */
  int awaitBooks(int instruments, Duration patience) throws IOException, InterruptedException {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    Dispatcher dispatcher = connection.createDispatcher(book -> seen.add(book.getSubject()));
    dispatcher.subscribe("orderbook.binance.spot.*");
    flush();
    long end = System.nanoTime() + patience.toNanos();
    while (seen.size() < instruments && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    connection.closeDispatcher(dispatcher);
    return instruments - seen.size();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
