// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.spot;

import static io.marketprism.model.DeadLetter.Reason.BAD_NUMBER;
import static io.marketprism.model.DeadLetter.Reason.INVALID_TRADE;
import static io.marketprism.model.DeadLetter.Reason.MALFORMED_JSON;
import static io.marketprism.model.DeadLetter.Reason.MISSING_FIELD;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_MESSAGE;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_SYMBOL;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.BookDelta;
import io.marketprism.model.DataType;
import io.marketprism.model.DecimalParser;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.LevelBuffer;
import io.marketprism.sources.venue.StreamCodec;
import io.marketprism.sources.venue.Timestamps;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Frames of Binance spot's combined streams: {@code depthUpdate} and {@code trade} events in a
 * {@code {"stream","data"}} wrapper, answers to subscriptions, {@code serverShutdown}
 * (web-socket-streams.md).
 */
final class BinanceSpotCodec implements StreamCodec {
  /** Keeps a subscription message well below what the venue takes in one frame. */
  private static final int STREAMS_PER_MESSAGE = 100;

  private static final JsonFactory JSON = new JsonFactory();
  private static final long NONE = Long.MIN_VALUE;

  private final URI uri;
  private final DataType dataType;
  private final Map<String, Instrument> byNativeId = new HashMap<>();
  private final LevelBuffer bids = new LevelBuffer();
  private final LevelBuffer asks = new LevelBuffer();
  private final DecimalParser price = new DecimalParser();
  private final DecimalParser quantity = new DecimalParser();

  // The fields of the message that is being decoded.
  private String type;
  private String symbol;
  private long eventTime;
  private long firstId;
  private long lastId;
  private boolean hasBids;
  private boolean hasAsks;
  private long tradeId;
  private long tradeTime;
  private boolean hasPrice;
  private boolean hasQuantity;
  private boolean hasSide;
  private boolean buyerIsMaker;
  private long answerId;
  private boolean isAnswer;
  private String error;

  BinanceSpotCodec(String wsUrl, DataType dataType) {
    this.uri = URI.create(wsUrl.replaceAll("/+$", "") + "/stream");
    this.dataType = dataType;
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public int instrumentsPerMessage() {
    return STREAMS_PER_MESSAGE;
  }

  @Override
  public void expect(List<Instrument> instruments) {
    byNativeId.clear();
    for (Instrument instrument : instruments) {
      byNativeId.put(instrument.nativeId(), instrument);
    }
  }

  @Override
  public String subscribe(long id, List<Instrument> instruments) {
    return control("SUBSCRIBE", id, instruments);
  }

  @Override
  public String unsubscribe(long id, List<Instrument> instruments) {
    return control("UNSUBSCRIBE", id, instruments);
  }

  private String control(String method, long id, List<Instrument> instruments) {
    String suffix = dataType == DataType.ORDERBOOK ? "@depth@100ms\"" : "@trade\"";
    return instruments.stream()
        .map(instrument -> '"' + instrument.nativeId().toLowerCase(Locale.ROOT) + suffix)
        .collect(
            Collectors.joining(
                ",", "{\"method\":\"" + method + "\",\"params\":[", "],\"id\":" + id + '}'));
  }

  @Override
  public void decode(byte[] bytes, int offset, int length, long receiveTime, Target target)
      throws FrameException {
    reset();
    try (JsonParser json = JSON.createParser(bytes, offset, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new FrameException(MALFORMED_JSON, "not a JSON object");
      }
      readObject(json, true);
      if (json.nextToken() != null) {
        throw new FrameException(MALFORMED_JSON, "more than one JSON value", instrument());
      }
    } catch (IOException e) {
      throw new FrameException(MALFORMED_JSON, messageOf(e), instrument());
    } catch (MalformedDecimalException e) {
      throw new FrameException(BAD_NUMBER, e.getMessage(), instrument());
    }
    deliver(receiveTime, target);
  }

  private void reset() {
    type = null;
    symbol = null;
    eventTime = NONE;
    firstId = NONE;
    lastId = NONE;
    hasBids = false;
    hasAsks = false;
    tradeId = NONE;
    tradeTime = NONE;
    hasPrice = false;
    hasQuantity = false;
    hasSide = false;
    answerId = NONE;
    isAnswer = false;
    error = null;
    bids.clear();
    asks.clear();
  }

  private void readObject(JsonParser json, boolean outer)
      throws IOException, MalformedDecimalException, FrameException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (outer && "data".equals(field) && value == JsonToken.START_OBJECT) {
        readObject(json, false);
      } else if (outer && field.length() > 1) {
        readWrapperField(json, field, value);
      } else {
        readField(json, field, value);
      }
    }
  }

  private void readWrapperField(JsonParser json, String field, JsonToken value) throws IOException {
    switch (field) {
      case "id" -> {
        if (value == JsonToken.VALUE_NUMBER_INT) {
          answerId = json.getLongValue();
          isAnswer = true;
        }
      }
      case "code" -> {
        isAnswer = true;
        error = "code " + json.getText() + (error == null ? "" : ": " + error);
      }
      case "msg" -> error = error == null ? json.getText() : error + ": " + json.getText();
      case "error" -> {
        isAnswer = true;
        error = value.isStructStart() ? "refused" : json.getText();
        json.skipChildren();
      }
      default -> json.skipChildren();
    }
  }

  private void readField(JsonParser json, String field, JsonToken value)
      throws IOException, MalformedDecimalException, FrameException {
    if (field.length() != 1) {
      json.skipChildren();
      return;
    }
    switch (field.charAt(0)) {
      case 'e' -> type = json.getText();
      case 's' -> symbol = json.getText();
      case 'E' -> eventTime = Timestamps.millis(json, value, "E");
      case 'T' -> tradeTime = Timestamps.millis(json, value, "T");
      case 'U' -> firstId = id(json, value, "U");
      case 'u' -> lastId = id(json, value, "u");
      case 't' -> tradeId = id(json, value, "t");
      case 'b' -> hasBids = levels(json, value, bids);
      case 'a' -> hasAsks = levels(json, value, asks);
      case 'p' -> {
        price.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        hasPrice = true;
      }
      case 'q' -> {
        quantity.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        hasQuantity = true;
      }
      case 'm' -> {
        if (value != JsonToken.VALUE_TRUE && value != JsonToken.VALUE_FALSE) {
          throw new FrameException(INVALID_TRADE, "m is no boolean: " + json.getText());
        }
        buyerIsMaker = value == JsonToken.VALUE_TRUE;
        hasSide = true;
      }
      default -> json.skipChildren();
    }
  }

  private static boolean levels(JsonParser json, JsonToken value, LevelBuffer side)
      throws IOException, MalformedDecimalException {
    if (value != JsonToken.START_ARRAY) {
      json.skipChildren();
      return false;
    }
    side.read(json);
    return true;
  }

  private static long id(JsonParser json, JsonToken value, String field)
      throws IOException, FrameException {
    if (value != JsonToken.VALUE_NUMBER_INT
        || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        || json.getLongValue() < 0) {
      throw new FrameException(BAD_NUMBER, field + " is no id: " + json.getText());
    }
    return json.getLongValue();
  }

  private void deliver(long receiveTime, Target target) throws FrameException {
    if (type == null) {
      if (!isAnswer) {
        throw new FrameException(UNKNOWN_MESSAGE, "neither an event nor an answer");
      }
      long id = answerId == NONE ? 0 : answerId;
      if (error == null) {
        target.onAccepted(id, null);
      } else {
        target.onRefused(id, null, error);
      }
      return;
    }
    switch (type) {
      case "depthUpdate" -> target.onBookDelta(delta(receiveTime));
      case "trade" -> target.onTrade(trade(receiveTime));
      case "serverShutdown" -> target.onShutdownNotice("server_shutdown");
      default -> throw new FrameException(UNKNOWN_MESSAGE, "event '" + type + "'", instrument());
    }
  }

  private BookDelta delta(long receiveTime) throws FrameException {
    Instrument instrument = knownInstrument();
    require(eventTime != NONE, "E", instrument);
    require(firstId != NONE, "U", instrument);
    require(lastId != NONE, "u", instrument);
    require(hasBids, "b", instrument);
    require(hasAsks, "a", instrument);
    if (lastId < firstId) {
      throw new FrameException(BAD_NUMBER, "u " + lastId + " < U " + firstId, instrument);
    }
    try {
      LevelBuffer.align(bids, asks);
    } catch (MalformedDecimalException e) {
      throw new FrameException(BAD_NUMBER, e.getMessage(), instrument);
    }
    return new BookDelta(
        instrument,
        NONE,
        firstId,
        lastId,
        eventTime,
        receiveTime,
        bids.priceScale(),
        bids.quantityScale(),
        bids.levels(),
        asks.levels());
  }

  private Trade trade(long receiveTime) throws FrameException {
    Instrument instrument = knownInstrument();
    require(tradeId != NONE, "t", instrument);
    require(tradeTime != NONE, "T", instrument);
    require(hasPrice, "p", instrument);
    require(hasQuantity, "q", instrument);
    require(hasSide, "m", instrument);
    if (price.mantissa() <= 0 || quantity.mantissa() <= 0) {
      throw new FrameException(
          INVALID_TRADE, "price and quantity of trade " + tradeId + " must be > 0", instrument);
    }
    return new Trade(
        instrument,
        tradeId,
        null,
        tradeTime,
        receiveTime,
        price.mantissa(),
        price.scale(),
        quantity.mantissa(),
        quantity.scale(),
        buyerIsMaker,
        1,
        false);
  }

  private Instrument knownInstrument() throws FrameException {
    if (symbol == null) {
      throw new FrameException(MISSING_FIELD, "s");
    }
    Instrument instrument = byNativeId.get(symbol);
    if (instrument == null) {
      throw new FrameException(UNKNOWN_SYMBOL, symbol);
    }
    return instrument;
  }

  private Instrument instrument() {
    return symbol == null ? null : byNativeId.get(symbol);
  }

  private static void require(boolean present, String field, Instrument instrument)
      throws FrameException {
    if (!present) {
      throw new FrameException(MISSING_FIELD, field, instrument);
    }
  }

  private static String messageOf(IOException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
