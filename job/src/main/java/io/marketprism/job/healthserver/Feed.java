// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

/**
 * One feed at the moment of a reading. Immutable.
 *
 * @param dataType as in subjects
 * @param exchange as in subjects
 * @param marketType as in subjects
 * @param symbol as in subjects; {@code ALL} where instruments have no series of their own
 * @param live whether the collector calls it live
 * @param heard whether it has ever had a message
 * @param ageSeconds since its last message; before the first, since the feed was first seen here
 * @param thresholdSeconds silence after which it is stale; infinite where silence says nothing
 */
record Feed(
    String dataType,
    String exchange,
    String marketType,
    String symbol,
    boolean live,
    boolean heard,
    double ageSeconds,
    double thresholdSeconds) {
  /** How a feed does. */
  enum State {
    LIVE("live"),
    /** Not live yet, and not for longer than it may take. */
    WAITING("not live yet"),
    STALE("stale"),
    /** A book without its chain. */
    UNSYNCHRONISED("not synchronised"),
    /** What was live or answered, and is not any more. */
    NOT_LIVE("not live");

    private final String words;

    State(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** Its subject. */
  String subject() {
    return dataType + '.' + exchange + '.' + marketType + '.' + symbol;
  }

  boolean isBook() {
    return dataType.equals("orderbook");
  }

  /** Books and trades: what the collector is there for. */
  boolean isCore() {
    return isBook() || dataType.equals("trade");
  }

  boolean stale() {
    return ageSeconds > thresholdSeconds;
  }

  State state() {
    if (live) {
      return stale() ? State.STALE : State.LIVE;
    }
    if (isBook()) {
      return State.UNSYNCHRONISED;
    }
    if (stale()) {
      return State.STALE;
    }
    // A quiet instrument's trades are not live until the first one after a reconnect.
    return dataType.equals("trade") || !heard ? State.WAITING : State.NOT_LIVE;
  }

  /** Nothing has come for so long, seconds; 0 while it is live. */
  double deadForSeconds() {
    return live && !stale() ? 0 : ageSeconds;
  }

  /** The same feed a while later, without further messages. */
  Feed after(double seconds) {
    return new Feed(
        dataType,
        exchange,
        marketType,
        symbol,
        live,
        heard,
        ageSeconds + seconds,
        thresholdSeconds);
  }
}
