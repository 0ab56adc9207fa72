// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

/**
 * The book lost its chain: nothing of it may be published until the next {@link BookSnapshot}.
 * Where several connections carry the book, this is said of the chain of one of them.
 *
 * @param instrument the book's instrument
 * @param receiveTime see {@link MarketEvent#receiveTime()}
 * @param replica number of the connection, from 1 on, where several carry the instrument; 0 where
 *     one does
 * @param away whether only the connection is gone, so that the chain may yet be resumed; always
 *     false where one connection carries the book
 */
public record BookReset(Instrument instrument, long receiveTime, int replica, boolean away)
    implements BookEvent {

  /** The only connection that carries the book lost its chain. */
  public BookReset(Instrument instrument, long receiveTime) {
    this(instrument, receiveTime, 0, false);
  }
}
