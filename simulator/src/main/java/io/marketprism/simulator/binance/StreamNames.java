// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance;

import java.util.Locale;
import java.util.Optional;

/** Names of streams as Binance forms them: {@code <symbol in lower case>@<what>}. */
public final class StreamNames {
  private StreamNames() {}

  /** The stream of a symbol, e.g. {@code btcusdt@depth@100ms}. */
  public static String of(String symbol, String what) {
    return symbol.toLowerCase(Locale.ROOT) + '@' + what;
  }

  /** The symbol, in upper case, of a stream that has one. */
  public static Optional<String> symbol(String stream) {
    int at = stream.indexOf('@');
    return at <= 0 || stream.startsWith("!")
        ? Optional.empty()
        : Optional.of(stream.substring(0, at).toUpperCase(Locale.ROOT));
  }

  /** What the stream of a symbol carries, e.g. {@code depth@100ms}; the whole name without one. */
  public static String what(String stream) {
    return stream.substring(stream.indexOf('@') + 1);
  }

  /** The symbol whose trades, single or aggregated, a stream carries. */
  public static Optional<String> tradesOf(String stream) {
    String what = what(stream);
    return what.equals("trade") || what.equals("aggTrade") ? symbol(stream) : Optional.empty();
  }

  /** The symbol whose book events a stream carries. */
  public static Optional<String> bookOf(String stream) {
    return what(stream).startsWith("depth") ? symbol(stream) : Optional.empty();
  }
}
