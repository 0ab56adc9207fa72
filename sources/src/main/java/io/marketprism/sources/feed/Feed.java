// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.Instrument;
import io.marketprism.sources.ResyncRequest;
import java.util.List;

/**
 * One split's work, from opening to closing. It never gives up as long as it is open. Any thread
 * may call.
 */
public interface Feed {
  /** Begins. */
  void start();

  /** The feed's instruments from now on; those that are new begin, those that are gone end. */
  void instruments(List<Instrument> instruments);

  /** Somebody downstream needs a new snapshot of a book. */
  void resync(ResyncRequest request);

  /** Sockets that the feed should have open. */
  int sockets();

  /** Ends for ever; returns when it is done or after 5 s. */
  void close();
}
