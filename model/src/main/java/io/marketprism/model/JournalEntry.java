// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

import java.util.Arrays;
import java.util.Objects;

/**
 * One thing that reached a feed from outside, as it came: a frame, an answer, the end of a socket,
 * a timer. The entries of one run of a connection, in the order of their numbers, are all that its
 * behaviour depended on. Immutable; the arrays are not to be changed.
 *
 * @param exchange subject token of the venue
 * @param marketType of the feed's messages
 * @param connectionId of the feed, e.g. {@code binance-spot-book-0}
 * @param run when this run of the feed began, ms since the epoch
 * @param number from 1 on within the run, without a hole
 * @param receiveTime local time when it came, ms since the epoch
 * @param nanos the monotonic clock then, ns
 * @param kind what it is
 * @param id of the socket, question or timer it belongs to, from 1 on within the run; of a start
 *     the seed of the feed's random numbers; else 0
 * @param payload the frame's, answer's or command's bytes, or null
 * @param detail what cannot be in the payload: why there is no answer, why a socket ended; or null
 * @param looks what the feed saw of its surroundings on this occasion, in order; empty where it saw
 *     nothing but zeros
 */
public record JournalEntry(
    String exchange,
    MarketType marketType,
    String connectionId,
    long run,
    long number,
    long receiveTime,
    long nanos,
    Kind kind,
    long id,
    byte[] payload,
    String detail,
    long[] looks)
    implements MarketEvent {

  /** What came. */
  public enum Kind {
    /** The feed began; the payload is its split. */
    START,
    /** The feed got other instruments; the payload is a split with these. */
    INSTRUMENTS,
    /** The job asked for a new snapshot; the payload is the instrument's key. */
    RESYNC,
    /** A delay was over. */
    TIMER,
    /** A question was answered. */
    ANSWER,
    /** A socket opened. */
    OPEN,
    /** A text message came. */
    TEXT,
    /** A binary message came. */
    BINARY,
    /** A message larger than allowed came; the payload is its beginning. */
    OVERSIZE,
    /** A socket ended or could not be opened. */
    CLOSED;

    private static final Kind[] KINDS = values();

    /**
     * The kind of an ordinal.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Kind ofCode(int code) {
      if (code < 0 || code >= KINDS.length) {
        throw new IllegalArgumentException("unknown kind of journal entry: " + code);
      }
      return KINDS[code];
    }
  }

  /** Its size in memory, by estimate. */
  public int bytes() {
    return 200 + (payload == null ? 0 : payload.length) + 8 * looks.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JournalEntry that
        && exchange.equals(that.exchange)
        && marketType == that.marketType
        && connectionId.equals(that.connectionId)
        && run == that.run
        && number == that.number
        && receiveTime == that.receiveTime
        && nanos == that.nanos
        && kind == that.kind
        && id == that.id
        && Arrays.equals(payload, that.payload)
        && Objects.equals(detail, that.detail)
        && Arrays.equals(looks, that.looks);
  }

  @Override
  public int hashCode() {
    return connectionId.hashCode() * 31 + Long.hashCode(run * 31 + number);
  }

  @Override
  public String toString() {
    return connectionId + ' ' + run + '/' + number + ' ' + kind + ' ' + id;
  }
}
