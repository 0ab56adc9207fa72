// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.venue;

import io.marketprism.simulator.faults.RestShape;
import io.marketprism.simulator.replay.VenueDecoder;
import java.util.Optional;

/** Makes a venue's protocol; one line of the registry of venues per venue. Stateless. */
public interface VenueFactory {
  /** A new protocol. */
  VenueProtocol create(VenueContext context);

  /** The limits that the venue itself sets. */
  VenueLimits limits();

  /**
   * The symbol whose book events the stream of this name carries, in whatever case the name has it;
   * empty for any other stream. Serves the loss of frames on purpose.
   *
   * @param stream a name as given to the hub
   */
  Optional<String> bookOf(String stream);

  /** Like {@link #bookOf}, for the symbol whose trades the stream carries. */
  Optional<String> tradesOf(String stream);

  /** What must be known of the venue's REST interface to answer its requests wrongly. */
  RestShape rest();

  /** How recorded frames of the venue are read; empty where they cannot be replayed. */
  default Optional<VenueDecoder> decoder() {
    return Optional.empty();
  }
}
