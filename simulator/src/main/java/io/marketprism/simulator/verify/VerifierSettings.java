// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a verifier listens to and what it demands.
 *
 * @param natsUrl server, e.g. {@code nats://127.0.0.1:4222}
 * @param truths truth logs of simulators, which may still grow, by what they tell of: {@code
 *     exchange.market_type} or {@code exchange}, e.g. {@code binance.perpetual} or {@code okx}
 * @param golden files of golden books
 * @param minBooks fewest books that must be seen
 * @param minTrades fewest trades that must be seen, on core and in the stream
 * @param minDerivatives fewest messages of the other data types that must be seen
 * @param minGolden fewest golden books that must have been published
 * @param stream JetStream stream of the trades to read at the end; null reads none
 * @param dataStream JetStream stream of the other data types to read at the end; null reads none
 * @param coreRepeatsAllowed whether a message may come more than once to core subscribers at any
 *     time, not only while a process is away
 * @param announcements whether feed_status is held against the faults in the truth logs
 * @param faults file of the faults of processes, read at the end; null where there are none
 * @param horizon how long after its end a fault may be the cause of something
 */
public record VerifierSettings(
    String natsUrl,
    Map<String, Path> truths,
    List<Path> golden,
    long minBooks,
    long minTrades,
    long minDerivatives,
    int minGolden,
    String stream,
    String dataStream,
    boolean coreRepeatsAllowed,
    boolean announcements,
    Path faults,
    Duration horizon) {
  /** The stream of trades that the contract names. */
  public static final String MARKET_TRADES = "MARKET_TRADES";

  /** The stream of the other data types that the contract names. */
  public static final String MARKET_DATA = "MARKET_DATA";

  /** How long after its end a fault may be the cause of something, where nothing else is said. */
  public static final Duration HORIZON = Duration.ofSeconds(120);

  /** Checks that there is a truth. */
  public VerifierSettings {
    truths = Map.copyOf(truths);
    golden = List.copyOf(golden);
    if (truths.isEmpty()) {
      throw new IllegalArgumentException("a verifier needs at least one truth log");
    }
  }

  /** Checks Binance spot against {@code truth}, the stream MARKET_TRADES included. */
  public static VerifierSettings of(String natsUrl, Path truth) {
    return of(natsUrl, Map.of(Truths.BINANCE_SPOT, truth));
  }

  /** Checks everything that the truths tell of, the stream MARKET_TRADES included. */
  public static VerifierSettings of(String natsUrl, Map<String, Path> truths) {
    return new Draft(natsUrl, truths).settings();
  }

  /** The same with other least numbers of books and trades. */
  public VerifierSettings withAtLeast(long books, long trades) {
    return with(
        draft -> {
          draft.minBooks = books;
          draft.minTrades = trades;
        });
  }

  /** The same with another least number of messages of the other data types. */
  public VerifierSettings withDerivativesAtLeast(long messages) {
    return with(draft -> draft.minDerivatives = messages);
  }

  /** The same with golden books, of which so many must be published. */
  public VerifierSettings withGolden(int least, Path... files) {
    return with(
        draft -> {
          draft.minGolden = least;
          draft.golden = List.of(files);
        });
  }

  /** The same with another stream of trades; null reads none. */
  public VerifierSettings withStream(String name) {
    return with(draft -> draft.stream = name);
  }

  /** The same with a stream of the other data types; null reads none. */
  public VerifierSettings withDataStream(String name) {
    return with(draft -> draft.dataStream = name);
  }

  /** The same, repeats to core subscribers being allowed at any time or not. */
  public VerifierSettings withCoreRepeatsAllowed(boolean allowed) {
    return with(draft -> draft.coreRepeatsAllowed = allowed);
  }

  /** The same, feed_status being held against the faults in the truth logs or not. */
  public VerifierSettings withAnnouncements(boolean judged) {
    return with(draft -> draft.announcements = judged);
  }

  /** The same with a file of the faults of processes; null where there are none. */
  public VerifierSettings withFaults(Path file) {
    return with(draft -> draft.faults = file);
  }

  /** The same with another time for which a fault may be the cause of something. */
  public VerifierSettings withHorizon(Duration time) {
    return with(draft -> draft.horizon = time);
  }

  private VerifierSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  private static final class Draft {
    private final String natsUrl;
    private final Map<String, Path> truths;
    private List<Path> golden = List.of();
    private long minBooks = 1;
    private long minTrades = 1;
    private long minDerivatives;
    private int minGolden;
    private String stream = MARKET_TRADES;
    private String dataStream;
    private boolean coreRepeatsAllowed;
    private boolean announcements;
    private Path faults;
    private Duration horizon = HORIZON;

    private Draft(String natsUrl, Map<String, Path> truths) {
      this.natsUrl = natsUrl;
      this.truths = truths;
    }

    private Draft(VerifierSettings settings) {
      this(settings.natsUrl, settings.truths);
      golden = settings.golden;
      minBooks = settings.minBooks;
      minTrades = settings.minTrades;
      minDerivatives = settings.minDerivatives;
      minGolden = settings.minGolden;
      stream = settings.stream;
      dataStream = settings.dataStream;
      coreRepeatsAllowed = settings.coreRepeatsAllowed;
      announcements = settings.announcements;
      faults = settings.faults;
      horizon = settings.horizon;
    }

    private VerifierSettings settings() {
      return new VerifierSettings(
          natsUrl,
          truths,
          golden,
          minBooks,
          minTrades,
          minDerivatives,
          minGolden,
          stream,
          dataStream,
          coreRepeatsAllowed,
          announcements,
          faults,
          horizon);
    }
  }
}
