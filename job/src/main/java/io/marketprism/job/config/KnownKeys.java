// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.job.config.source.Faults;
import io.marketprism.job.config.source.Masking;
import io.marketprism.job.config.source.Node;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Finds every key of a configuration that the catalogue does not have. */
final class KnownKeys {
  private static final Set<String> SECRETS =
      Set.of("password", "pass", "token", "secret", "nkey", "seed", "jwt", "credentials", "creds");

  private final Faults faults;

  private KnownKeys(Faults faults) {
    this.faults = faults;
  }

  /** Reports each key of {@code root} that is not known, with what was probably meant. */
  static void check(Node.Mapping root, Faults faults) {
    new KnownKeys(faults).check("", Section.ROOT, root);
  }

  private void check(String path, Section section, Node.Mapping mapping) {
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              String keyPath = path.isEmpty() ? key : path + "." + key;
              Section known = section.children.get(key);
              if (section.isVenues()) {
                checkVenue(keyPath, key, entry, section.children.get(Option.VENUE));
              } else if (known == null) {
                faults.add(Masking.shown(keyPath), entry.origin(), unknown(path, key, section));
              } else {
                checkKnown(keyPath, entry, known);
              }
            });
  }

  private void checkKnown(String path, Node.Entry entry, Section known) {
    if (known.isOption()) {
      return;
    }
    Node value = entry.value();
    if (value instanceof Node.Mapping section) {
      check(path, known, section);
    } else if (!isNothing(value)) {
      faults.add(path, entry.origin(), value.shown() + " is not a section; " + known.allowedHere());
    }
  }

  private void checkVenue(String path, String key, Node.Entry entry, Section venueSection) {
    if (VenueKey.ofKey(key).isPresent()) {
      checkKnown(path, entry, venueSection);
      return;
    }
    String meant =
        NearestKey.of(key, Arrays.stream(VenueKey.values()).map(VenueKey::key).toList())
            .map(near -> "did you mean " + near + "? ")
            .orElse("");
    faults.add(
        Masking.shown(path),
        entry.origin(),
        "unknown venue; " + meant + "known: " + VenueKey.keys());
  }

  private static String unknown(String parent, String key, Section section) {
    if (parent.equals("nats") && SECRETS.contains(key.toLowerCase(Locale.ROOT))) {
      return "a secret does not belong in the configuration; write it to a file and name that in"
          + " nats.password-file, nats.token-file, nats.nkey-file or nats.credentials-file";
    }
    Optional<String> retired = RetiredKeys.hint(parent.isEmpty() ? key : parent + "." + key);
    if (retired.isPresent()) {
      return "a key of the original collector that is not read here; " + retired.get();
    }
    return "unknown key; "
        + NearestKey.inCatalogue(key, parent, section.children.keySet())
            .map(near -> "did you mean " + near + "?")
            .orElseGet(section::allowedHere);
  }

  private static boolean isNothing(Node node) {
    return node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NOTHING;
  }

  /** Where a value of the root is written, unless it is missing. */
  static Optional<Node.Entry> find(Node.Mapping root, String path) {
    Node.Mapping at = root;
    Node.Entry entry = null;
    for (String key : Node.keysOf(path)) {
      if (entry != null) {
        if (!(entry.value() instanceof Node.Mapping section)) {
          return Optional.empty();
        }
        at = section;
      }
      entry = at.entries().get(key);
      if (entry == null) {
        return Optional.empty();
      }
    }
    return Optional.ofNullable(entry);
  }

  /** A node of the tree that the catalogue's paths make; an option where it has no children. */
  private static final class Section {
    static final Section ROOT = tree();

    final Map<String, Section> children = new TreeMap<>();

    boolean isOption() {
      return children.isEmpty();
    }

    boolean isVenues() {
      return children.containsKey(Option.VENUE);
    }

    String allowedHere() {
      return "known here: " + String.join(", ", children.keySet());
    }

    private static Section tree() {
      Section root = new Section();
      for (Option<?> option : Options.ALL) {
        Section at = root;
        for (String key : option.keys()) {
          at = at.children.computeIfAbsent(key, k -> new Section());
        }
      }
      return root;
    }
  }
}
