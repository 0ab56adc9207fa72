// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config.source;

import java.util.List;

/**
 * Lays {@code key=value} overrides of the command line over a file. A value is a YAML scalar or
 * list: {@code publish.depth=50}, {@code exchanges.binance_spot.symbols=[BTCUSDT, ETHUSDT]}. Later
 * ones win.
 */
public final class Overrides {
  private static final String NEEDED = "needed: key=value, such as --set publish.depth=50";

  private Overrides() {}

  /** The root with all overrides applied; those that cannot be applied go to {@code faults}. */
  public static Node.Mapping apply(Node.Mapping root, List<String> sets, Faults faults) {
    Node.Mapping result = root;
    for (String set : sets) {
      result = apply(result, set, faults);
    }
    return result;
  }

  private static Node.Mapping apply(Node.Mapping root, String set, Faults faults) {
    int equals = set.indexOf('=');
    if (equals < 1) {
      faults.add("", Origin.of("--set"), "an override without key or '='; " + NEEDED);
      return root;
    }
    String path = set.substring(0, equals).strip();
    Origin origin = Origin.of("--set " + Masking.shown(path));
    List<String> keys = Node.keysOf(path);
    if (keys.stream().anyMatch(String::isBlank)) {
      faults.add("", origin, "the path has an empty key; " + NEEDED);
      return root;
    }
    String text = set.substring(equals + 1);
    if (text.isBlank()) {
      faults.add(Masking.shown(path), origin, "has no value; " + NEEDED);
      return root;
    }
    return YamlReader.read(text, line -> origin, faults)
        .map(value -> placed(root, keys, value, faults))
        .orElse(root);
  }

  private static Node.Mapping placed(
      Node.Mapping root, List<String> keys, Node value, Faults faults) {
    String path = Masking.shown(String.join(".", keys));
    if (value instanceof Node.Mapping) {
      faults.add(path, value.origin(), "a section is given; a scalar or a list is needed");
      return root;
    }
    try {
      return root.with(keys, value);
    } catch (IllegalArgumentException e) {
      String blocked = Masking.shown(e.getMessage());
      faults.add(path, value.origin(), "cannot be set, because " + blocked + " is not a section");
      return root;
    }
  }
}
