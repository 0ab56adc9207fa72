// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
 * @param coreRepeatsAllowed whether a message may come more than once to core subscribers, as it
 *     may after a recovery
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
    boolean coreRepeatsAllowed) {
  /** The stream of trades that the contract names. */
  public static final String MARKET_TRADES = "MARKET_TRADES";

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
    return new VerifierSettings(natsUrl, truths, List.of(), 1, 1, 0, 0, MARKET_TRADES, false);
  }

  /** The same with other least numbers of books and trades. */
  public VerifierSettings withAtLeast(long books, long trades) {
    return new VerifierSettings(
        natsUrl,
        truths,
        golden,
        books,
        trades,
        minDerivatives,
        minGolden,
        stream,
        coreRepeatsAllowed);
  }

  /** The same with another least number of messages of the other data types. */
  public VerifierSettings withDerivativesAtLeast(long messages) {
    return new VerifierSettings(
        natsUrl,
        truths,
        golden,
        minBooks,
        minTrades,
        messages,
        minGolden,
        stream,
        coreRepeatsAllowed);
  }

  /** The same with golden books, of which so many must be published. */
  public VerifierSettings withGolden(int least, Path... files) {
    return new VerifierSettings(
        natsUrl,
        truths,
        List.of(files),
        minBooks,
        minTrades,
        minDerivatives,
        least,
        stream,
        coreRepeatsAllowed);
  }

  /** The same with another stream; null reads none. */
  public VerifierSettings withStream(String name) {
    return new VerifierSettings(
        natsUrl,
        truths,
        golden,
        minBooks,
        minTrades,
        minDerivatives,
        minGolden,
        name,
        coreRepeatsAllowed);
  }

  /** The same, repeats to core subscribers being allowed or not. */
  public VerifierSettings withCoreRepeatsAllowed(boolean allowed) {
    return new VerifierSettings(
        natsUrl, truths, golden, minBooks, minTrades, minDerivatives, minGolden, stream, allowed);
  }
}
