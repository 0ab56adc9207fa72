// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks.frames;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.model.Levels;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is written first: a tree of nodes, two tree maps of decimals, databind. */
final class TreePath extends FramePath {
  private final ObjectMapper mapper = new ObjectMapper();
  private final Messages messages = new Messages();
  private final Map<String, Book> books = new LinkedHashMap<>();

  TreePath(Recording recording, Work work, Output output) {
    super(recording, work, output);
  }

  @Override
  void restart() {
    books.clear();
    for (Instrument instrument : recording.market().instruments()) {
      books.put(instrument.nativeId(), new Book(instrument));
    }
    for (BookSnapshot snapshot : recording.books()) {
      books.get(snapshot.instrument().nativeId()).fill(snapshot);
    }
  }

  @Override
  void take(Frame frame) throws IOException {
    JsonNode root = mapper.readTree(frame.bytes());
    JsonNode arg = root.get("arg");
    if (arg != null) {
      okx(frame, root, books.get(arg.get("instId").textValue()));
      return;
    }
    JsonNode data = root.get("data");
    Book book = books.get(data.get("s").textValue());
    if (!"depthUpdate".equals(data.get("e").textValue())) {
      trade(
          frame,
          book,
          data.get("t").asText(),
          data.get("p"),
          data.get("q"),
          data.get("m").booleanValue(),
          data.get("T").longValue());
      return;
    }
    List<BigDecimal[]> bids = levels(data.get("b"));
    List<BigDecimal[]> asks = levels(data.get("a"));
    JsonNode time = data.has("T") ? data.get("T") : data.get("E");
    change(frame, book, bids, asks, data.get("u").longValue(), time.longValue());
  }

  private void okx(Frame frame, JsonNode root, Book book) throws IOException {
    for (JsonNode data : root.get("data")) {
      long time = Long.parseLong(data.get("ts").textValue());
      if (!frame.isBook()) {
        trade(
            frame,
            book,
            data.get("tradeId").textValue(),
            data.get("px"),
            data.get("sz"),
            "sell".equals(data.get("side").textValue()),
            time);
        continue;
      }
      List<BigDecimal[]> bids = levels(data.get("bids"));
      List<BigDecimal[]> asks = levels(data.get("asks"));
      long id = data.get("seqId").longValue();
      if (work != Work.PARSE && "snapshot".equals(root.get("action").textValue())) {
        book.syncId = id;
      }
      change(frame, book, bids, asks, id, time);
    }
  }

  private static List<BigDecimal[]> levels(JsonNode side) {
    List<BigDecimal[]> levels = new ArrayList<>(side.size());
    for (JsonNode level : side) {
      levels.add(
          new BigDecimal[] {
            new BigDecimal(level.get(0).textValue()), new BigDecimal(level.get(1).textValue())
          });
    }
    return levels;
  }

  private void trade(
      Frame frame, Book book, String id, JsonNode price, JsonNode quantity, boolean sell, long time)
      throws JsonProcessingException {
    BigDecimal exactPrice = new BigDecimal(price.textValue());
    BigDecimal exactQuantity = new BigDecimal(quantity.textValue());
    if (work == Work.JSON) {
      output.trade(
          messages.trade(
              book.instrument, id, exactPrice, exactQuantity, sell, 1, time, frame.receiveTime()));
    } else {
      output.event(exactPrice, exactQuantity);
    }
  }

  private void change(
      Frame frame, Book book, List<BigDecimal[]> bids, List<BigDecimal[]> asks, long id, long time)
      throws JsonProcessingException {
    if (work == Work.PARSE) {
      output.event(bids, asks);
      return;
    }
    set(book.bids, bids);
    set(book.asks, asks);
    if (work == Work.JSON && isDue(time, book.publishedAt)) {
      output.book(
          messages.book(
              book.instrument,
              best(book.bids),
              best(book.asks),
              id,
              book.syncId,
              book.publishedAt == 0,
              time,
              frame.receiveTime()));
      book.publishedAt = time;
    }
  }

  private static void set(TreeMap<BigDecimal, BigDecimal> side, List<BigDecimal[]> levels) {
    for (BigDecimal[] level : levels) {
      if (level[1].signum() == 0) {
        side.remove(level[0]);
      } else {
        side.put(level[0], level[1]);
      }
    }
  }

  private static List<String[]> best(TreeMap<BigDecimal, BigDecimal> side) {
    List<String[]> levels = new ArrayList<>(Work.DEPTH);
    for (Map.Entry<BigDecimal, BigDecimal> level : side.entrySet()) {
      if (levels.size() == Work.DEPTH) {
        break;
      }
      levels.add(new String[] {Messages.plain(level.getKey()), Messages.plain(level.getValue())});
    }
    return levels;
  }

  @Override
  String books() {
    StringBuilder text = new StringBuilder();
    for (Book book : books.values()) {
      for (TreeMap<BigDecimal, BigDecimal> side : List.of(book.bids, book.asks)) {
        side.forEach(
            (price, quantity) ->
                text.append(Messages.plain(price))
                    .append(':')
                    .append(Messages.plain(quantity))
                    .append(','));
        text.append('|');
      }
    }
    return text.toString();
  }

  private static final class Book {
    private final Instrument instrument;
    private final TreeMap<BigDecimal, BigDecimal> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<BigDecimal, BigDecimal> asks = new TreeMap<>();
    private long syncId;
    private long publishedAt;

    Book(Instrument instrument) {
      this.instrument = instrument;
    }

    void fill(BookSnapshot snapshot) {
      fill(bids, snapshot.bids(), snapshot);
      fill(asks, snapshot.asks(), snapshot);
      syncId = snapshot.updateId();
    }

    private static void fill(
        TreeMap<BigDecimal, BigDecimal> side, Levels levels, BookSnapshot snapshot) {
      for (int i = 0; i < levels.size(); i++) {
        side.put(
            BigDecimal.valueOf(levels.price(i), snapshot.priceScale()),
            BigDecimal.valueOf(levels.quantity(i), snapshot.quantityScale()));
      }
    }
  }
}
