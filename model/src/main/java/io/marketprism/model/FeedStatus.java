// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

import java.util.Locale;

/**
 * Something happened to a feed that a consumer must know (wire contract 7.3).
 *
 * @param exchange subject token 2
 * @param marketType subject token 3
 * @param symbol normalized symbol, or {@link #ALL} for an event of a whole socket
 * @param instrumentId the venue's own name, or null for an event of a whole socket
 * @param event what happened
 * @param feed data type concerned, or {@link #SOCKET}
 * @param reason code of the cause, or null
 * @param previousSequence last good id, or {@link #NONE}
 * @param sequence id that broke the chain, or {@link #NONE}
 * @param gapStart event time of the last good message, or {@link #NONE}
 * @param gapEnd event time of the first message after the loss, or {@link #NONE} while it is open
 * @param lostCount number of lost messages, or {@link #NONE} where the ids do not tell
 * @param backfilledCount trades recovered over REST, or {@link #NONE}
 * @param connectionId the connection concerned, {@code {venue}-{plan}-{n}}
 * @param detail free text, cut at 512 bytes; or null
 * @param receiveTime when it was noticed here, ms since the epoch
 */
public record FeedStatus(
    String exchange,
    MarketType marketType,
    String symbol,
    String instrumentId,
    Event event,
    String feed,
    String reason,
    long previousSequence,
    long sequence,
    long gapStart,
    long gapEnd,
    long lostCount,
    long backfilledCount,
    String connectionId,
    String detail,
    long receiveTime)
    implements MarketEvent {

  public FeedStatus {
    detail = NoticeText.bounded(detail);
  }

  /** Symbol of events that concern a whole socket. */
  public static final String ALL = "ALL";

  /** Feed of events that concern a whole socket. */
  public static final String SOCKET = "socket";

  /**
   * Reason of a {@link Event#DISCONNECTED} after which all feeds of the connection go on over
   * another socket, and nothing is missed.
   */
  public static final String HANDED_OVER = "handed_over";

  /** An unknown id, time or count; null on the wire. */
  public static final long NONE = Long.MIN_VALUE;

  /** The kinds of events. */
  public enum Event {
    CONNECTED,
    DISCONNECTED,
    SUBSCRIBED,
    GAP,
    RESYNC,
    LIVE,
    STALE,
    RECOVERED,
    ROTATING,
    RATE_LIMITED,
    DEGRADED,
    REJECTED;

    private static final Event[] BY_CODE = values();
    private final String token = name().toLowerCase(Locale.ROOT);

    /** The value on the wire. */
    public String token() {
      return token;
    }

    /** The constant of an ordinal read from state or the network. */
    public static Event ofCode(int code) {
      return BY_CODE[code];
    }
  }

  /** An event of one instrument's feed. */
  public static Builder of(Instrument instrument, DataType feed, Event event) {
    Builder builder =
        new Builder(instrument.exchange(), instrument.marketType(), event, feed.token());
    builder.symbol = instrument.symbol();
    builder.instrumentId = instrument.nativeId();
    return builder;
  }

  /** An event of a whole socket. */
  public static Builder ofSocket(String exchange, MarketType marketType, Event event) {
    return new Builder(exchange, marketType, event, SOCKET);
  }

  /** Collects the optional parts of an event. */
  public static final class Builder {
    private final String exchange;
    private final MarketType marketType;
    private final Event event;
    private final String feed;
    private String symbol = ALL;
    private String instrumentId;
    private String reason;
    private long previousSequence = NONE;
    private long sequence = NONE;
    private long gapStart = NONE;
    private long gapEnd = NONE;
    private long lostCount = NONE;
    private long backfilledCount = NONE;
    private String connectionId;
    private String detail;

    private Builder(String exchange, MarketType marketType, Event event, String feed) {
      this.exchange = exchange;
      this.marketType = marketType;
      this.event = event;
      this.feed = feed;
    }

    /** The code of the cause. */
    public Builder reason(String code) {
      this.reason = code;
      return this;
    }

    /** The last good id and the id that broke the chain. */
    public Builder sequences(long lastGood, long breaking) {
      this.previousSequence = lastGood;
      this.sequence = breaking;
      return this;
    }

    /** The event times that bracket the loss; the end may be {@link #NONE}. */
    public Builder gap(long start, long end) {
      this.gapStart = start;
      this.gapEnd = end;
      return this;
    }

    /** How many messages are lost. */
    public Builder lost(long count) {
      this.lostCount = count;
      return this;
    }

    /** How many trades were recovered. */
    public Builder backfilled(long count) {
      this.backfilledCount = count;
      return this;
    }

    /** The connection concerned. */
    public Builder connection(String id) {
      this.connectionId = id;
      return this;
    }

    /** Free text; what exceeds 512 bytes is cut. */
    public Builder detail(String text) {
      this.detail = text;
      return this;
    }

    /** The event, noticed at the given time (ms since the epoch). */
    public FeedStatus at(long receiveTime) {
      return new FeedStatus(
          exchange,
          marketType,
          symbol,
          instrumentId,
          event,
          feed,
          reason,
          previousSequence,
          sequence,
          gapStart,
          gapEnd,
          lostCount,
          backfilledCount,
          connectionId,
          detail,
          receiveTime);
    }
  }
}
