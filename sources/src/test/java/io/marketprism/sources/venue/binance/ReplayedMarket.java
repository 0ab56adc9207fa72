// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.sources.venue.BookRules;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.StreamCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The books of a recording, fed as production feeds them, beside the venue's own best prices. */
public final class ReplayedMarket {
  private final StreamCodec codec;
  private final BookRules rules;
  private final int snapshotLevels;
  private final Map<Instrument, ReplayedBook> books = new HashMap<>();
  private final Map<String, TreeMap<Long, String>> tickers = new HashMap<>();
  private final Map<Instrument, List<JsonNode>> golden = new HashMap<>();
  private final Map<Long, String> mismatches = new TreeMap<>();
  private int compared;

  public ReplayedMarket(
      StreamCodec codec, BookRules rules, int snapshotLevels, List<Instrument> instruments) {
    this.codec = codec;
    this.rules = rules;
    this.snapshotLevels = snapshotLevels;
    codec.expect(instruments);
  }

  /** The book of an instrument; must be asked for before the replay where it is listened to. */
  public ReplayedBook book(Instrument instrument) {
    return books.computeIfAbsent(
        instrument,
        key ->
            new ReplayedBook(
                rules.chain(),
                book -> {
                  if (book.events() > 0) {
                    compareTop(instrument, book);
                  }
                  afterChange(instrument, book);
                }));
  }

  /** Golden books that the instrument's book must meet on its way. */
  public void expect(Instrument instrument, List<JsonNode> rows) {
    golden.put(instrument, new ArrayList<>(rows));
  }

  /** Golden books that were not met. */
  public List<JsonNode> missed(Instrument instrument) {
    return golden.get(instrument);
  }

  private void afterChange(Instrument instrument, ReplayedBook book) {
    List<JsonNode> rows = golden.getOrDefault(instrument, List.of());
    if (!rows.isEmpty() && rows.get(0).get("event").longValue() == book.events()) {
      JsonNode row = rows.remove(0);
      assertThat(book.id()).isEqualTo(row.get("u").longValue());
      book.assertEquals(row);
    }
  }

  private void compareTop(Instrument instrument, ReplayedBook book) {
    // A ticker is sent when the best prices change, and holds until the next one's id.
    Map.Entry<Long, String> told =
        tickers.getOrDefault(instrument.nativeId(), new TreeMap<>()).floorEntry(book.id());
    if (told != null) {
      compared++;
      if (!told.getValue().equals(book.top())) {
        mismatches.put(book.id(), "book " + book.top() + ", ticker " + told);
      }
    }
  }

  /** How many books were compared with the {@code bookTicker} in force at their id. */
  public int compared() {
    return compared;
  }

  /** Where they differed, by update id. */
  public Map<Long, String> mismatches() {
    return mismatches;
  }

  /** Learns the venue's own best prices, whenever they came. */
  public void learnTickers(List<Captures.Row> rows) throws MalformedDecimalException {
    for (Captures.Row row : rows) {
      if (row.text().contains("@bookTicker\"")) {
        JsonNode data = Fuzz.tree(row.text()).get("data");
        tickers
            .computeIfAbsent(data.get("s").textValue(), key -> new TreeMap<>())
            .put(data.get("u").longValue(), ReplayedBook.top(data));
      }
    }
  }

  /** A depth frame of the recording. */
  public void frame(Captures.Row row) throws FrameException {
    Received received = new Received();
    byte[] bytes = row.bytes();
    codec.decode(bytes, 0, bytes.length, row.receiveTime(), received);
    assertThat(received.deltas).hasSize(1);
    received.deltas.forEach(delta -> book(delta.instrument()).synchronizer.onDelta(delta));
  }

  /** The answer to a snapshot request. */
  public void snapshot(Instrument instrument, Captures.Row row) throws FrameException {
    book(instrument)
        .synchronizer
        .onSnapshot(rules.snapshot(instrument, row.bytes(), snapshotLevels, row.receiveTime()));
  }
}
