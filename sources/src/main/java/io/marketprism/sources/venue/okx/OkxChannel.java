// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import com.fasterxml.jackson.core.JsonParser;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.FrameScanner;
import io.marketprism.sources.venue.StreamCodec.Target;
import java.io.IOException;
import java.util.List;

/** What the pushes of one channel hold. Used by one connection's codec. */
interface OkxChannel {
  /** Name in {@code arg.channel}. */
  String name();

  /** Path of the WebSocket that has the channel: {@code public} or {@code business}. */
  default String socket() {
    return "public";
  }

  /** The {@code instType} that is subscribed as a whole, or null where each instrument is. */
  default String wholeMarket() {
    return null;
  }

  /** A new connection stands: what was kept of the one before is forgotten. */
  default void connected() {}

  /** The instruments expected from now on. */
  default void expect(List<Instrument> instruments) {}

  /**
   * Reads {@code data}; the parser stands at its start and is left at its end. Nothing is handed
   * out yet, and what was read before is forgotten.
   *
   * @throws FrameException if the push cannot be used at all
   */
  void read(JsonParser json, OkxPush push)
      throws IOException, MalformedDecimalException, FrameException;

  /**
   * As {@link #read}, of the bytes themselves, from the first record to the last.
   *
   * @return false if a record is not written as the venue does; the parser reads the frame then
   */
  default boolean scan(FrameScanner scanner, OkxPush push) {
    return false;
  }

  /**
   * Hands out what was read.
   *
   * @throws FrameException if it cannot be used; nothing was handed out then
   */
  void deliver(OkxPush push, Target target) throws FrameException;
}
