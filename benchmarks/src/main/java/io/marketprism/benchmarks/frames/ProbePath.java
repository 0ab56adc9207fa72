// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks.frames;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.model.Levels;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Near the limit of what streaming JSON allows: Jackson's parser over the bytes, longs at a fixed
 * scale, sorted arrays, a writer of its own. It believes whatever a frame says, and hands nothing
 * on but messages.
 */
final class ProbePath extends FramePath {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, Book> books = new LinkedHashMap<>();
  private final Changes bids = new Changes();
  private final Changes asks = new Changes();
  private long id;
  private long time;
  private long eventTime;
  private long price;
  private long quantity;
  private boolean sell;
  private boolean snapshot;
  private String name;

  ProbePath(Recording recording, Work work, Output output) {
    super(recording, work, output);
  }

  @Override
  void restart() {
    books.clear();
    for (Instrument instrument : recording.market().instruments()) {
      books.put(instrument.nativeId(), new Book(instrument));
    }
    for (BookSnapshot book : recording.books()) {
      books.get(book.instrument().nativeId()).fill(book);
    }
  }

  @Override
  void take(Frame frame) throws IOException {
    bids.size = 0;
    asks.size = 0;
    snapshot = false;
    time = 0;
    try (JsonParser json = JSON.createParser(frame.bytes())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        switch (json.currentName()) {
          case "data" -> data(frame, json);
          case "arg" -> object(json);
          case "action" -> {
            json.nextToken();
            snapshot = json.getTextLength() == 8;
          }
          default -> json.nextToken();
        }
      }
    }
  }

  private void data(Frame frame, JsonParser json) throws IOException {
    if (json.nextToken() == JsonToken.START_ARRAY) {
      while (json.nextToken() == JsonToken.START_OBJECT) {
        fields(json);
        done(frame);
      }
    } else {
      fields(json);
      done(frame);
    }
  }

  private void object(JsonParser json) throws IOException {
    json.nextToken();
    fields(json);
  }

  private void fields(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "s", "instId" -> name = json.getText();
        case "b", "bids" -> levels(json, bids);
        case "a", "asks" -> levels(json, asks);
        case "p", "px" -> price = decimal(json);
        case "q", "sz" -> quantity = decimal(json);
        case "E" -> eventTime = json.getLongValue();
        case "T" -> time = json.getLongValue();
        case "u", "t", "seqId" -> id = json.getLongValue();
        case "tradeId" -> id = integer(json);
        case "ts" -> time = integer(json);
        case "m" -> sell = json.currentToken() == JsonToken.VALUE_TRUE;
        case "side" -> sell = json.getTextLength() == 4;
        default -> json.skipChildren();
      }
    }
  }

  private static void levels(JsonParser json, Changes side) throws IOException {
    while (json.nextToken() == JsonToken.START_ARRAY) {
      json.nextToken();
      long price = decimal(json);
      json.nextToken();
      side.add(price, decimal(json));
      while (json.nextToken() != JsonToken.END_ARRAY) {
        // What else a venue says of a level is not used.
      }
    }
  }

  /** A decimal at the fixed scale. */
  private static long decimal(JsonParser json) throws IOException {
    char[] text = json.getTextCharacters();
    int position = json.getTextOffset();
    int end = position + json.getTextLength();
    long value = 0;
    int places = 0;
    while (position < end) {
      char c = text[position++];
      if (c == '.') {
        places = end - position;
      } else {
        value = value * 10 + (c - '0');
      }
    }
    return value * ProbeJson.POWERS[ProbeJson.SCALE - places];
  }

  private static long integer(JsonParser json) throws IOException {
    char[] text = json.getTextCharacters();
    int position = json.getTextOffset();
    int end = position + json.getTextLength();
    long value = 0;
    while (position < end) {
      value = value * 10 + (text[position++] - '0');
    }
    return value;
  }

  private void done(Frame frame) {
    if (time == 0) {
      time = eventTime;
    }
    if (!frame.isBook()) {
      if (work == Work.JSON) {
        Book book = books.get(name);
        output.trade(book.json.trade(id, price, quantity, sell, time, frame.receiveTime()));
      } else {
        output.event(this);
      }
    } else if (work == Work.PARSE) {
      output.event(this);
    } else {
      change(frame, books.get(name));
    }
  }

  private void change(Frame frame, Book book) {
    if (snapshot) {
      book.bids.size = 0;
      book.asks.size = 0;
      book.syncId = id;
    }
    book.bids.setAll(bids);
    book.asks.setAll(asks);
    if (work == Work.JSON && isDue(time, book.publishedAt)) {
      output.book(book.json.book(book, id, time, frame.receiveTime()));
      book.publishedAt = time;
    }
  }

  @Override
  String books() {
    StringBuilder text = new StringBuilder();
    for (Book book : books.values()) {
      for (Side side : new Side[] {book.bids, book.asks}) {
        for (int i = 0; i < side.size; i++) {
          text.append(ProbeJson.plain(side.price(i)))
              .append(':')
              .append(ProbeJson.plain(side.quantity(i)))
              .append(',');
        }
        text.append('|');
      }
    }
    return text.toString();
  }

  /** The levels of one side of a frame. */
  private static final class Changes {
    private long[] prices = new long[64];
    private long[] quantities = new long[64];
    private int size;

    void add(long price, long quantity) {
      if (size == prices.length) {
        prices = Arrays.copyOf(prices, 2 * size);
        quantities = Arrays.copyOf(quantities, 2 * size);
      }
      prices[size] = price;
      quantities[size++] = quantity;
    }
  }

  /** One side of a book, the best level last. */
  static final class Side {
    private final int sign;
    private long[] keys = new long[1_024];
    private long[] quantities = new long[1_024];
    private int size;

    Side(int sign) {
      this.sign = sign;
    }

    int size() {
      return size;
    }

    long price(int rank) {
      return sign * keys[size - 1 - rank];
    }

    long quantity(int rank) {
      return quantities[size - 1 - rank];
    }

    void setAll(Changes changes) {
      for (int i = 0; i < changes.size; i++) {
        set(changes.prices[i], changes.quantities[i]);
      }
    }

    void set(long price, long quantity) {
      long key = sign * price;
      int index = Arrays.binarySearch(keys, 0, size, key);
      if (index >= 0 && quantity != 0) {
        quantities[index] = quantity;
      } else if (index >= 0) {
        size--;
        System.arraycopy(keys, index + 1, keys, index, size - index);
        System.arraycopy(quantities, index + 1, quantities, index, size - index);
      } else if (quantity != 0) {
        insert(-index - 1, key, quantity);
      }
    }

    private void insert(int index, long key, long quantity) {
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, 2 * size);
        quantities = Arrays.copyOf(quantities, 2 * size);
      }
      System.arraycopy(keys, index, keys, index + 1, size - index);
      System.arraycopy(quantities, index, quantities, index + 1, size - index);
      keys[index] = key;
      quantities[index] = quantity;
      size++;
    }
  }

  /** An instrument's book. */
  static final class Book {
    final Side bids = new Side(1);
    final Side asks = new Side(-1);
    private final ProbeJson json;
    long syncId;
    long publishedAt;

    Book(Instrument instrument) {
      json = new ProbeJson(instrument);
    }

    void fill(BookSnapshot from) {
      long toPrice = ProbeJson.POWERS[ProbeJson.SCALE - from.priceScale()];
      long toQuantity = ProbeJson.POWERS[ProbeJson.SCALE - from.quantityScale()];
      fill(bids, from.bids(), toPrice, toQuantity);
      fill(asks, from.asks(), toPrice, toQuantity);
      syncId = from.updateId();
    }

    private static void fill(Side side, Levels levels, long toPrice, long toQuantity) {
      for (int i = levels.size() - 1; i >= 0; i--) {
        side.set(levels.price(i) * toPrice, levels.quantity(i) * toQuantity);
      }
    }
  }
}
