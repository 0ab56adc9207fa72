// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static io.marketprism.sources.venue.okx.OkxFixture.BTC;
import static io.marketprism.sources.venue.okx.OkxFixture.BTC_SWAP;
import static io.marketprism.sources.venue.okx.OkxFixture.RECEIVED;
import static io.marketprism.sources.venue.okx.OkxFixture.book;
import static io.marketprism.sources.venue.okx.OkxFixture.codec;
import static io.marketprism.sources.venue.okx.OkxFixture.settings;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.marketprism.model.DataType;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.StreamCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever arrives, a codec says so or refuses it; and no field that counts may be missing. */
class OkxFuzzTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final String LEVELS = "[[\"100.5\",\"2.50\",\"0\",\"4\"]]";
  private static final String BOOK = book(BTC, "snapshot", -1, 5, LEVELS, LEVELS, 7);
  private static final String TRADE =
      "{\"arg\":{\"channel\":\"trades\",\"instId\":\"BTC-USDT-SWAP\"},\"data\":[{\"instId\":"
          + "\"BTC-USDT-SWAP\",\"tradeId\":\"1\",\"px\":\"63921\",\"sz\":\"0.4\",\"side\":\"buy\","
          + "\"ts\":\"1786540471710\",\"count\":\"3\",\"source\":\"0\",\"seqId\":1234}]}";
  private static final String LIQUIDATION =
      "{\"arg\":{\"channel\":\"liquidation-orders\",\"instType\":\"SWAP\"},\"data\":[{\"details\":"
          + "[{\"bkLoss\":\"0\",\"bkPx\":\"26512.4\",\"ccy\":\"\",\"posSide\":\"short\","
          + "\"side\":\"buy\",\"sz\":\"13\",\"ts\":\"1692266434010\"}],\"instFamily\":\"BTC-USDT\","
          + "\"instId\":\"BTC-USDT-SWAP\",\"instType\":\"SWAP\",\"uly\":\"BTC-USDT\"}]}";
  private static final String ANSWER =
      "{\"id\":\"7\",\"event\":\"subscribe\",\"arg\":{\"channel\":\"books\","
          + "\"instId\":\"BTC-USDT\"},\"connId\":\"a4d3ae55\"}";

  private final StreamCodec books = codec(DataType.ORDERBOOK, BTC);
  private final StreamCodec trades = codec(DataType.TRADE, BTC_SWAP);
  private final StreamCodec liquidations = codec(DataType.LIQUIDATION, BTC_SWAP);

  @Test
  void noFieldThatCountsMayBeMissing() throws IOException {
    assertThat(fieldsThatMayBeMissing(books, BOOK)).containsExactlyInAnyOrder("checksum");
    assertThat(fieldsThatMayBeMissing(books, BOOK.replace("snapshot", "update")))
        .containsExactlyInAnyOrder("checksum");
    assertThat(fieldsThatMayBeMissing(trades, TRADE))
        .containsExactlyInAnyOrder("instId of arg", "count", "source", "seqId");
    assertThat(fieldsThatMayBeMissing(liquidations, LIQUIDATION))
        .containsExactlyInAnyOrder(
            "instType of arg", "instFamily", "instType", "uly", "bkLoss", "ccy");
  }

  /** Deletes each field in turn and names those without which the message is still delivered. */
  private static List<String> fieldsThatMayBeMissing(StreamCodec codec, String frame)
      throws IOException {
    List<String> optional = new ArrayList<>();
    JsonNode whole = JACKSON.readTree(frame);
    for (String pointer : objects(whole, "", new ArrayList<>())) {
      for (String field : fields(whole.at(pointer))) {
        JsonNode changed = whole.deepCopy();
        ((ObjectNode) changed.at(pointer)).remove(field);
        Told told = new Told();
        codec.connected();
        try {
          OkxFixture.decode(codec, changed.toString(), told);
        } catch (FrameException e) {
          assertThat(told.words).as(changed.toString()).isEmpty();
          continue;
        }
        boolean delivered =
            !told.deltas.isEmpty()
                || !told.snapshots.isEmpty()
                || !told.trades.isEmpty()
                || !told.derivatives.isEmpty()
                || told.words.contains("mismatch BTC-USDT checksum");
        if (delivered) {
          optional.add("/arg".equals(pointer) ? field + " of arg" : field);
        } else {
          assertThat(told.refused).as(changed.toString()).hasSize(1);
        }
      }
    }
    // Without its prevSeqId a snapshot is still one.
    if (frame.contains("snapshot")) {
      assertThat(optional.remove("prevSeqId")).isTrue();
    }
    return optional;
  }

  private static List<String> objects(JsonNode node, String pointer, List<String> found) {
    if (node.isObject()) {
      found.add(pointer);
      node.properties().forEach(e -> objects(e.getValue(), pointer + '/' + e.getKey(), found));
    } else {
      for (int i = 0; i < node.size(); i++) {
        objects(node.get(i), pointer + '/' + i, found);
      }
    }
    return found;
  }

  private static List<String> fields(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void truncatedFramesAreRefusedAndTellNothing() {
    Map<StreamCodec, String> frames = Map.of(books, BOOK, trades, TRADE, liquidations, LIQUIDATION);
    frames.forEach(
        (codec, frame) -> {
          for (int length = 0; length < frame.length(); length++) {
            assertThat(isRefused(codec, frame.substring(0, length)))
                .as("%d bytes", length)
                .isTrue();
          }
        });
    for (int length = 0; length < ANSWER.length(); length++) {
      assertThat(isRefused(books, ANSWER.substring(0, length))).isTrue();
    }
  }

  private static boolean isRefused(StreamCodec codec, String frame) {
    Told told = new Told();
    try {
      OkxFixture.decode(codec, frame, told);
      return false;
    } catch (FrameException e) {
      return told.words.isEmpty();
    }
  }

  @Test
  void garbageNeverEndsInAnythingButARefusal() {
    Random random = new Random(7);
    List<StreamCodec> codecs = List.of(books, trades, liquidations);
    List<String> frames = List.of(BOOK, TRADE, LIQUIDATION, ANSWER, "pong");
    List<PollCodec> polls = new ArrayList<>();
    for (DataType type : OkxMarket.SWAP.dataTypes()) {
      if (!Set.of(DataType.TRADE, DataType.LIQUIDATION).contains(type)) {
        polls.add(OkxVenue.derivatives().poll(type, settings(Map.of())));
      }
    }
    for (int i = 0; i < 20_000; i++) {
      byte[] frame = frames.get(random.nextInt(frames.size())).getBytes(UTF_8);
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
      }
      try {
        codecs.get(i % 3).decode(frame, 0, frame.length, RECEIVED, new Told());
      } catch (FrameException e) {
        assertThat(e.reason()).isNotNull();
      }
      byte[] answer =
          ("{\"code\":\"0\",\"data\":[" + new String(frame, UTF_8) + "]}").getBytes(UTF_8);
      try {
        polls.get(i % polls.size()).decode(BTC_SWAP, answer, RECEIVED, new Told());
        OkxVenue.spot().instruments(answer);
        OkxTrades.INSTANCE.history(BTC_SWAP, answer, RECEIVED);
      } catch (FrameException e) {
        assertThat(e.reason()).isNotNull();
      }
    }
  }
}
