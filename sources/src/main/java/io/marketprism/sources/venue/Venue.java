// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.sources.net.RestResponse;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/**
 * Everything that is particular to one market of one venue. Implementations are stateless and safe
 * for use by any thread; the codecs they make are not.
 */
public interface Venue {
  /** Key in the configuration, e.g. {@code binance_spot}. */
  String key();

  /** Subject token 2. */
  String exchange();

  /** Subject token 3 of the messages of a data type. */
  MarketType marketType(DataType dataType);

  /** What it can be asked to collect. */
  Set<DataType> dataTypes();

  /**
   * Name of the feeds of a data type: the {@code {venue}-{plan}} of connection ids, e.g. {@code
   * binance-spot-book}.
   */
  String planName(DataType dataType);

  /** What the venue allows one address. */
  VenueLimits limits();

  /** What the paths of the calls are appended to; also the host of the request limits. */
  default URI restBase(VenueSettings settings) {
    return URI.create(settings.endpoints().rest());
  }

  /** Whether an answer says that the request limit is reached although its status does not. */
  boolean isRateLimited(RestResponse response);

  /**
   * The call that lists the instruments of the symbols; an empty set asks for all instruments. The
   * answer may hold more than was asked for.
   */
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

  /** The name by which the configuration and {@link InstrumentList} know an instrument. */
  default String listedName(Instrument instrument) {
    return instrument.nativeId();
  }

  /**
   * Whether the venue has a data type of an instrument; true unless markets are mixed in a list.
   */
  default boolean offers(DataType dataType, Instrument instrument) {
    return true;
  }

  /**
   * How a data type is collected: over a connection ({@link #stream}) or by polling ({@link
   * #poll}).
   */
  boolean isPolled(DataType dataType, VenueSettings settings);

  /**
   * A codec for one connection.
   *
   * @throws IllegalArgumentException for a data type that is not streamed
   */
  StreamCodec stream(DataType dataType, VenueSettings settings);

  /**
   * A codec for one polling feed.
   *
   * @throws IllegalArgumentException for a data type that is not polled
   */
  PollCodec poll(DataType dataType, VenueSettings settings);

  /** How books are kept whole. */
  BookRules books();

  /** How trades are counted and missed ones are had. */
  TradeRules trades();

  /** As {@link #trades()}, where a choice in the configuration brings trades of another kind. */
  default TradeRules trades(VenueSettings settings) {
    return trades();
  }

  /**
   * An instrument list.
   *
   * @param instruments by the venue's own name
   * @param rejected reason why a listed symbol cannot be collected, by the venue's own name
   */
  record InstrumentList(Map<String, Instrument> instruments, Map<String, String> rejected) {
    public InstrumentList {
      instruments = Map.copyOf(instruments);
      rejected = Map.copyOf(rejected);
    }
  }
}
