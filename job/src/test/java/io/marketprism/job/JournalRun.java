// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static org.awaitility.Awaitility.await;

import io.marketprism.simulator.Simulator;
import io.marketprism.simulator.synthetic.SyntheticSettings;
import io.marketprism.sinks.nats.NatsServerProcess;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Nats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * A long journal of all venues, recorded by the whole job and replayed twice: both replays must
 * publish the same bytes, and each book and trade of the live run must be among them.
 *
 * <p>Run by hand:
 *
 * <pre>{@code
 * java … io.marketprism.job.JournalRun <frames> <nats|files>
 * }</pre>
 */
final class JournalRun {
  private static final int PAIRS = 15;
  private static final String CONFIGURATION =
      """
      exchanges:
        binance_spot: {symbols: [all], data_types: [orderbook, trade]}
        binance_derivatives: {symbols: [all], data_types: [orderbook, trade, funding_rate]}
        okx_spot: {symbols: [all], data_types: [orderbook, trade]}
        okx_derivatives: {symbols: [all], data_types: [orderbook, trade, open_interest]}
      publish: {depth: 20, interval-ms: 0}
      """;

  /** What differs from one time of publishing to the next. */
  private static final Pattern TIMES =
      Pattern.compile("\"(published_ts_ms\":[0-9]+|standardized_at\":\"[^\"]*\")");

  private static final Pattern PREFIX = Pattern.compile("^(first|second)\\.");

  private JournalRun() {}

  public static void main(String[] args) throws Exception {
    long frames = Long.parseLong(args[0]);
    boolean files = args[1].equals("files");
    Path dir = Files.createTempDirectory("journal-run");
    Path journal = dir.resolve("journal");
    try (NatsServerProcess nats = NatsServerProcess.withJetStream();
        Simulator spot = venue("binance_spot");
        Simulator usdm = venue("binance_derivatives");
        Simulator okx = venue("okx");
        LocalCollector collector = new LocalCollector(dir, nats, CONFIGURATION);
        Heard live = new Heard(nats.url(), "orderbook.>", "trade.>");
        Heard first = new Heard(nats.url(), "first.>");
        Heard second = new Heard(nats.url(), "second.>")) {
      collector
          .at("binance_spot", spot)
          .at("binance_derivatives", usdm)
          .at("okx_spot", okx)
          .at("okx_derivatives", okx)
          .set("journal.target", files ? "files" : "nats");
      if (files) {
        collector.set("journal.path", journal.toUri().toString());
      }
      collector.start(1, null);
      List<Simulator> venues = List.of(spot, usdm, okx);
      await()
          .atMost(Duration.ofHours(2))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> venues.stream().mapToLong(v -> v.status().framesSent()).sum() >= frames);
      collector.stopWithSavepoint();
      venues.forEach(Simulator::freeze);

      for (String prefix : List.of("first", "second")) {
        long began = System.nanoTime();
        String said = collector.replay(files ? journal.toString() : "nats", prefix);
        System.out.printf("%s: %s, in %.1f s%n", prefix, said, (System.nanoTime() - began) / 1e9);
      }
      live.settle();
      first.settle();
      second.settle();
      report(live, first, second);
    }
  }

  private static Simulator venue(String name) {
    return Simulator.builder()
        .venue(name)
        .synthetic(
            SyntheticSettings.usual().withSymbolCount(PAIRS).withLevels(100).withRates(40, 100))
        .start();
  }

  private static void report(Heard live, Heard first, Heard second) {
    Map<String, String> one = first.digests();
    Map<String, String> two = second.digests();
    long differing = one.keySet().stream().filter(s -> !one.get(s).equals(two.get(s))).count();
    System.out.printf(
        "%d subjects and %,d messages of the first replay, %d and %,d of the second: %d differ%n",
        one.size(), first.count(), two.size(), second.count(), differing);
    Set<String> missing = new HashSet<>(live.messages());
    missing.removeAll(first.messages());
    System.out.printf(
        "%,d books and trades of the live run: %,d are not among those of the replay%n",
        live.count(), missing.size());
    boolean same = one.equals(two) && missing.isEmpty() && live.count() > 0;
    System.out.println(same ? "ok" : "NOT ok");
    if (!same) {
      System.exit(1);
    }
  }

  /** A subscriber that keeps a digest of each subject and one of each message. */
  private static final class Heard implements AutoCloseable {
    private final Connection connection;
    private final Map<String, MessageDigest> subjects = new HashMap<>();
    private final Set<String> messages = new HashSet<>();
    private final AtomicLong count = new AtomicLong();

    Heard(String url, String... patterns) throws Exception {
      connection = Nats.connect(url);
      Dispatcher dispatcher = connection.createDispatcher(this::hear);
      dispatcher.setPendingLimits(-1, -1);
      for (String pattern : patterns) {
        dispatcher.subscribe(pattern);
      }
      connection.flush(Duration.ofSeconds(5));
    }

    private void hear(Message message) {
      String subject = PREFIX.matcher(message.getSubject()).replaceFirst("");
      String text = new String(message.getData(), StandardCharsets.UTF_8);
      byte[] bytes = TIMES.matcher(text).replaceAll("").getBytes(StandardCharsets.UTF_8);
      synchronized (this) {
        subjects.computeIfAbsent(subject, name -> sha256()).update(bytes);
        MessageDigest one = sha256();
        one.update(subject.getBytes(StandardCharsets.UTF_8));
        messages.add(HexFormat.of().formatHex(one.digest(bytes), 0, 12));
      }
      count.incrementAndGet();
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Waits until nothing has come for a while. */
    void settle() {
      AtomicLong before = new AtomicLong(-1);
      await()
          .atMost(Duration.ofMinutes(10))
          .pollInterval(Duration.ofSeconds(2))
          .until(() -> before.getAndSet(count.get()) == count.get());
    }

    long count() {
      return count.get();
    }

    synchronized Set<String> messages() {
      return Set.copyOf(messages);
    }

    synchronized Map<String, String> digests() {
      Map<String, String> digests = new TreeMap<>();
      subjects.forEach((s, digest) -> digests.put(s, HexFormat.of().formatHex(digest.digest())));
      return digests;
    }

    @Override
    public void close() throws InterruptedException {
      connection.close();
    }
  }
}
