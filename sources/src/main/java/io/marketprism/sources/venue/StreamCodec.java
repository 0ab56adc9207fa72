// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.model.Trade;
import java.net.URI;
import java.util.List;

/**
 * One connection's language: which URL, which subscription messages, what a frame means. Made for
 * one connection's instruments and one data type; used from that connection's thread alone.
 */
public interface StreamCodec {

  /** What a frame turned out to be. */
  interface Target {
    /** A change of a book; {@code previousId} is not meaningful where the venue sends none. */
    void onBookDelta(BookDelta delta);

    /** A whole book in the stream. */
    void onBookSnapshot(BookSnapshot snapshot);

    /** A trade of the live stream. */
    void onTrade(Trade trade);

    /**
     * The venue answered the subscription message of the id; {@code error} is null when it
     * accepted.
     */
    void onSubscribed(long id, String error);

    /** The venue announced the end of the connection. */
    void onShutdownNotice();
  }

  /** The URL to connect to. */
  URI uri();

  /** The messages to send after the connection stands; the ids are 1, 2, … in order. */
  List<String> subscriptions();

  /**
   * Decodes one message.
   *
   * @param bytes holds the message; valid during the call
   * @param receiveTime ms since the epoch
   * @throws FrameException if the message is none of the venue's; nothing was handed to the target
   *     then
   */
  void decode(byte[] bytes, int offset, int length, long receiveTime, Target target)
      throws FrameException;

  /** The connection's instruments. */
  List<Instrument> instruments();
}
