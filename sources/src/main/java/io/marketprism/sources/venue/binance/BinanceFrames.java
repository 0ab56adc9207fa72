// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance;

import static io.marketprism.model.DeadLetter.Reason.BAD_NUMBER;
import static io.marketprism.model.DeadLetter.Reason.MALFORMED_JSON;
import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.sources.venue.Answers;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.FrameScanner;
import io.marketprism.sources.venue.StreamCodec;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What frames of Binance's combined streams have in common: the {@code {"stream","data"}} wrapper,
 * subscriptions and their answers (web-socket-streams.md, "General WSS information"). A market's
 * codec adds which streams it subscribes and what their events mean.
 */
public abstract class BinanceFrames implements StreamCodec {
  /** Keeps a subscription message well below what the venue takes in one frame. */
  private static final int STREAMS_PER_MESSAGE = 100;

  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] STREAM = "{\"stream\":".getBytes(US_ASCII);
  private static final byte[] DATA = ",\"data\":{".getBytes(US_ASCII);
  private static final byte[] END = "}}".getBytes(US_ASCII);

  private final FrameScanner scanner = new FrameScanner();
  private final URI uri;
  private final Map<String, Instrument> byNativeId = new HashMap<>();
  private final ControlAnswer answer = new ControlAnswer();

  /**
   * @param base where the venue is, e.g. {@code wss://stream.binance.com:9443}
   * @param path path of its combined streams, e.g. {@code /stream}
   */
  protected BinanceFrames(String base, String path) {
    this.uri = URI.create(base.replaceAll("/+$", "") + path);
  }

  /** Names of the streams of instruments, e.g. {@code btcusdt@trade}. */
  protected abstract Collection<String> streams(List<Instrument> instruments);

  /** Forgets the event that was read before. */
  protected abstract void reset();

  /** Reads one field of an event, or skips it; the parser stands at the value. */
  protected abstract void readField(JsonParser json, String field, JsonToken value)
      throws IOException, MalformedDecimalException, FrameException;

  /**
   * As {@link #readField}, of a field of {@code data} and of the bytes themselves.
   *
   * @param field the field, as {@link FrameScanner#field()} gives it
   * @return false if the value is not written as the venue does; the parser reads the frame then
   */
  protected boolean scanField(FrameScanner scanner, int field) {
    return false;
  }

  /** Reads several events that came in one frame; the parser stands at the array's start. */
  protected void readEvents(JsonParser json)
      throws IOException, MalformedDecimalException, FrameException {
    json.skipChildren();
  }

  /**
   * Hands over what was read.
   *
   * @return false if there was no event
   * @throws FrameException if the event cannot be used; nothing was handed over then
   */
  protected abstract boolean deliver(long receiveTime, Target target) throws FrameException;

  /** The stream of an instrument: names are lower case in streams. */
  protected static String stream(Instrument instrument, String suffix) {
    return instrument.nativeId().toLowerCase(Locale.ROOT) + suffix;
  }

  /** The expected instrument of a name, or null. */
  protected final Instrument instrument(String nativeId) {
    return nativeId == null ? null : byNativeId.get(nativeId);
  }

  @Override
  public final URI uri() {
    return uri;
  }

  @Override
  public final int instrumentsPerMessage() {
    return STREAMS_PER_MESSAGE;
  }

  @Override
  public final void expect(List<Instrument> instruments) {
    byNativeId.clear();
    for (Instrument instrument : instruments) {
      byNativeId.put(instrument.nativeId(), instrument);
    }
  }

  @Override
  public final String subscribe(long id, List<Instrument> instruments) {
    return control("SUBSCRIBE", id, instruments);
  }

  @Override
  public final String unsubscribe(long id, List<Instrument> instruments) {
    return control("UNSUBSCRIBE", id, instruments);
  }

  private String control(String method, long id, List<Instrument> instruments) {
    return streams(instruments).stream()
        .map(stream -> '"' + stream + '"')
        .collect(
            Collectors.joining(
                ",", "{\"method\":\"" + method + "\",\"params\":[", "],\"id\":" + id + '}'));
  }

  @Override
  public final void decode(byte[] bytes, int offset, int length, long receiveTime, Target target)
      throws FrameException {
    answer.reset();
    reset();
    try {
      if (!scan(bytes, offset, length)) {
        reset();
        read(bytes, offset, length);
      }
      if (!deliver(receiveTime, target)) {
        answer.deliver(target);
      }
    } catch (FrameException e) {
      throw e.instrument() != null
          ? e
          : new FrameException(e.reason(), e.getMessage(), concerned(bytes, offset, length));
    }
  }

  /** Reads {@code {"stream":"…","data":{…}}}, if it is written just so. */
  private boolean scan(byte[] bytes, int offset, int length) {
    if (!scanner.begin(bytes, offset, length)
        || !scanner.skip(STREAM)
        || !scanner.skipText()
        || !scanner.skip(DATA)) {
      return false;
    }
    do {
      int field = scanner.field();
      if (field == FrameScanner.NO_FIELD || !scanField(scanner, field)) {
        return false;
      }
    } while (scanner.skip(','));
    return scanner.endsWith(END);
  }

  private void read(byte[] bytes, int offset, int length) throws FrameException {
    try (JsonParser json = JSON.createParser(bytes, offset, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new FrameException(MALFORMED_JSON, "not a JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if ("data".equals(field)) {
          readData(json, value);
        } else if (!answer.read(json, field, value)) {
          // An event without the wrapper, or the wrapper's "stream".
          readField(json, field, value);
        }
      }
      if (json.nextToken() != null) {
        throw new FrameException(MALFORMED_JSON, "more than one JSON value");
      }
    } catch (IOException e) {
      throw new FrameException(MALFORMED_JSON, Answers.firstLine(e));
    } catch (MalformedDecimalException e) {
      throw new FrameException(BAD_NUMBER, e.getMessage());
    }
  }

  private void readData(JsonParser json, JsonToken value)
      throws IOException, MalformedDecimalException, FrameException {
    if (value == JsonToken.START_ARRAY) {
      readEvents(json);
    } else if (value == JsonToken.START_OBJECT) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        readField(json, json.currentName(), json.nextToken());
      }
    }
  }

  /** The instrument that lost a message by a frame that cannot be used, as far as it tells. */
  private Instrument concerned(byte[] bytes, int offset, int length) {
    Instrument found = null;
    try (JsonParser json = JSON.createParser(bytes, offset, length)) {
      for (JsonToken token = json.nextToken();
          found == null && token != null;
          token = json.nextToken()) {
        if (token == JsonToken.VALUE_STRING && "stream".equals(json.currentName())) {
          String stream = json.getText();
          int end = Math.max(0, stream.indexOf('@'));
          found = instrument(stream.substring(0, end).toUpperCase(Locale.ROOT));
        } else if (token == JsonToken.VALUE_STRING && "s".equals(json.currentName())) {
          found = instrument(json.getText());
        }
      }
    } catch (IOException e) {
      // What can be read of the frame tells no instrument; why it cannot be used is told already.
      return null;
    }
    return found;
  }
}
