// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import io.marketprism.simulator.market.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The checksum of a book: CRC32, as a signed number of 32 bits, over {@code bid:size:ask:size…} of
 * the best 25 levels in the strings that were sent; where one side is shorter, the other goes on
 * alone (OKX v5 documentation, "Order book channel", "Checksum").
 */
final class OkxChecksum {
  private static final int LEVELS = 25;

  private OkxChecksum() {}

  static int of(List<Level> bids, List<Level> asks) {
    StringBuilder text = new StringBuilder(LEVELS * 48);
    for (int i = 0; i < LEVELS; i++) {
      add(text, bids, i);
      add(text, asks, i);
    }
    CRC32 crc = new CRC32();
    crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
    return (int) crc.getValue();
  }

  private static void add(StringBuilder text, List<Level> levels, int index) {
    if (index < levels.size()) {
      Level level = levels.get(index);
      text.append(text.isEmpty() ? "" : ":").append(level.plainPrice());
      text.append(':').append(level.plainQuantity());
    }
  }
}
