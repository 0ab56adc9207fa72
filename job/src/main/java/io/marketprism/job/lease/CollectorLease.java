// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.lease;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The lease of one collector id, as one holder sees it. The id belongs to the job whose entry the
 * store has; a job takes over its own entry from whichever process wrote it. No clock decides here:
 * the store drops an entry that is not renewed, and whoever is first then has the id. For one
 * thread.
 */
final class CollectorLease {
  private static final long NONE = -1;
  private static final int ATTEMPTS = 10;

  private final String collectorId;
  private final LeaseHolder holder;
  private long revision = NONE;

  CollectorLease(String collectorId, LeaseHolder holder) {
    this.collectorId = collectorId;
    this.holder = holder;
  }

  String collectorId() {
    return collectorId;
  }

  LeaseHolder holder() {
    return holder;
  }

  /**
   * Takes the lease if it is free, renews it if this job has it.
   *
   * @return another job's entry if that has it, else nothing
   * @throws IOException if the store gives no answer; whether the entry was written is then
   *     unknown, and the next call finds out
   */
  Optional<LeaseStore.Entry> refresh(LeaseStore store) throws IOException {
    if (revision != NONE && wrote(store.replace(collectorId, holder, revision))) {
      return Optional.empty();
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<LeaseStore.Entry> found = store.find(collectorId);
      if (found.isPresent() && !found.get().holder().isSameJob(holder)) {
        revision = NONE;
        return found;
      }
      OptionalLong written =
          found.isPresent()
              ? store.replace(collectorId, holder, found.get().revision())
              : store.create(collectorId, holder);
      if (wrote(written)) {
        return Optional.empty();
      }
      // Somebody wrote in between; the entry tells who.
    }
    throw new IOException("The lease of " + collectorId + " changes faster than it can be read.");
  }

  private boolean wrote(OptionalLong written) {
    written.ifPresent(newRevision -> revision = newRevision);
    return written.isPresent();
  }

  /** Gives the lease back, if what this holder wrote last still stands. */
  void release(LeaseStore store) throws IOException {
    if (revision != NONE) {
      store.remove(collectorId, revision);
      revision = NONE;
    }
  }
}
