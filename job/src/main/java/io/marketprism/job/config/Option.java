// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.job.config.source.Node;
import java.util.List;
import java.util.Optional;

/**
 * One key of the configuration, with all that is known of it.
 *
 * @param <T> what its value becomes
 * @param path dotted; {@code exchanges.<venue>.…} for a key that each venue has
 * @param presence what it means when the key is missing
 * @param defaultText the default as a user would write it; empty unless there is one
 * @param defaultValue what that means
 * @param description a sentence for the reference
 */
record Option<T>(
    String path,
    ValueType<T> type,
    Presence presence,
    String defaultText,
    Optional<T> defaultValue,
    String description) {

  /** Stands for the venue in the path of an option that each venue has. */
  static final String VENUE = "<venue>";

  private static final String VENUE_PREFIX = "exchanges." + VENUE + ".";

  /** What a missing key means. */
  enum Presence {
    DEFAULT,
    REQUIRED,
    OPTIONAL
  }

  /**
   * An option with a default.
   *
   * @throws IllegalStateException if the default does not satisfy its own type
   */
  static <T> Option<T> option(
      String path, ValueType<T> type, String defaultText, String description) {
    Optional<T> value = Optional.of(Defaults.parse(path, type, defaultText));
    return new Option<>(path, type, Presence.DEFAULT, defaultText, value, description);
  }

  /** An option that must be given. */
  static <T> Option<T> required(String path, ValueType<T> type, String description) {
    return new Option<>(path, type, Presence.REQUIRED, "", Optional.empty(), description);
  }

  /** An option without which something is left out. */
  static <T> Option<T> optional(String path, ValueType<T> type, String description) {
    return new Option<>(path, type, Presence.OPTIONAL, "", Optional.empty(), description);
  }

  /** Whether each venue has this key. */
  boolean isPerVenue() {
    return path.startsWith(VENUE_PREFIX);
  }

  /** The path of this option for a venue. */
  String pathFor(VenueKey venue) {
    return path.replace(VENUE, venue.key());
  }

  /** The keys of the path. */
  List<String> keys() {
    return Node.keysOf(path);
  }
}
