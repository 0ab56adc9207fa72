// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.replay;

import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Instrument;
import io.marketprism.simulator.market.Trade;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Reads recorded texts of one venue. Stateless. */
public interface VenueDecoder {
  /** What a stream carries. */
  enum StreamKind {
    /** The book's events, one chain. */
    DEPTH,
    /** Single trades. */
    TRADE,
    /** Anything else, which is replayed unread. */
    OTHER
  }

  /** What the stream of this name carries. */
  StreamKind kind(String stream);

  /** The symbol that a stream belongs to, where it belongs to one. */
  Optional<String> symbol(String stream);

  /** The instrument of a recorded symbol. */
  default Instrument instrument(String symbol) {
    BigDecimal step = BigDecimal.ONE.movePointLeft(8);
    return Instrument.named(symbol, step, step);
  }

  /** The stream of the book's events of a symbol. */
  String depthStream(String symbol);

  /** The streams under which a recorded one is served; by default under its own name. */
  default List<String> servedAs(String stream) {
    return List.of(stream);
  }

  /**
   * The text of a recorded frame under one of the streams it is served as.
   *
   * @param recorded the recorded stream
   * @param served one of {@link #servedAs}
   */
  default String frame(String recorded, String served, String text) {
    return text;
  }

  /**
   * Reads a frame of a depth stream.
   *
   * @throws IllegalArgumentException where it is none
   */
  DepthEvent depth(String text);

  /**
   * Reads a frame of a trade stream.
   *
   * @throws IllegalArgumentException where it is none
   */
  Trade trade(String text);

  /**
   * Reads an answer of the depth endpoint.
   *
   * @throws IllegalArgumentException where it is none
   */
  BookSnapshot snapshot(String symbol, String text);
}
