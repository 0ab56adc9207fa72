// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance;

import io.marketprism.simulator.market.Level;
import java.util.Collection;

/** Parts of texts that Binance venues write alike. */
public final class BinanceText {
  private BinanceText() {}

  /** Appends levels as {@code [["price","quantity"],…]} with their own decimals. */
  public static void levels(StringBuilder text, Collection<Level> levels) {
    text.append('[');
    String separator = "";
    for (Level level : levels) {
      text.append(separator).append("[\"").append(level.price().toPlainString());
      text.append("\",\"").append(level.quantity().toPlainString()).append("\"]");
      separator = ",";
    }
    text.append(']');
  }
}
