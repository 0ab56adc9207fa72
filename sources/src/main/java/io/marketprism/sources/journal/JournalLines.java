// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import io.marketprism.model.JournalEntry;
import io.marketprism.model.MarketType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/**
 * Journal entries as lines of JSON, so that a person can read what came: a frame stands there as
 * the venue sent it, in {@code data}; what is not UTF-8 stands in {@code base64}. Not thread-safe.
 */
public final class JournalLines {
  private static final JsonFactory JSON = new JsonFactory();
  private static final long[] NO_LOOKS = {};

  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

  /** Starts to write lines; closing the writer leaves the stream open. */
  public Writer writer(OutputStream out) throws IOException {
    return new Writer(out);
  }

  /** Writes entries, each as one line. */
  public final class Writer implements AutoCloseable {
    private final JsonGenerator json;

    private Writer(OutputStream out) throws IOException {
      json = JSON.createGenerator(out);
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setRootValueSeparator(new SerializedString(""));
    }

    /** Writes one line. */
    public void write(JournalEntry entry) throws IOException {
      json.writeStartObject();
      json.writeStringField("feed", entry.connectionId());
      json.writeStringField("exchange", entry.exchange());
      json.writeStringField("market", entry.marketType().token());
      json.writeNumberField("run", entry.run());
      json.writeNumberField("n", entry.number());
      json.writeNumberField("ts", entry.receiveTime());
      json.writeNumberField("ns", entry.nanos());
      json.writeStringField("kind", entry.kind().name().toLowerCase(Locale.ROOT));
      if (entry.id() != 0) {
        json.writeNumberField("id", entry.id());
      }
      if (entry.detail() != null) {
        json.writeStringField("detail", entry.detail());
      }
      if (entry.looks().length > 0) {
        json.writeFieldName("looks");
        json.writeArray(entry.looks(), 0, entry.looks().length);
      }
      if (entry.payload() != null) {
        writePayload(entry.payload());
      }
      json.writeEndObject();
      json.writeRaw('\n');
    }

    private void writePayload(byte[] payload) throws IOException {
      try {
        CharBuffer text = utf8.decode(ByteBuffer.wrap(payload));
        json.writeFieldName("data");
        json.writeString(text.array(), text.arrayOffset(), text.length());
      } catch (CharacterCodingException e) {
        json.writeStringField("base64", Base64.getEncoder().encodeToString(payload));
      }
    }

    /** Hands what was written to the stream. */
    public void flush() throws IOException {
      json.flush();
    }

    @Override
    public void close() throws IOException {
      json.close();
    }
  }

  /**
   * Reads one line.
   *
   * @throws IOException if it is no journal entry; the message says what is wrong
   */
  public static JournalEntry read(byte[] line, int offset, int length) throws IOException {
    try (JsonParser json = JSON.createParser(line, offset, length)) {
      Fields fields = new Fields();
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no journal entry: a line that is no JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        fields.take(name, json);
      }
      return fields.entry();
    } catch (IllegalArgumentException e) {
      throw new IOException("no journal entry: " + e.getMessage(), e);
    }
  }

  private static final class Fields {
    private String feed;
    private String exchange;
    private MarketType market;
    private long run;
    private long number;
    private long receiveTime;
    private long nanos;
    private JournalEntry.Kind kind;
    private long id;
    private byte[] payload;
    private String detail;
    private long[] looks = NO_LOOKS;

    private void take(String name, JsonParser json) throws IOException {
      switch (name) {
        case "feed" -> feed = json.getText();
        case "exchange" -> exchange = json.getText();
        case "market" -> market = MarketType.ofToken(json.getText());
        case "run" -> run = json.getLongValue();
        case "n" -> number = json.getLongValue();
        case "ts" -> receiveTime = json.getLongValue();
        case "ns" -> nanos = json.getLongValue();
        case "kind" -> kind = JournalEntry.Kind.valueOf(json.getText().toUpperCase(Locale.ROOT));
        case "id" -> id = json.getLongValue();
        case "detail" -> detail = json.getText();
        case "data" -> payload = json.getText().getBytes(StandardCharsets.UTF_8);
        case "base64" -> payload = Base64.getDecoder().decode(json.getText());
        case "looks" -> looks = numbers(json);
        default -> json.skipChildren();
      }
    }

    private static long[] numbers(JsonParser json) throws IOException {
      long[] numbers = new long[4];
      int count = 0;
      while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
        if (count == numbers.length) {
          numbers = Arrays.copyOf(numbers, 2 * count);
        }
        numbers[count++] = json.getLongValue();
      }
      return Arrays.copyOf(numbers, count);
    }

    private JournalEntry entry() {
      if (feed == null || exchange == null || market == null || kind == null || number == 0) {
        throw new IllegalArgumentException("feed, exchange, market, kind or n is missing");
      }
      return new JournalEntry(
          exchange,
          market,
          feed,
          run,
          number,
          receiveTime,
          nanos,
          kind,
          id,
          payload,
          detail,
          looks);
    }
  }
}
