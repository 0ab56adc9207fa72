// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.model.Trade;
import io.marketprism.sources.book.ChainRule;
import io.marketprism.sources.net.RestResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that is particular to one venue. Implementations are stateless and safe for use by any
 * thread; the codecs they make are not.
 */
public interface Venue {
  /** Key in the configuration, e.g. {@code binance_spot}. */
  String key();

  /** Subject token 2. */
  String exchange();

  /** Subject token 3. */
  MarketType marketType();

  /** What it can be asked to collect. */
  Set<DataType> dataTypes();

  /**
   * Name of the connections of a data type: the {@code {venue}-{plan}} of connection ids, e.g.
   * {@code binance-spot-book}.
   */
  String planName(DataType dataType);

  /** What the venue allows one address. */
  VenueLimits limits();

  /** Whether an answer says that the request limit is reached although its status does not. */
  boolean isRateLimited(RestResponse response);

  /** The call that lists the instruments of the symbols; an empty set asks for all instruments. */
  RestCall instrumentsCall(Set<String> symbols);

  /**
   * Reads the instrument list.
   *
   * @return the instruments that can be collected, and a reason for each listed one that cannot
   * @throws FrameException if the answer is no such list
   */
  InstrumentList instruments(byte[] body) throws FrameException;

  /**
   * An instrument by the suffix rule alone (wire contract 3, rule 2), or null if no suffix matches.
   */
  Instrument bySuffix(String symbol);

  /** A codec for one connection. */
  StreamCodec codec(VenueSettings settings, DataType dataType, List<Instrument> instruments);

  /** How book deltas chain. */
  ChainRule chainRule();

  /** The call for a book snapshot. */
  RestCall snapshotCall(Instrument instrument, int limit);

  /**
   * Reads a book snapshot.
   *
   * @throws FrameException if the answer is none
   */
  BookSnapshot snapshot(Instrument instrument, byte[] body, int limit, long receiveTime)
      throws FrameException;

  /** The call for trades, ascending from an id. */
  RestCall tradesCall(Instrument instrument, long fromId);

  /**
   * Reads a page of trades, ascending, marked as backfilled.
   *
   * @throws FrameException if the answer is none
   */
  List<Trade> trades(Instrument instrument, byte[] body, long receiveTime) throws FrameException;

  /**
   * An instrument list.
   *
   * @param instruments by the venue's own name
   * @param rejected reason why a listed symbol cannot be collected, by the venue's own name
   */
  record InstrumentList(Map<String, Instrument> instruments, Map<String, String> rejected) {}
}
