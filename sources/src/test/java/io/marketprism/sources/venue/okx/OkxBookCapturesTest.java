// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.Decimals;
import io.marketprism.model.Instrument;
import io.marketprism.model.Integrity;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.Trade;
import io.marketprism.model.book.OrderBook;
import io.marketprism.sources.book.BookSynchronizer;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.StreamCodec;
import io.marketprism.sources.venue.Venue.InstrumentList;
import java.io.IOException;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Replays three instruments of OKX of May 2022: codec, synchronizer and book as in production. The
 * recording is of the time when the venue sent checksums and no {@code seqId}; the test writes ids
 * into the recorded text, and leaves every other character as it was.
 */
class OkxBookCapturesTest {
  private static final String RECORDING = "okx/three-instruments-20220513.jsonl.gz";
  private static final String GOLDEN = "golden/cf-okx-final.jsonl";
  private static final Instrument SPOT = OkxFixture.BTC;
  private static final Instrument FUTURE =
      OkxFixture.perpetual("BTC-USD", "BTC-USD-220527", "100", true);
  private static final Instrument SWAP =
      OkxFixture.perpetual("UNI-USD", "UNI-USD-SWAP", "10", true);

  private final Map<String, Replayed> books = new HashMap<>();
  private final Map<String, Long> ids = new HashMap<>();
  private final Told told = new Told();
  private List<JsonNode> rows;

  @BeforeEach
  void needsTheRecording() {
    rows = Recordings.rows(RECORDING);
  }

  /** A book downstream of its synchronizer. */
  private static final class Replayed implements BookSynchronizer.Output {
    private final BookSynchronizer synchronizer =
        new BookSynchronizer(OkxChain.INSTANCE, this, 1_000, 8 << 20, Long.MAX_VALUE);
    private final OrderBook book = new OrderBook();
    private int events;
    private Integrity integrity;

    @Override
    public void snapshot(BookSnapshot snapshot) {
      integrity = snapshot.integrity();
      try {
        book.apply(snapshot, OkxBooks.LEVELS);
      } catch (MalformedDecimalException e) {
        throw new AssertionError(e);
      }
      applied();
    }

    @Override
    public void delta(BookDelta delta) {
      try {
        book.apply(delta, OkxBooks.LEVELS);
      } catch (MalformedDecimalException e) {
        throw new AssertionError(e);
      }
      applied();
    }

    private void applied() {
      events++;
      assertThat(book.isCrossed()).isFalse();
      assertThat(book.knownBidCount()).isEqualTo(book.bidCount());
      assertThat(book.knownAskCount()).isEqualTo(book.askCount());
    }

    @Override
    public void lost(String reason, long lastGood, long breaking, long lastGoodTime) {
      throw new AssertionError("lost: " + reason);
    }

    @Override
    public void live(String reason, long id, long eventTime) {
      assertThat(events).isEqualTo(1);
    }

    @Override
    public void requestSnapshot(String reason) {
      throw new AssertionError("the snapshot comes first");
    }
  }

  @Test
  void everyChecksumMatchesAndTheLastBooksAreTheGoldenOnes() throws Exception {
    List<String> frames = bookFrames();
    assertThat(frames).hasSize(290);
    StreamCodec codec = OkxFixture.codec(DataType.ORDERBOOK, SPOT, FUTURE, SWAP);
    for (String frame : frames) {
      Told one = OkxFixture.told(codec, frame);
      one.snapshots.forEach(s -> replayed(s.instrument()).synchronizer.onStreamSnapshot(s));
      one.deltas.forEach(d -> replayed(d.instrument()).synchronizer.onDelta(d));
      told.words.addAll(one.words);
    }
    assertThat(told.words).hasSize(290).noneMatch(word -> word.startsWith("mismatch"));

    List<JsonNode> golden = Recordings.rows(GOLDEN);
    assertThat(golden).hasSize(3);
    for (JsonNode expected : golden) {
      Replayed replayed = books.get(expected.get("instrument").textValue());
      OrderBook book = replayed.book;
      String at = expected.get("instrument").textValue();
      assertThat(replayed.integrity).as(at).isEqualTo(Integrity.CHECKSUM);
      assertThat(replayed.events).as(at).isEqualTo(expected.get("events").intValue());
      assertThat(book.bidCount()).as(at).isEqualTo(expected.get("levels").get(0).intValue());
      assertThat(book.askCount()).as(at).isEqualTo(expected.get("levels").get(1).intValue());
      ArrayNode bids = side(book, true);
      ArrayNode asks = side(book, false);
      for (int i = 0; i < 10; i++) {
        assertThat(bids.get(i)).as(at).isEqualTo(expected.get("bids").get(i));
        assertThat(asks.get(i)).as(at).isEqualTo(expected.get("asks").get(i));
      }
      assertThat(sha256("[" + bids + ',' + asks + ']'))
          .as(at)
          .isEqualTo(expected.get("sha256").textValue());
    }
  }

  private Replayed replayed(Instrument instrument) {
    return books.computeIfAbsent(instrument.nativeId(), name -> new Replayed());
  }

  @Test
  void oneAlteredDigitIsOneMismatch() throws Exception {
    List<String> frames = bookFrames();
    int altered = alter(frames);
    StreamCodec codec = OkxFixture.codec(DataType.ORDERBOOK, SPOT, FUTURE, SWAP);
    List<String> words = new ArrayList<>();
    for (String frame : frames) {
      words.addAll(OkxFixture.told(codec, frame).words);
    }
    assertThat(words).hasSize(290);
    assertThat(words.get(altered)).isEqualTo("mismatch BTC-USDT checksum");
    assertThat(words).filteredOn(word -> word.startsWith("mismatch")).hasSize(1);
  }

  /** Alters the size of the best bid in an update in the middle, where it sets one. */
  private static int alter(List<String> frames) {
    for (int i = 100; i < frames.size(); i++) {
      JsonNode frame = Recordings.json(frames.get(i));
      JsonNode bids = frame.get("data").get(0).get("bids");
      if (frame.get("arg").get("instId").textValue().equals("BTC-USDT") && bids.size() > 0) {
        String size = bids.get(0).get(1).textValue();
        if (!size.equals("0")) {
          char last = size.charAt(size.length() - 1);
          String other = size.substring(0, size.length() - 1) + (last == '9' ? '8' : ++last);
          String price = bids.get(0).get(0).textValue();
          frames.set(
              i,
              frames.get(i).replace('"' + price + "\",\"" + size, '"' + price + "\",\"" + other));
          return i;
        }
      }
    }
    throw new AssertionError("no update sets a bid");
  }

  /** The recorded pushes of {@code books}, with ids that chain. */
  private List<String> bookFrames() {
    List<String> frames = new ArrayList<>();
    for (String message : received("books")) {
      if (!message.contains("\"event\"")) {
        String instId = Recordings.json(message).get("arg").get("instId").textValue();
        long previous = ids.getOrDefault(instId, -1L);
        long id = previous < 0 ? 1_000 : previous + 7;
        ids.put(instId, id);
        int end = message.lastIndexOf("}]}");
        frames.add(
            message.substring(0, end)
                + ",\"prevSeqId\":"
                + previous
                + ",\"seqId\":"
                + id
                + message.substring(end));
      }
    }
    return frames;
  }

  private List<String> received(String channel) {
    List<String> messages = new ArrayList<>();
    for (JsonNode row : rows) {
      if (row.get("dir").textValue().equals("recv")) {
        String message = Recordings.message(row);
        if (Recordings.json(message).get("arg").get("channel").textValue().equals(channel)) {
          messages.add(message);
        }
      }
    }
    return messages;
  }

  private static ArrayNode side(OrderBook book, boolean bids) {
    ArrayNode side = JsonNodeFactory.instance.arrayNode();
    int count = bids ? book.bidCount() : book.askCount();
    for (int i = 0; i < count; i++) {
      long price = bids ? book.bidPrice(i) : book.askPrice(i);
      long quantity = bids ? book.bidQuantity(i) : book.askQuantity(i);
      side.addArray()
          .add(Decimals.toPlainString(price, book.priceScale()))
          .add(Decimals.toPlainString(quantity, book.quantityScale()));
    }
    return side;
  }

  private static String sha256(String text) throws NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }

  @Test
  void everyRecordedTradeIsToldToTheDigit() throws FrameException {
    StreamCodec codec = OkxFixture.codec(DataType.TRADE, SPOT, FUTURE, SWAP);
    int trades = 0;
    for (String message : received("trades")) {
      Told one = OkxFixture.told(codec, message);
      JsonNode frame = Recordings.json(message);
      if (frame.has("event")) {
        assertThat(one.words)
            .containsExactly("accepted 0 " + frame.get("arg").get("instId").textValue());
        continue;
      }
      assertThat(one.trades).hasSameSizeAs(frame.get("data"));
      for (int i = 0; i < one.trades.size(); i++) {
        trades++;
        assertSame(one.trades.get(i), frame.get("data").get(i));
      }
    }
    assertThat(trades).isEqualTo(74);
  }

  private static void assertSame(Trade trade, JsonNode raw) {
    assertThat(trade.instrument().nativeId()).isEqualTo(raw.get("instId").textValue());
    assertThat(trade.publishedId()).isEqualTo(raw.get("tradeId").textValue());
    assertThat(BigDecimal.valueOf(trade.price(), trade.priceScale()))
        .isEqualByComparingTo(raw.get("px").textValue());
    assertThat(BigDecimal.valueOf(trade.quantity(), trade.quantityScale()))
        .isEqualByComparingTo(raw.get("sz").textValue());
    assertThat(trade.sell()).isEqualTo(raw.get("side").textValue().equals("sell"));
    assertThat(Long.toString(trade.eventTime())).isEqualTo(raw.get("ts").textValue());
    assertThat(trade.count()).isEqualTo(1);
  }

  @Test
  void recordedInstrumentListsAreRead() throws IOException, FrameException {
    int lists = 0;
    for (JsonNode row : rows) {
      String url = row.path("url").asText();
      if (!row.get("dir").textValue().equals("http") || !url.contains("public/instruments")) {
        continue;
      }
      byte[] body = Recordings.message(row).getBytes(UTF_8);
      InstrumentList spot = OkxVenue.spot().instruments(body);
      InstrumentList swap = OkxVenue.derivatives().instruments(body);
      int listed = Recordings.json(Recordings.message(row)).get("data").size();
      assertThat(spot.instruments().size() + spot.rejected().size()).isEqualTo(listed);
      if (url.endsWith("=SPOT")) {
        assertThat(spot.instruments()).hasSize(513).containsEntry("BTC-USDT", SPOT);
        assertThat(swap.instruments()).isEmpty();
      } else if (url.endsWith("=SWAP")) {
        assertThat(spot.instruments()).isEmpty();
        assertThat(swap.instruments()).hasSize(166).containsEntry("UNI-USD-SWAP", SWAP);
        assertThat(swap.instruments().values()).filteredOn(Instrument::isInverse).hasSize(40);
        assertThat(swap.instruments().get("BTC-USDT-SWAP").contractValue()).isEqualTo("0.01");
      } else {
        assertThat(spot.instruments()).isEmpty();
        assertThat(swap.instruments()).isEmpty();
        assertThat(swap.rejected()).containsValue("unsupported_instrument").hasSize(listed);
      }
      lists++;
    }
    assertThat(lists).isEqualTo(25);
  }
}
