// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of styled text. Immutable; all characters are one column wide.
 *
 * @param spans its pieces, from left to right
 */
record Line(List<Span> spans) {
  /**
   * A piece of a line.
   *
   * @param text without line breaks
   * @param style how it looks
   */
  record Span(String text, Style style) {}

  static final Line EMPTY = new Line(List.of());

  Line {
    spans = List.copyOf(spans);
  }

  static Line of(String text) {
    return EMPTY.with(text, Style.PLAIN);
  }

  static Line of(String text, Style style) {
    return EMPTY.with(text, style);
  }

  Line with(String text) {
    return with(text, Style.PLAIN);
  }

  Line with(String text, Style style) {
    List<Span> longer = new ArrayList<>(spans);
    longer.add(new Span(text, style));
    return new Line(longer);
  }

  int width() {
    return spans.stream().mapToInt(span -> span.text().length()).sum();
  }

  /**
   * Returns this line with an ellipsis where it would be wider than the given number of columns.
   */
  Line cut(int columns) {
    if (width() <= columns) {
      return this;
    }
    List<Span> kept = new ArrayList<>();
    int left = Math.max(0, columns - 1);
    for (Span span : spans) {
      if (span.text().length() <= left) {
        kept.add(span);
        left -= span.text().length();
        continue;
      }
      kept.add(new Span(span.text().substring(0, left) + (columns > 0 ? "…" : ""), span.style()));
      break;
    }
    return new Line(kept);
  }

  /** Returns the text alone. */
  String plain() {
    StringBuilder text = new StringBuilder();
    spans.forEach(span -> text.append(span.text()));
    return text.toString().stripTrailing();
  }

  /** Returns the text with the terminal's codes. */
  String ansi() {
    StringBuilder text = new StringBuilder();
    spans.forEach(span -> text.append(span.style().ansi(span.text())));
    return text.toString();
  }
}
