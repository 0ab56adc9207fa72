// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.simulator.replay.RecordedRow.Kind;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms in which recorders write rows; the first character of a file tells them apart. */
enum RowFormat {
  /** {@code <receive time in epoch ns> <text>}; the text without a stream is a depth snapshot. */
  TIME_AND_TEXT {
    @Override
    RecordedRow parse(String line) {
      int blank = line.indexOf(' ');
      if (blank < 0) {
        throw new IllegalArgumentException("no blank after the time: " + beginning(line));
      }
      long time = Long.parseLong(line.substring(0, blank));
      return row(time, line.substring(blank + 1).strip(), "");
    }
  },

  /** JSON objects with {@code ts} in seconds, {@code dir}, {@code url} and {@code msg}. */
  JSON_OBJECT {
    @Override
    RecordedRow parse(String line) throws IOException {
      BigDecimal seconds = BigDecimal.ZERO;
      String direction = "";
      String url = "";
      String message = "";
      try (JsonParser json = JSON.createParser(line)) {
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          json.nextToken();
          switch (name) {
            case "ts" -> seconds = new BigDecimal(json.getText());
            case "dir" -> direction = json.getText();
            case "url" -> url = json.getText();
            case "msg" -> message = json.getText();
            default -> json.skipChildren();
          }
        }
      }
      long time = seconds.movePointRight(9).longValue();
      if (direction.equals("recv") || direction.equals("http")) {
        return row(time, message, url);
      }
      return new RecordedRow(time, Kind.OTHER, null, message);
    }
  };

  private static final JsonFactory JSON = new JsonFactory();
  private static final String STREAM = "{\"stream\":\"";
  private static final Pattern SYMBOL = Pattern.compile("[?&]symbol=([^&]+)");

  abstract RecordedRow parse(String line) throws IOException;

  static RowFormat of(String firstLine) {
    return firstLine.startsWith("{") ? JSON_OBJECT : TIME_AND_TEXT;
  }

  private static RecordedRow row(long time, String text, String url) {
    if (text.startsWith(STREAM)) {
      String stream = text.substring(STREAM.length(), text.indexOf('"', STREAM.length()));
      return new RecordedRow(time, Kind.FRAME, stream, text);
    }
    if (text.startsWith("{\"lastUpdateId\"")) {
      Matcher symbol = SYMBOL.matcher(url);
      return new RecordedRow(time, Kind.SNAPSHOT, symbol.find() ? symbol.group(1) : null, text);
    }
    if (url.contains("/exchangeInfo")) {
      return new RecordedRow(time, Kind.METADATA, null, text);
    }
    return new RecordedRow(time, Kind.OTHER, null, text);
  }

  private static String beginning(String line) {
    return line.substring(0, Math.min(80, line.length()));
  }
}
