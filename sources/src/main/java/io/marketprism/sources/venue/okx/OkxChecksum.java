// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Iterator;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * One instrument's book in the venue's own digits, for the checksum that OKX's {@code books}
 * channel carried until June 2026 (venue rule O1): the CRC-32 of {@code bid:size:ask:size:…} over
 * the best 25 levels, as the texts were sent. Kept only while the venue sends checksums, so it
 * reads a frame a second time rather than burden every frame with texts. Not thread-safe.
 */
final class OkxChecksum {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int LEVELS = 25;

  private final TreeMap<BigDecimal, String> bids = new TreeMap<>(Comparator.reverseOrder());
  private final TreeMap<BigDecimal, String> asks = new TreeMap<>();

  /**
   * Applies the levels of a frame that was found sound before.
   *
   * @throws IOException if it is no JSON
   */
  void apply(byte[] bytes, int offset, int length) throws IOException {
    try (JsonParser json = JSON.createParser(bytes, offset, length)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          String field = json.currentName();
          if (json.nextToken() == JsonToken.START_ARRAY) {
            if ("bids".equals(field)) {
              side(json, bids);
            } else if ("asks".equals(field)) {
              side(json, asks);
            }
          }
        }
      }
    }
  }

  private static void side(JsonParser json, TreeMap<BigDecimal, String> side) throws IOException {
    while (json.nextToken() == JsonToken.START_ARRAY) {
      json.nextToken();
      String price = json.getText();
      json.nextToken();
      String size = json.getText();
      if (new BigDecimal(size).signum() == 0) {
        side.remove(new BigDecimal(price));
      } else {
        side.put(new BigDecimal(price), price + ':' + size);
      }
      while (json.nextToken() != JsonToken.END_ARRAY) {
        json.skipChildren();
      }
    }
    while (side.size() > OkxBooks.LEVELS) {
      side.pollLastEntry();
    }
  }

  /** The checksum of the book, as the signed number that the venue sends. */
  int value() {
    StringBuilder text = new StringBuilder(1_024);
    Iterator<String> bid = bids.values().iterator();
    Iterator<String> ask = asks.values().iterator();
    for (int i = 0; i < LEVELS; i++) {
      append(text, bid);
      append(text, ask);
    }
    CRC32 crc = new CRC32();
    crc.update(text.toString().getBytes(US_ASCII));
    return (int) crc.getValue();
  }

  private static void append(StringBuilder text, Iterator<String> levels) {
    if (levels.hasNext()) {
      if (text.length() > 0) {
        text.append(':');
      }
      text.append(levels.next());
    }
  }
}
