// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.job.config.source.Faults;
import io.marketprism.job.config.source.Node;
import io.marketprism.job.config.source.Origin;
import io.marketprism.model.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The values of all options of one configuration: those given, and the defaults of those that are
 * not. For one thread.
 */
final class Settings {

  /**
   * A value and where it was given.
   *
   * @param origin empty for a default
   */
  private record Given(Object value, Optional<Origin> origin) {}

  private final Map<String, Given> values = new HashMap<>();
  private final Set<String> unusable = new HashSet<>();
  private final Set<Option<?>> asked = new HashSet<>();
  private final List<VenueKey> venues = new ArrayList<>();

  /** Reads each option of the catalogue; what cannot be read goes to {@code faults}. */
  static Settings read(Node.Mapping root, Faults faults) {
    Settings settings = new Settings();
    for (VenueKey venue : VenueKey.values()) {
      if (KnownKeys.find(root, "exchanges." + venue.key()).isPresent()) {
        settings.venues.add(venue);
      }
    }
    for (Option<?> option : Options.ALL) {
      if (option.isPerVenue()) {
        settings.venues.forEach(venue -> settings.read(option, venue, root, faults));
      } else {
        settings.read(option.common(), option.presence(), option.path(), root, faults);
      }
    }
    return settings;
  }

  private <T> void read(Option<T> option, VenueKey venue, Node.Mapping root, Faults faults) {
    String path = option.pathFor(venue);
    if (option.appliesTo(venue)) {
      read(option.byVenue().get(venue), option.presence(), path, root, faults);
      return;
    }
    String others =
        option.byVenue().keySet().stream().map(VenueKey::key).collect(Collectors.joining(", "));
    KnownKeys.find(root, path)
        .ifPresent(
            entry ->
                faults.add(
                    path, entry.origin(), venue.key() + " has no such thing; only: " + others));
  }

  private <T> void read(
      Option.Variant<T> variant,
      Option.Presence presence,
      String path,
      Node.Mapping root,
      Faults faults) {
    Optional<Node.Entry> entry = KnownKeys.find(root, path);
    if (entry.isEmpty()) {
      variant.defaultValue().ifPresent(v -> values.put(path, new Given(v, Optional.empty())));
      if (presence == Option.Presence.REQUIRED) {
        unusable.add(path);
        faults.add(path, "is missing; needed: " + variant.type().allowed());
      }
      return;
    }
    Node node = entry.get().value();
    variant
        .type()
        .read(node, (item, at, problem) -> faults.add(path + item, at.origin(), problem))
        .ifPresentOrElse(
            value -> values.put(path, new Given(value, Optional.of(entry.get().origin()))),
            () -> unusable.add(path));
  }

  /** Replaces the value of an option by one from elsewhere. */
  <T> void replace(Option<T> option, T value, Origin origin) {
    unusable.remove(option.path());
    values.put(option.path(), new Given(value, Optional.of(origin)));
  }

  /** Takes the value of an option away. */
  void remove(Option<?> option) {
    unusable.remove(option.path());
    values.remove(option.path());
  }

  /** The venues below {@code exchanges}. */
  List<VenueKey> venues() {
    return List.copyOf(venues);
  }

  /** Those of them that are collected from, as far as can be told. */
  List<VenueKey> enabledVenues() {
    return venues.stream()
        .filter(venue -> find(ExchangeOptions.ENABLED, venue).orElse(true))
        .toList();
  }

  /** The data types of a venue; none if they are faulty. */
  List<DataType> dataTypes(VenueKey venue) {
    return find(ExchangeOptions.DATA_TYPES, venue).orElse(List.of());
  }

  /**
   * The value of an option that has one in every configuration without faults.
   *
   * @throws IllegalStateException if it has none
   */
  <T> T get(Option<T> option) {
    return find(option).orElseThrow(() -> new IllegalStateException(option.path()));
  }

  /**
   * As {@link #get(Option)}, of an option that each venue has.
   *
   * @throws IllegalStateException if it has none
   */
  <T> T get(Option<T> option, VenueKey venue) {
    return find(option, venue).orElseThrow(() -> new IllegalStateException(option.pathFor(venue)));
  }

  /** The value of an option; empty if it is not given and has no default, or is faulty. */
  <T> Optional<T> find(Option<T> option) {
    return find(option, option.path());
  }

  /** As {@link #find(Option)}, of an option that each venue has. */
  <T> Optional<T> find(Option<T> option, VenueKey venue) {
    return find(option, option.pathFor(venue));
  }

  @SuppressWarnings("unchecked") // values of a path were put there by the option of that path
  private <T> Optional<T> find(Option<T> option, String path) {
    asked.add(option);
    return Optional.ofNullable(values.get(path)).map(given -> (T) given.value());
  }

  /** Whether the option was given, rightly or wrongly. */
  boolean isGiven(Option<?> option) {
    Given given = values.get(option.path());
    return unusable.contains(option.path()) || (given != null && given.origin().isPresent());
  }

  /** Where a path's value was given; empty for a default. */
  Optional<Origin> origin(String path) {
    return Optional.ofNullable(values.get(path)).flatMap(Given::origin);
  }

  /** The options that somebody asked for. */
  Set<Option<?>> asked() {
    return Set.copyOf(asked);
  }
}
