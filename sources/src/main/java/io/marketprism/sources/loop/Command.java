// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.loop;

import io.marketprism.model.Instrument;
import io.marketprism.sources.ResyncRequest;
import java.util.List;

/** What the reader wants of a feed. Immutable. */
public sealed interface Command {
  /** To begin. */
  record Start() implements Command {}

  /** To carry these instruments from now on. */
  record Instruments(List<Instrument> instruments) implements Command {
    public Instruments {
      instruments = List.copyOf(instruments);
    }
  }

  /** To fetch a new snapshot of a book. */
  record Resync(ResyncRequest request) implements Command {}
}
