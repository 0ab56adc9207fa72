// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static io.marketprism.model.DeadLetter.Reason.BAD_NUMBER;
import static io.marketprism.model.DeadLetter.Reason.MALFORMED_JSON;
import static io.marketprism.model.DeadLetter.Reason.UNKNOWN_MESSAGE;
import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.sources.venue.Answers;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.FrameScanner;
import io.marketprism.sources.venue.KeepAlive;
import io.marketprism.sources.venue.StreamCodec;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Frames of OKX's WebSocket: pushes {@code {"arg","action","data"}} of one channel, answers {@code
 * {"id","event","arg","code","msg"}} to control messages, notices, and the text {@code pong} (OKX
 * API v5, "WebSocket").
 */
final class OkxFrames implements StreamCodec {
  /** Below 30 s, after which the venue closes a silent connection ("Connect"). */
  private static final KeepAlive PING = new KeepAlive("ping", 20_000, 10_000);

  /** Some 15 KB of the 64 KB that the arguments of one message may take ("Subscribe"). */
  private static final int INSTRUMENTS_PER_MESSAGE = 200;

  private static final String UPGRADE_NOTICE = "64008";
  private static final byte[] PONG = {'p', 'o', 'n', 'g'};
  private static final Pattern SOCKET_PATH = Pattern.compile("(/ws/v5(/(public|business))?)?/*$");
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] CHANNEL = "{\"arg\":{\"channel\":".getBytes(US_ASCII);
  private static final byte[] INST_ID = ",\"instId\":".getBytes(US_ASCII);
  private static final byte[] ACTION = ",\"action\":".getBytes(US_ASCII);
  private static final byte[] DATA = ",\"data\":[".getBytes(US_ASCII);
  private static final byte[] END = "]}".getBytes(US_ASCII);

  private final FrameScanner scanner = new FrameScanner();
  private final URI uri;
  private final OkxChannel channel;
  private final OkxPush push = new OkxPush();

  // The envelope of the message that is being decoded.
  private String id;
  private String event;
  private String code;
  private String message;
  private boolean hasArg;
  private boolean hasData;
  private boolean isDataAhead;

  /**
   * @param wsUrl the venue's WebSocket, with or without the path of one of its sockets
   */
  OkxFrames(String wsUrl, OkxChannel channel) {
    String base = SOCKET_PATH.matcher(wsUrl).replaceFirst("");
    this.uri = URI.create(base + "/ws/v5/" + channel.socket());
    this.channel = channel;
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public void connected() {
    push.forgetNamed();
    channel.connected();
  }

  @Override
  public KeepAlive keepAlive() {
    return PING;
  }

  @Override
  public int instrumentsPerMessage() {
    return INSTRUMENTS_PER_MESSAGE;
  }

  @Override
  public boolean isWholeMarket() {
    return channel.wholeMarket() != null;
  }

  @Override
  public boolean answersEach() {
    return !isWholeMarket();
  }

  @Override
  public void expect(List<Instrument> instruments) {
    push.expect(instruments);
    channel.expect(instruments);
  }

  @Override
  public String subscribe(long messageId, List<Instrument> instruments) {
    return control("subscribe", messageId, instruments);
  }

  @Override
  public String unsubscribe(long messageId, List<Instrument> instruments) {
    return control("unsubscribe", messageId, instruments);
  }

  private String control(String op, long messageId, List<Instrument> instruments) {
    String head = "{\"id\":\"" + messageId + "\",\"op\":\"" + op + "\",\"args\":[";
    String arg = "{\"channel\":\"" + channel.name() + "\",\"";
    if (isWholeMarket()) {
      return head + arg + "instType\":\"" + channel.wholeMarket() + "\"}]}";
    }
    push.name(instruments);
    return instruments.stream()
        .map(instrument -> arg + "instId\":\"" + instrument.nativeId() + "\"}")
        .collect(Collectors.joining(",", head, "]}"));
  }

  @Override
  public void decode(byte[] bytes, int offset, int length, long receiveTime, Target target)
      throws FrameException {
    if (Arrays.equals(bytes, offset, offset + length, PONG, 0, PONG.length)) {
      target.onPong();
      return;
    }
    push.begin(bytes, offset, length, receiveTime);
    if (scan()) {
      channel.deliver(push, target);
      return;
    }
    push.begin(bytes, offset, length, receiveTime);
    id = null;
    event = null;
    code = null;
    message = null;
    hasArg = false;
    hasData = false;
    isDataAhead = false;
    read(false);
    if (isDataAhead) {
      read(true);
    }
    if (event != null) {
      answer(target);
    } else if (hasArg) {
      requireOurs();
      OkxFields.require(hasData, "data", push.instrument());
      channel.deliver(push, target);
    } else {
      throw new FrameException(UNKNOWN_MESSAGE, "neither a push nor an answer");
    }
  }

  /** Reads a push of the channel, if it is written just as the venue does. */
  private boolean scan() {
    if (!scanner.begin(push.bytes, push.offset, push.length) || !scanner.skip(CHANNEL)) {
      return false;
    }
    push.channel = scanner.text();
    if (!channel.name().equals(push.channel) || !scanner.skip(INST_ID)) {
      return false;
    }
    push.instId = scanner.text();
    if (push.instId == null || push.instId.isEmpty() || !scanner.skip('}')) {
      return false;
    }
    if (scanner.skip(ACTION)) {
      push.action = scanner.text();
      if (push.action == null || push.action.isEmpty()) {
        return false;
      }
    }
    return scanner.skip(DATA) && channel.scan(scanner, push) && scanner.endsWith(END);
  }

  private void read(boolean again) throws FrameException {
    try (JsonParser json = JSON.createParser(push.bytes, push.offset, push.length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new FrameException(MALFORMED_JSON, "not a JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        readField(json, json.currentName(), json.nextToken(), again);
      }
      if (json.nextToken() != null) {
        throw new FrameException(MALFORMED_JSON, "more than one JSON value", push.instrument());
      }
    } catch (IOException e) {
      throw new FrameException(MALFORMED_JSON, Answers.firstLine(e), push.instrument());
    } catch (MalformedDecimalException e) {
      throw new FrameException(BAD_NUMBER, e.getMessage(), push.instrument());
    } catch (FrameException e) {
      throw e.instrument() != null || push.instrument() == null
          ? e
          : new FrameException(e.reason(), e.getMessage(), push.instrument());
    }
  }

  private void readField(JsonParser json, String field, JsonToken value, boolean again)
      throws IOException, MalformedDecimalException, FrameException {
    switch (field) {
      case "arg" -> readArg(json, value);
      case "action" -> push.action = OkxFields.text(json, value);
      case "data" -> readData(json, value, again);
      case "id" -> id = OkxFields.text(json, value);
      case "event" -> event = OkxFields.text(json, value);
      case "code" -> code = OkxFields.text(json, value);
      case "msg" -> message = OkxFields.text(json, value);
      default -> json.skipChildren();
    }
  }

  private void readArg(JsonParser json, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    hasArg = true;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken inner = json.nextToken();
      switch (field) {
        case "channel" -> push.channel = OkxFields.text(json, inner);
        case "instId" -> push.instId = OkxFields.text(json, inner);
        default -> json.skipChildren();
      }
    }
  }

  /** Reads the data once it is known whose it is; JSON promises no order of fields. */
  private void readData(JsonParser json, JsonToken value, boolean again)
      throws IOException, MalformedDecimalException, FrameException {
    if (value != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    if (!hasArg) {
      isDataAhead = true;
      json.skipChildren();
      return;
    }
    if (again != isDataAhead) {
      json.skipChildren();
      return;
    }
    requireOurs();
    hasData = true;
    channel.read(json, push);
  }

  private void requireOurs() throws FrameException {
    if (!channel.name().equals(push.channel)) {
      throw new FrameException(
          UNKNOWN_MESSAGE, "channel '" + push.channel + "' was not subscribed", push.instrument());
    }
  }

  private void answer(Target target) throws FrameException {
    switch (event) {
      case "subscribe", "unsubscribe" -> {
        requireOurs();
        target.onAccepted(answeredId(), isWholeMarket() ? null : answeredInstrument());
      }
      case "error" -> target.onRefused(answeredId(), null, code + ": " + message);
      case "notice" -> {
        if (UPGRADE_NOTICE.equals(code)) {
          target.onShutdownNotice("notice_" + UPGRADE_NOTICE);
        } else {
          target.onFiltered("notice");
        }
      }
      default -> throw new FrameException(UNKNOWN_MESSAGE, "event '" + event + "'");
    }
  }

  private long answeredId() {
    if (id == null) {
      return 0;
    }
    return Math.max(0, OkxFields.digits(id.toCharArray(), 0, id.length()));
  }

  private Instrument answeredInstrument() throws FrameException {
    OkxFields.require(push.instId != null, "arg.instId", null);
    Instrument instrument = push.known(push.instId);
    if (instrument == null) {
      throw new FrameException(UNKNOWN_MESSAGE, "answer for " + push.instId + ", never asked for");
    }
    return instrument;
  }
}
