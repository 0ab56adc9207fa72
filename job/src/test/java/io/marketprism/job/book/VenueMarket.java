// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A venue's book of one instrument in plain sorted maps, whose changes are drawn from a seed, and
 * the text of its every state by id.
 */
final class VenueMarket {
  private static final int SCALE = 2;

  final Instrument instrument;
  private final SplittableRandom random;
  private final TreeMap<Long, Long> bids = new TreeMap<>(Collections.reverseOrder());
  private final TreeMap<Long, Long> asks = new TreeMap<>();
  private final Map<Long, String> states = new TreeMap<>();
  private long middle = 10_000;
  private long lastId;

  VenueMarket(Instrument instrument, long seed) {
    this.instrument = instrument;
    this.random = new SplittableRandom(seed);
    this.lastId = random.nextInt(1_000_000);
    for (int i = 1; i <= 40; i++) {
      bids.put(middle - i, 1L + random.nextInt(1_000));
      asks.put(middle + i, 1L + random.nextInt(1_000));
    }
    remember();
  }

  /** The state at an id, as {@link BookRig#text} prints it; null if the venue never had it. */
  String state(long id) {
    return states.get(id);
  }

  BookSnapshot snapshot(long now) {
    return new BookSnapshot(
        instrument,
        lastId,
        BookRig.eventTime(lastId),
        now,
        SCALE,
        SCALE,
        BookRig.levels(text(bids), SCALE, SCALE),
        BookRig.levels(text(asks), SCALE, SCALE),
        true,
        true);
  }

  /** The next change: a few levels set, changed, deleted, sometimes absent ones. */
  BookDelta next(long now) {
    long previous = lastId;
    lastId += 1 + random.nextInt(5);
    middle += random.nextInt(3) - 1;
    TreeMap<Long, Long> bidChanges = new TreeMap<>();
    TreeMap<Long, Long> askChanges = new TreeMap<>();
    bids.headMap(middle, true).keySet().forEach(price -> bidChanges.put(price, 0L));
    asks.headMap(middle, true).keySet().forEach(price -> askChanges.put(price, 0L));
    for (int i = random.nextInt(8); i >= 0; i--) {
      bidChanges.put(middle - 1 - random.nextInt(60), quantity());
      askChanges.put(middle + 1 + random.nextInt(60), quantity());
    }
    // Both sides keep a level, so that every state can be published.
    bidChanges.put(middle - 1, 1L + random.nextInt(1_000));
    askChanges.put(middle + 1, 1L + random.nextInt(1_000));
    apply(bids, bidChanges);
    apply(asks, askChanges);
    remember();
    return new BookDelta(
        instrument,
        previous,
        previous + 1,
        lastId,
        BookRig.eventTime(lastId),
        now,
        SCALE,
        SCALE,
        BookRig.levels(shuffled(bidChanges), SCALE, SCALE),
        BookRig.levels(shuffled(askChanges), SCALE, SCALE));
  }

  private long quantity() {
    return random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(100_000);
  }

  private static void apply(TreeMap<Long, Long> side, Map<Long, Long> changes) {
    changes.forEach(
        (price, quantity) -> {
          if (quantity == 0) {
            side.remove(price);
          } else {
            side.put(price, quantity);
          }
        });
  }

  private void remember() {
    states.put(lastId, lastId + ": " + text(bids) + " / " + text(asks));
  }

  private String shuffled(Map<Long, Long> levels) {
    List<String> parts = new ArrayList<>();
    levels.forEach((price, quantity) -> parts.add(decimal(price) + ' ' + decimal(quantity)));
    Collections.shuffle(parts, new Random(random.nextLong()));
    return String.join(", ", parts);
  }

  private static String text(Map<Long, Long> side) {
    List<String> parts = new ArrayList<>();
    side.forEach((price, quantity) -> parts.add(decimal(price) + ' ' + decimal(quantity)));
    return String.join(", ", parts);
  }

  private static String decimal(long mantissa) {
    return BigDecimal.valueOf(mantissa, SCALE).stripTrailingZeros().toPlainString();
  }
}
