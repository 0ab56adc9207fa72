// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import java.nio.file.Path;
import java.util.List;

/**
 * What a verifier listens to and what it demands.
 *
 * @param natsUrl server, e.g. {@code nats://127.0.0.1:4222}
 * @param truth truth log of the simulator; may still grow
 * @param golden files of golden books
 * @param minBooks fewest books that must be seen
 * @param minTrades fewest trades that must be seen, on core and in the stream
 * @param minGolden fewest golden books that must have been published
 * @param stream JetStream stream of the trades to read at the end; null reads none
 * @param coreRepeatsAllowed whether a trade may come more than once to core subscribers, as it may
 *     after a recovery
 */
public record VerifierSettings(
    String natsUrl,
    Path truth,
    List<Path> golden,
    long minBooks,
    long minTrades,
    int minGolden,
    String stream,
    boolean coreRepeatsAllowed) {
  /** The stream of trades that the contract names. */
  public static final String MARKET_TRADES = "MARKET_TRADES";

  /** Checks everything against {@code truth}, the stream MARKET_TRADES included. */
  public static VerifierSettings of(String natsUrl, Path truth) {
    return new VerifierSettings(natsUrl, truth, List.of(), 1, 1, 0, MARKET_TRADES, false);
  }

  /** The same with other least numbers. */
  public VerifierSettings withAtLeast(long books, long trades) {
    return new VerifierSettings(
        natsUrl, truth, golden, books, trades, minGolden, stream, coreRepeatsAllowed);
  }

  /** The same with golden books, of which so many must be published. */
  public VerifierSettings withGolden(int least, Path... files) {
    return new VerifierSettings(
        natsUrl, truth, List.of(files), minBooks, minTrades, least, stream, coreRepeatsAllowed);
  }

  /** The same with another stream; null reads none. */
  public VerifierSettings withStream(String name) {
    return new VerifierSettings(
        natsUrl, truth, golden, minBooks, minTrades, minGolden, name, coreRepeatsAllowed);
  }

  /** The same, repeats to core subscribers being allowed or not. */
  public VerifierSettings withCoreRepeatsAllowed(boolean allowed) {
    return new VerifierSettings(
        natsUrl, truth, golden, minBooks, minTrades, minGolden, stream, allowed);
  }
}
