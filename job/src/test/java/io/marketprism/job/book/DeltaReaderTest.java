// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.model.BookReset;
import io.marketprism.model.Instrument;
import io.marketprism.model.wire.WireMessage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A reader that follows the rule of wire contract 7.1 has the venue's book at every id. */
class DeltaReaderTest {
  private static final BookOptions DELTAS =
      BookRig.options().interval(0).depth(BookOptions.FULL).deltas().build();

  @Test
  void aReaderRebuildsEveryBook() throws Exception {
    Reader reader = new Reader();
    VenueMarket market = market(1);
    try (BookRig rig = new BookRig(DELTAS)) {
      SplittableRandom random = new SplittableRandom(5);
      rig.send(market.snapshot(rig.now()));
      for (int i = 0; i < 2_000; i++) {
        rig.jumpTo(rig.now() + random.nextInt(1_000));
        if (random.nextInt(100) == 0) {
          rig.send(new BookReset(market.instrument, rig.now()));
          market.next(rig.now());
          rig.send(market.snapshot(rig.now()));
        } else {
          rig.send(market.next(rig.now()));
        }
      }
      for (WireMessage message : rig.take()) {
        if (message.kind() == WireMessage.Kind.ORDERBOOK_DELTA) {
          assertThat(reader.read(BookRig.json(message))).isTrue();
        } else {
          assertThat(reader.book()).isEqualTo(BookRig.text(BookRig.json(message)));
        }
        assertThat(reader.book()).isEqualTo(market.state(reader.seq));
      }
    }
  }

  @Test
  void aReaderThatMissesMessagesIsNeverWrongAndIsBackWithinAMinute() throws Exception {
    Reader reader = new Reader();
    VenueMarket market = market(2);
    try (BookRig rig = new BookRig(DELTAS)) {
      rig.send(market.snapshot(rig.now()));
      for (int i = 0; i < 1_000; i++) {
        rig.jumpTo(rig.now() + 100);
        rig.send(market.next(rig.now()));
      }
      SplittableRandom random = new SplittableRandom(6);
      List<JsonNode> deltas = new ArrayList<>();
      for (WireMessage message : rig.take()) {
        if (message.kind() == WireMessage.Kind.ORDERBOOK_DELTA) {
          deltas.add(BookRig.json(message));
        }
      }
      long silentSince = 0;
      int right = 0;
      for (JsonNode delta : deltas) {
        long time = delta.get("published_ts_ms").asLong();
        if (random.nextInt(300) == 0) {
          continue;
        }
        if (reader.read(delta)) {
          assertThat(reader.book()).isEqualTo(market.state(reader.seq));
          right++;
          silentSince = 0;
        } else if (silentSince == 0) {
          silentSince = time;
        } else {
          assertThat(time - silentSince).isLessThanOrEqualTo(61_000);
        }
      }
      assertThat(right).isBetween(1, deltas.size() - 2);
    }
  }

  private static VenueMarket market(long seed) {
    return new VenueMarket(Instrument.spot("binance", "BTC-USDT", "BTCUSDT"), seed);
  }

  private static final class Reader {
    private final Map<BigDecimal, String> bids = new TreeMap<>(Collections.reverseOrder());
    private final Map<BigDecimal, String> asks = new TreeMap<>();
    private boolean synced;
    private long syncId;
    private long seq;

    boolean read(JsonNode message) {
      if (message.get("type").asText().equals("snapshot")) {
        bids.clear();
        asks.clear();
        synced = message.get("prev_seq").isNull();
        syncId = message.get("sync_id").asLong();
      } else if (message.get("sync_id").asLong() != syncId
          || message.get("prev_seq").asLong() != seq) {
        synced = false;
      }
      if (synced) {
        seq = message.get("seq").asLong();
        apply(bids, message.get("bids"));
        apply(asks, message.get("asks"));
      }
      return synced;
    }

    private static void apply(Map<BigDecimal, String> side, JsonNode levels) {
      for (JsonNode level : levels) {
        BigDecimal price = new BigDecimal(level.get(0).asText());
        String quantity = level.get(1).asText();
        if (quantity.equals("0")) {
          side.remove(price);
        } else {
          side.put(price, quantity);
        }
      }
    }

    String book() {
      return seq + ": " + text(bids) + " / " + text(asks);
    }

    private static String text(Map<BigDecimal, String> side) {
      List<String> parts = new ArrayList<>();
      side.forEach((price, quantity) -> parts.add(price.toPlainString() + ' ' + quantity));
      return String.join(", ", parts);
    }
  }
}
