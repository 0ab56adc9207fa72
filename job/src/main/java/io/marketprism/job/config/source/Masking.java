// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config.source;

import java.util.regex.Pattern;

/** Makes texts that a user wrote fit to be shown: without credentials, on one line, not endless. */
public final class Masking {
  private static final int SHOWN_CHARACTERS = 80;
  private static final int SENTENCE_CHARACTERS = 200;

  /**
   * Everything up to the last {@code @}, except a leading scheme. Greedy on purpose: a password may
   * hold any character, and hiding a host too much is better than showing a password.
   */
  private static final Pattern USER_INFO =
      Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*://)?.*@", Pattern.DOTALL);

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");

  private Masking() {}

  /** The text with {@code user:password@} of a URL replaced by {@code ***@}. */
  public static String mask(String text) {
    return USER_INFO.matcher(text).replaceFirst("$1***@");
  }

  /** A value for a message: masked, without control characters, cut to 80 characters. */
  public static String shown(String value) {
    return cut(mask(value), SHOWN_CHARACTERS);
  }

  /** A sentence of somebody else for a message; it is not masked unless it quotes a URL. */
  static String sentence(String text) {
    return cut(text.contains("://") ? mask(text) : text, SENTENCE_CHARACTERS);
  }

  private static String cut(String text, int characters) {
    String plain = CONTROL.matcher(text).replaceAll("?");
    return plain.length() <= characters
        ? plain
        : plain.substring(0, characters) + "… (" + plain.length() + " characters)";
  }
}
