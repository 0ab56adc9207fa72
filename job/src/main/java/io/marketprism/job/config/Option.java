// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.job.config.source.Node;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One key of the configuration, with all that is known of it. Immutable.
 *
 * @param <T> what its value becomes
 * @param path dotted; {@code exchanges.<venue>.…} for a key that venues have
 * @param presence what it means when the key is missing
 * @param common what holds for it, unless a venue has its own
 * @param byVenue what holds for each venue that has the key; empty for a key outside {@code
 *     exchanges}
 * @param description a sentence for the reference
 */
record Option<T>(
    String path,
    Presence presence,
    Variant<T> common,
    Map<VenueKey, Variant<T>> byVenue,
    String description) {

  /** Stands for the venue in the path of an option that venues have. */
  static final String VENUE = "<venue>";

  private static final String VENUE_PREFIX = "exchanges." + VENUE + ".";

  /** What a missing key means. */
  enum Presence {
    DEFAULT,
    REQUIRED,
    OPTIONAL
  }

  /**
   * The values that an option may have and the one it has when it is missing.
   *
   * @param defaultText the default as a user would write it; empty unless there is one
   * @param defaultValue what that means
   */
  record Variant<T>(ValueType<T> type, String defaultText, Optional<T> defaultValue) {

    private static <T> Variant<T> of(String path, ValueType<T> type, String defaultText) {
      return new Variant<>(
          type,
          defaultText,
          defaultText.isEmpty()
              ? Optional.empty()
              : Optional.of(Defaults.parse(path, type, defaultText)));
    }
  }

  Option {
    byVenue = Collections.unmodifiableMap(byVenue);
  }

  /**
   * An option with a default.
   *
   * @throws IllegalStateException if the default does not satisfy its own type
   */
  static <T> Option<T> option(
      String path, ValueType<T> type, String defaultText, String description) {
    return of(path, Presence.DEFAULT, Variant.of(path, type, defaultText), description);
  }

  /** An option that must be given. */
  static <T> Option<T> required(String path, ValueType<T> type, String description) {
    return of(path, Presence.REQUIRED, Variant.of(path, type, ""), description);
  }

  /** An option without which something is left out. */
  static <T> Option<T> optional(String path, ValueType<T> type, String description) {
    return of(path, Presence.OPTIONAL, Variant.of(path, type, ""), description);
  }

  private static <T> Option<T> of(
      String path, Presence presence, Variant<T> common, String description) {
    Map<VenueKey, Variant<T>> byVenue = new EnumMap<>(VenueKey.class);
    if (path.startsWith(VENUE_PREFIX)) {
      Arrays.stream(VenueKey.values()).forEach(venue -> byVenue.put(venue, common));
    }
    return new Option<>(path, presence, common, byVenue, description);
  }

  /**
   * This option with another default for some venues.
   *
   * @throws IllegalStateException if the default does not satisfy its type
   */
  Option<T> withDefault(String defaultText, VenueKey... venues) {
    return changed(
        Arrays.asList(venues), venue -> Variant.of(path, byVenue.get(venue).type(), defaultText));
  }

  /**
   * This option with other values for each venue.
   *
   * @throws IllegalStateException if a default does not satisfy the venue's type
   */
  Option<T> withTypes(Function<VenueKey, ValueType<T>> typeOf) {
    return changed(
        byVenue.keySet(),
        venue -> Variant.of(path, typeOf.apply(venue), byVenue.get(venue).defaultText()));
  }

  /** This option for some venues only; others must not have the key. */
  Option<T> only(Iterable<VenueKey> venues) {
    Map<VenueKey, Variant<T>> some = new EnumMap<>(VenueKey.class);
    venues.forEach(venue -> some.put(venue, byVenue.get(venue)));
    return new Option<>(path, presence, common, some, description);
  }

  private Option<T> changed(Iterable<VenueKey> venues, Function<VenueKey, Variant<T>> variantOf) {
    Map<VenueKey, Variant<T>> changed = new EnumMap<>(byVenue);
    venues.forEach(venue -> changed.put(venue, variantOf.apply(venue)));
    return new Option<>(path, presence, common, changed, description);
  }

  /** Whether venues have this key. */
  boolean isPerVenue() {
    return path.startsWith(VENUE_PREFIX);
  }

  /** Whether a venue has this key. */
  boolean appliesTo(VenueKey venue) {
    return byVenue.containsKey(venue);
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
