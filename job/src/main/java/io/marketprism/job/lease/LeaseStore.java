// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.lease;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the leases are: one entry for each collector id, which the store itself drops when it was
 * not written for the time to live. Each write has a revision, and is done only if the entry is
 * still of the revision that the writer has seen; so of two that write at once, one does.
 */
interface LeaseStore {

  /**
   * An entry as the store has it.
   *
   * @param revision grows with every write
   */
  record Entry(LeaseHolder holder, long revision) {}

  /** The entry of a collector, or nothing if its id is free. */
  Optional<Entry> find(String collectorId) throws IOException;

  /** Takes a free id; gives the revision, or nothing if it is not free. */
  OptionalLong create(String collectorId, LeaseHolder holder) throws IOException;

  /** Writes an entry anew; gives the revision, or nothing if it is not of the expected one. */
  OptionalLong replace(String collectorId, LeaseHolder holder, long expectedRevision)
      throws IOException;

  /** Frees the id, unless the entry is not of the expected revision. */
  void remove(String collectorId, long expectedRevision) throws IOException;
}
