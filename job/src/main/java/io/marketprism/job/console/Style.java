// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

/** How a piece of text looks on a terminal. */
enum Style {
  PLAIN(""),
  BOLD("1"),
  DIM("2"),
  GOOD("32"),
  CAUTION("33"),
  BAD("31;1");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /** Returns the text with the terminal's codes around it. */
  String ansi(String text) {
    return code.isEmpty() || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
