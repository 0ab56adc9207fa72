// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config.source;

import java.util.regex.Pattern;

/** Makes texts that a user wrote fit to be shown: without credentials, on one line, not endless. */
public final class Masking {
  private static final int SHOWN_CHARACTERS = 80;

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

  /** The text for a message: masked, without control characters, cut to 80 characters. */
  public static String shown(String text) {
    String masked = CONTROL.matcher(mask(text)).replaceAll("?");
    return masked.length() <= SHOWN_CHARACTERS
        ? masked
        : masked.substring(0, SHOWN_CHARACTERS) + "… (" + masked.length() + " characters)";
  }
}
