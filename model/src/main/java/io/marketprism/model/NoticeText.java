// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

/** Free text for people in notices, cut so that it stays small on the wire and in every buffer. */
final class NoticeText {
  /** Longest text, in bytes of UTF-8 (wire contract 7.3). */
  static final int MAX_BYTES = 512;

  private NoticeText() {}

  /** The longest beginning that has at most {@value #MAX_BYTES} bytes; null stays null. */
  static String bounded(String text) {
    if (text == null || text.length() <= MAX_BYTES / 3) {
      return text;
    }
    int bytes = 0;
    int end = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      if (bytes > MAX_BYTES) {
        return text.substring(0, end);
      }
      end += Character.charCount(codePoint);
    }
    return text;
  }
}
