// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import java.util.Locale;

/**
 * What kept a feed from collecting for a while, as {@code marketprism_collector_errors_total} has
 * it.
 */
enum CollectorError {
  /** A frame, a record or an answer could not be decoded. */
  UNDECODABLE,
  /** A socket could not be opened, or ended without being asked to. */
  CONNECTION,
  /** A socket was closed because nothing came any more. */
  SILENCE,
  /** A socket was closed because the job did not keep up. */
  BACKLOG,
  /** A subscription was refused or not answered. */
  SUBSCRIPTION,
  /** A request was refused, or failed. */
  REQUEST;

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The error that the end of a socket is, or null where it was wanted. */
  static CollectorError ofEnd(String reason) {
    return switch (reason) {
      case "silence" -> SILENCE;
      case "buffer_overflow" -> BACKLOG;
      // Counted with the subscription or the snapshot that was not answered.
      case "subscribe_error", "snapshot_timeout" -> null;
      case "planned_rotation", "handed_over", "local" -> null;
      default -> CONNECTION;
    };
  }
}
