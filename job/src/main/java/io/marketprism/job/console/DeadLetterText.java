// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A dead letter as a person reads it: when and where, what was wrong, how the frame begins. */
final class DeadLetterText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final int SHOWN = 200;

  private DeadLetterText() {}

  /**
   * The text of a message.
   *
   * @param whole whether the frame is shown to its end, as far as the message has it
   */
  static String of(String message, boolean whole) {
    JsonNode letter;
    try {
      letter = JSON.readTree(message);
    } catch (JsonProcessingException e) {
      return "no dead letter: " + clean(message);
    }
    StringBuilder text = new StringBuilder();
    text.append(TIME.format(Instant.ofEpochMilli(letter.path("collected_ts_ms").asLong())))
        .append("  ")
        .append(letter.path("exchange").asText());
    append(text, letter, "market_type", " ");
    append(text, letter, "data_type", " ");
    append(text, letter, "reason", "  ");
    append(text, letter, "connection_id", "  ");
    append(text, letter, "detail", "\n  ");
    String raw = clean(letter.path("raw").asText());
    boolean cut = !whole && raw.length() > SHOWN;
    return text.append("\n  ")
        .append(String.format("%,d bytes", letter.path("raw_bytes").asLong()))
        .append("base64".equals(letter.path("raw_encoding").asText()) ? ", base64: " : ": ")
        .append(cut ? raw.substring(0, SHOWN) + " ..." : raw)
        .toString();
  }

  private static void append(StringBuilder text, JsonNode letter, String field, String before) {
    if (letter.hasNonNull(field)) {
      text.append(before).append(clean(letter.get(field).asText()));
    }
  }

  /** A frame is the venue's text: it must not steer the terminal. */
  private static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> clean.appendCodePoint(Character.isISOControl(point) ? '\uFFFD' : point));
    return clean.toString();
  }
}
