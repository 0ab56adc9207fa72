// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.Instrument;
import io.marketprism.model.Trade;
import java.net.URI;
import java.util.List;

/**
 * One connection's language: which URL, which messages, what a frame means. Made for one connection
 * and one data type; used from that connection's thread alone.
 */
public interface StreamCodec {

  /** Takes what a frame turned out to hold. */
  interface Target {
    /** A change of a book; {@code previousId} is not meaningful where the venue sends none. */
    void onBookDelta(BookDelta delta);

    /** A whole book in the stream. */
    void onBookSnapshot(BookSnapshot snapshot);

    /** The venue says of a book that it did not change. */
    void onUnchanged(Instrument instrument, long receiveTime);

    /**
     * A book is not what the venue has: its checksum differs. The change that showed it is not
     * handed over.
     */
    void onMismatch(Instrument instrument, String reason);

    /** A trade of the live stream. */
    void onTrade(Trade trade);

    /** A liquidation, a value of a volatility index. */
    void onDerivatives(DerivativesEvent event);

    /**
     * A sound message that is not collected; it is only counted.
     *
     * @param reason code, e.g. {@code non_trade}
     */
    void onFiltered(String reason);

    /**
     * One record of a frame cannot be used; the others of the frame can.
     *
     * @see StreamCodec#decode
     */
    void onRefusedRecord(FrameException problem);

    /**
     * The venue accepted a control message.
     *
     * @param id the message's
     * @param instrument the one accepted where the venue answers for each; null for all of the
     *     message
     */
    void onAccepted(long id, Instrument instrument);

    /**
     * The venue refused a control message.
     *
     * @param id the message's, or 0 where the venue does not say
     * @param instrument the one refused where the venue says so; null for all of the message that
     *     were not accepted
     * @param error the venue's words
     */
    void onRefused(long id, Instrument instrument, String error);

    /**
     * The venue announced the end of the connection.
     *
     * @param reason code of wire contract 7.3
     */
    void onShutdownNotice(String reason);

    /** The venue answered what keeps the connection alive ({@link StreamCodec#keepAlive}). */
    default void onPong() {}

    /** The venue wants an answer. */
    void reply(String message);
  }

  /** The URL to connect to. */
  URI uri();

  /** A new connection stands: whatever was kept of the one before is forgotten. */
  default void connected() {}

  /** Messages that go first on a new connection. */
  default List<String> greetings() {
    return List.of();
  }

  /** What keeps a silent connection alive, or null where the venue's pings do. */
  default KeepAlive keepAlive() {
    return null;
  }

  /** Most instruments named in one control message. */
  int instrumentsPerMessage();

  /**
   * Whether one subscription brings all instruments of the market. It is then made once, and
   * instruments come and go without a message.
   */
  default boolean isWholeMarket() {
    return false;
  }

  /**
   * Whether the venue answers for each instrument of a control message. Where it answers for the
   * whole message, a refusal concerns all of its instruments.
   */
  default boolean answersEach() {
    return false;
  }

  /** The instruments of which messages are expected from now on; replaces those before. */
  void expect(List<Instrument> instruments);

  /** The message that subscribes instruments, under an id of the connection from 1 on. */
  String subscribe(long id, List<Instrument> instruments);

  /** The message that ends the subscription of instruments. */
  String unsubscribe(long id, List<Instrument> instruments);

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
}
