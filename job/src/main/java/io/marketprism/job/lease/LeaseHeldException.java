// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.lease;

/** Another job has the collector's id; the message says which, and what can be done. */
public final class LeaseHeldException extends Exception {
  private static final long serialVersionUID = 1L;

  private LeaseHeldException(String message) {
    super(message);
  }

  /** A job that wants to start and may not. */
  static LeaseHeldException atStart(String collectorId, LeaseHolder other) {
    return new LeaseHeldException(
        "The collector id \"%s\" is held by %s. Two collectors under one id would publish everything twice. Stop that job, or give this one another collector.id; instance.allow-multiple: true lets both run."
            .formatted(collectorId, other.shown()));
  }

  /** A job that ran, and has to end. */
  static LeaseHeldException lost(String collectorId, LeaseHolder other) {
    return new LeaseHeldException(
        "This job has lost the collector id \"%s\" to %s: it could not renew its lease in time. It ends, so that nothing is published twice. Start it again when that job is stopped, or under another collector.id."
            .formatted(collectorId, other.shown()));
  }
}
