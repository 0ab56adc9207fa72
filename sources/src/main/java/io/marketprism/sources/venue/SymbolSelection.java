// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import static java.util.stream.Collectors.joining;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which of a venue's instruments are collected: names, and patterns in which {@code *} stands for
 * any characters. {@code all} is the pattern {@code *}. Immutable.
 */
public final class SymbolSelection implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Selects every instrument of the venue. */
  public static final String ALL = "all";

  private final ArrayList<String> names = new ArrayList<>();
  private final ArrayList<Pattern> patterns = new ArrayList<>();
  private final boolean wholeMarket;

  /**
   * @param entries the venue's own names, patterns with {@code *}, or {@value #ALL}
   */
  public SymbolSelection(List<String> entries) {
    boolean all = false;
    for (String entry : entries) {
      if (ALL.equals(entry) || "*".equals(entry)) {
        all = true;
        patterns.add(Pattern.compile(".*"));
      } else if (isPattern(entry)) {
        patterns.add(Pattern.compile(quoted(entry)));
      } else {
        names.add(entry);
      }
    }
    wholeMarket = all;
  }

  /** Whether an entry stands for instruments that only the venue's list can name. */
  public static boolean isPattern(String entry) {
    return ALL.equals(entry) || entry.indexOf('*') >= 0;
  }

  private static String quoted(String entry) {
    return Arrays.stream(entry.split("\\*", -1)).map(Pattern::quote).collect(joining(".*"));
  }

  /** The instruments that are named one by one. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** Whether instruments come and go with the venue's list. */
  public boolean isOpen() {
    return !patterns.isEmpty();
  }

  /** Whether every instrument of the market is collected. */
  public boolean isWholeMarket() {
    return wholeMarket;
  }

  /** Whether an instrument of the venue is collected. */
  public boolean selects(String nativeId) {
    if (names.contains(nativeId)) {
      return true;
    }
    for (Pattern pattern : patterns) {
      if (pattern.matcher(nativeId).matches()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return names + (patterns.isEmpty() ? "" : " and " + patterns);
  }
}
