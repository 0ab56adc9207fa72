// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.market;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A whole order book with exact decimals: the plainest form that can be right, because other books
 * are judged by it. Not thread safe.
 */
public final class Book {
  private final NavigableMap<BigDecimal, Level> bids;
  private final NavigableMap<BigDecimal, Level> asks;

  /** An empty book. */
  public Book() {
    bids = new TreeMap<>(Comparator.reverseOrder());
    asks = new TreeMap<>();
  }

  private Book(Book original) {
    this();
    bids.putAll(original.bids);
    asks.putAll(original.asks);
  }

  /** A book of the given levels; none of them may delete. */
  public static Book of(Collection<Level> bids, Collection<Level> asks) {
    Book book = new Book();
    book.apply(bids, asks);
    return book;
  }

  /** An independent copy. */
  public Book copy() {
    return new Book(this);
  }

  /** Replaces the given levels; a quantity of zero deletes, also where nothing was. */
  public void apply(Collection<Level> bidChanges, Collection<Level> askChanges) {
    bidChanges.forEach(level -> apply(Side.BID, level));
    askChanges.forEach(level -> apply(Side.ASK, level));
  }

  /** Replaces one level; a quantity of zero deletes, also where nothing was. */
  public void apply(Side side, Level level) {
    if (level.deletes()) {
      levels(side).remove(level.price());
    } else {
      levels(side).put(level.price(), level);
    }
  }

  /** The levels of a side, best first; the live map of this book. */
  public NavigableMap<BigDecimal, Level> levels(Side side) {
    return side == Side.BID ? bids : asks;
  }

  /** The best {@code limit} levels of a side, best first; fewer where the side has fewer. */
  public List<Level> top(Side side, int limit) {
    List<Level> top = new ArrayList<>(Math.min(limit, levels(side).size()));
    for (Level level : levels(side).values()) {
      if (top.size() == limit) {
        break;
      }
      top.add(level);
    }
    return top;
  }

  /** The best level of a side, or null where the side is empty. */
  public Level best(Side side) {
    var first = levels(side).firstEntry();
    return first == null ? null : first.getValue();
  }

  /** Whether the best bid reaches the best ask. */
  public boolean crossed() {
    Level bid = best(Side.BID);
    Level ask = best(Side.ASK);
    return bid != null && ask != null && bid.price().compareTo(ask.price()) >= 0;
  }

  /**
   * SHA-256 in lower-case hex over {@code [[["price","quantity"],… bids],[… asks]]} without blanks,
   * plain decimals, best levels first.
   */
  public String sha256() {
    StringBuilder text = new StringBuilder(64 * (bids.size() + asks.size())).append('[');
    write(text, bids.values());
    text.append(',');
    write(text, asks.values());
    return sha256(text.append(']'));
  }

  private static void write(StringBuilder text, Collection<Level> levels) {
    text.append('[');
    String separator = "";
    for (Level level : levels) {
      text.append(separator)
          .append("[\"")
          .append(level.plainPrice())
          .append("\",\"")
          .append(level.plainQuantity())
          .append("\"]");
      separator = ",";
    }
    text.append(']');
  }

  private static String sha256(CharSequence text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
