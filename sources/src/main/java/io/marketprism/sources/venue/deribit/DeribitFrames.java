// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.model.DeadLetter.Reason.BAD_NUMBER;
import static io.marketprism.model.DeadLetter.Reason.MALFORMED_JSON;
import static io.marketprism.model.DeadLetter.Reason.MISSING_FIELD;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_MESSAGE;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_SYMBOL;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.sources.venue.Answers;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.StreamCodec;
import io.marketprism.sources.venue.VenueSettings;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Frames of Deribit's JSON-RPC socket: {@code {"method":"subscription","params":{"channel",
 * "data"}}}, heartbeats, and answers to what was sent (docs.deribit.com, "Notifications"). The
 * members of an object come in any order.
 */
final class DeribitFrames implements StreamCodec {
  private static final String PATH = "/ws/api/v2";
  private static final String INTERVAL = ".100ms";

  /** Keeps a subscription message well below what the venue takes in one frame. */
  private static final int CHANNELS_PER_MESSAGE = 100;

  private static final JsonFactory JSON = new JsonFactory();
  private static final long NONE = Long.MIN_VALUE;

  private final URI uri;
  private final long silenceMillis;
  private final DeribitPayload payload;
  private final DeribitControl control;
  private final Map<String, Instrument> byNativeId = new HashMap<>();

  // The members of the message that is being decoded.
  private final Set<String> channels = new HashSet<>();
  private String method;
  private String channel;
  private String heartbeat;
  private boolean hasData;
  private long id;
  private boolean hasResult;
  private DeribitAnswers.Failure failure;

  DeribitFrames(DataType dataType, VenueSettings settings) {
    payload =
        switch (dataType) {
          case ORDERBOOK -> new DeribitBookPayload();
          case TRADE -> new DeribitTradePayload();
          default -> throw new IllegalArgumentException(dataType.token() + " is not streamed");
        };
    control = new DeribitControl(payload.prefix(), INTERVAL);
    String base = DeribitVenue.withoutSlashes(settings.endpoints().ws());
    uri = URI.create(base.endsWith(PATH) ? base : base + PATH);
    silenceMillis = settings.sockets().silenceMillis();
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public void connected() {
    control.connected();
  }

  @Override
  public List<String> greetings() {
    return List.of(DeribitControl.setHeartbeat(silenceMillis));
  }

  @Override
  public int instrumentsPerMessage() {
    return CHANNELS_PER_MESSAGE;
  }

  /** One answer tells of each channel of a message. */
  @Override
  public boolean answersEach() {
    return true;
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
    return control.subscribe(id, instruments);
  }

  @Override
  public String unsubscribe(long id, List<Instrument> instruments) {
    return control.unsubscribe(id, instruments);
  }

  @Override
  public void decode(byte[] bytes, int offset, int length, long receiveTime, Target target)
      throws FrameException {
    reset();
    try (JsonParser json = JSON.createParser(bytes, offset, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new FrameException(MALFORMED_JSON, "not a JSON object");
      }
      readMembers(json);
      if (json.nextToken() != null) {
        throw new FrameException(MALFORMED_JSON, "more than one JSON value");
      }
      deliver(receiveTime, target);
    } catch (IOException e) {
      throw new FrameException(
          MALFORMED_JSON, Answers.firstLine(e), affected(bytes, offset, length));
    } catch (MalformedDecimalException e) {
      throw new FrameException(BAD_NUMBER, e.getMessage(), affected(bytes, offset, length));
    } catch (FrameException e) {
      throw e.instrument() != null
          ? e
          : new FrameException(e.reason(), e.getMessage(), affected(bytes, offset, length));
    }
  }

  private void reset() {
    channels.clear();
    method = null;
    channel = null;
    heartbeat = null;
    hasData = false;
    id = NONE;
    hasResult = false;
    failure = null;
    payload.clear();
  }

  private void readMembers(JsonParser json)
      throws IOException, MalformedDecimalException, FrameException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "method" -> method = json.getText();
        case "params" -> readParams(json, value);
        case "id" -> id = value == JsonToken.VALUE_NUMBER_INT ? json.getValueAsLong(NONE) : NONE;
        case "result" -> readResult(json, value);
        case "error" -> failure = DeribitAnswers.failure(json, value);
        default -> json.skipChildren();
      }
    }
  }

  private void readParams(JsonParser json, JsonToken params)
      throws IOException, MalformedDecimalException, FrameException {
    if (params != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "channel" -> {
          channel = json.getText();
          requireOwnChannel();
        }
        case "type" -> heartbeat = json.getText();
        case "data" -> {
          hasData = true;
          payload.read(json, value);
        }
        default -> json.skipChildren();
      }
    }
  }

  private void readResult(JsonParser json, JsonToken value) throws IOException {
    hasResult = true;
    if (value != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.VALUE_STRING) {
        channels.add(json.getText());
      }
      json.skipChildren();
    }
  }

  private void requireOwnChannel() throws FrameException {
    if (!channel.startsWith(payload.prefix())) {
      throw new FrameException(UNKNOWN_MESSAGE, "channel '" + channel + "'");
    }
  }

  private void deliver(long receiveTime, Target target) throws FrameException {
    if (method == null) {
      deliverAnswer(target);
      return;
    }
    switch (method) {
      case "subscription" -> {
        DeribitBooks.require(channel != null, "channel", null);
        DeribitBooks.require(hasData, "data", null);
        payload.deliver(knownInstrument(), receiveTime, target);
      }
      case "heartbeat" -> {
        DeribitBooks.require(heartbeat != null, "type", null);
        if ("test_request".equals(heartbeat)) {
          target.reply(DeribitControl.test());
        }
      }
      default -> throw new FrameException(UNKNOWN_MESSAGE, "method '" + method + "'");
    }
  }

  private void deliverAnswer(Target target) throws FrameException {
    if (failure != null) {
      control.failed(id == NONE ? DeribitControl.OWN_ID : id, failure, target);
    } else if (!hasResult) {
      throw new FrameException(UNKNOWN_MESSAGE, "neither a notification nor an answer");
    } else if (id == NONE) {
      throw new FrameException(MISSING_FIELD, "id");
    } else {
      control.answered(id, channels, target);
    }
  }

  private Instrument knownInstrument() throws FrameException {
    String name = nameIn(channel);
    Instrument instrument = byNativeId.get(name);
    if (instrument == null) {
      throw new FrameException(UNKNOWN_SYMBOL, name);
    }
    return instrument;
  }

  /** What stands between the first and the last point of a channel's name. */
  private static String nameIn(String channel) {
    int first = channel.indexOf('.') + 1;
    int last = channel.lastIndexOf('.');
    return last > first ? channel.substring(first, last) : channel.substring(first);
  }

  /**
   * The instrument whose message a refused frame was: by its channel, wherever that stands, else by
   * the instrument that its data name; null if neither can be read.
   */
  private Instrument affected(byte[] bytes, int offset, int length) {
    String named = null;
    try (JsonParser json = JSON.createParser(bytes, offset, length)) {
      while (json.nextToken() != null) {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
          continue;
        }
        if ("channel".equals(json.currentName())) {
          String found = json.getText();
          return found.startsWith(payload.prefix()) ? byNativeId.get(nameIn(found)) : null;
        }
        if ("instrument_name".equals(json.currentName())) {
          named = json.getText();
        }
      }
    } catch (IOException e) {
      // Torn where it was refused; what was read before still tells.
      return named == null ? null : byNativeId.get(named);
    }
    return named == null ? null : byNativeId.get(named);
  }
}
