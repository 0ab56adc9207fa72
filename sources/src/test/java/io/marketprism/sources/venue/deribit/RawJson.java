// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON taken apart one level at a time: objects, arrays and numbers keep the text they had. */
final class RawJson {
  private static final JsonFactory JSON = new JsonFactory();

  private RawJson() {}

  static Map<String, String> object(String text) {
    Map<String, String> members = new LinkedHashMap<>();
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        members.put(name, value(json, text));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return members;
  }

  static List<String> array(String text) {
    List<String> elements = new ArrayList<>();
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        elements.add(value(json, text));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return elements;
  }

  private static String value(JsonParser json, String text) throws IOException {
    if (!json.currentToken().isStructStart()) {
      return json.getText();
    }
    int start = (int) json.currentTokenLocation().getCharOffset();
    json.skipChildren();
    return text.substring(start, (int) json.currentLocation().getCharOffset());
  }
}
