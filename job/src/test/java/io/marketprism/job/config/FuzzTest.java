// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever is thrown at it, the loader returns a configuration or says what is wrong with it. */
class FuzzTest {
  private static final int ROUNDS = 2_000;

  private static final List<VenueKey> VENUES = List.of(VenueKey.values());

  private static final List<String> KEYS =
      Stream.concat(
              Options.ALL.stream().flatMap(option -> option.keys().stream()),
              Stream.of(
                  "binance_spot",
                  "okx_spot",
                  "deribit_derivatives",
                  "",
                  "a b",
                  "~",
                  "1",
                  "<<",
                  "x.y",
                  "名"))
          .distinct()
          .toList();

  private static final List<String> VALUES =
      List.of(
          "",
          "~",
          "true",
          "no",
          "0",
          "-1",
          "1",
          "400",
          "999999999999999999999",
          "1e400",
          ".nan",
          "-.inf",
          "0x",
          "0b2",
          "1_",
          "_",
          "10s",
          "PT",
          "8MiB",
          "full",
          "core",
          "jetstream",
          "snapshot",
          "ws-api",
          "all",
          "[BTCUSDT]",
          "[BTC, 'E*']",
          "[BTC-USDT-SWAP]",
          "[volatility_index]",
          "[orderbook, trade]",
          "[[[]]]",
          "{a: {b: c}}",
          "\"\\u0000\"",
          "'",
          "\"",
          "&a x",
          "*a",
          "!!int x",
          "!!binary x",
          "|",
          ">-",
          "? ",
          "nats://127.0.0.1:4222",
          "nats://u:p@h",
          "wss://a",
          "https://b",
          "::::",
          "%zz",
          "\u2028",
          "\ud800",
          "\0",
          "\t",
          "@",
          "`",
          "%YAML 9",
          "---",
          "...",
          "#",
          "2026-01-01",
          "12:30:45");

  @Test
  void textsOfKeysAndValuesInAnyNesting() {
    Random random = new Random(20_261_122);
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder yaml = new StringBuilder();
      section(random, 0, yaml);
      load(yaml.toString(), List.of());
    }
  }

  @Test
  void aGoodTextWithBadCharacters() {
    Random random = new Random(4_711);
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder yaml = new StringBuilder(Configurations.MINIMAL);
      for (int edits = random.nextInt(4); edits >= 0; edits--) {
        int at = random.nextInt(yaml.length());
        switch (random.nextInt(3)) {
          case 0 -> yaml.deleteCharAt(at);
          case 1 -> yaml.insert(at, (char) random.nextInt(0x250));
          default -> yaml.setCharAt(at, (char) (32 + random.nextInt(96)));
        }
      }
      accepted += load(yaml.toString(), List.of()) ? 1 : 0;
    }
    assertThat(accepted).as("edited texts that are still configurations").isBetween(1, ROUNDS - 1);
  }

  @Test
  void charactersWithoutSense() {
    Random random = new Random(99);
    for (int round = 0; round < ROUNDS; round++) {
      String text =
          random
              .ints(random.nextInt(60), 0, 0x300)
              .mapToObj(c -> String.valueOf((char) c))
              .collect(Collectors.joining());
      load(text, List.of());
      load(Configurations.MINIMAL, List.of(text));
    }
  }

  @Test
  void overridesOfAnyKeyWithAnyValue() {
    Random random = new Random(7);
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<String> sets =
          IntStream.rangeClosed(0, random.nextInt(3))
              .mapToObj(i -> path(random) + "=" + one(VALUES, random))
              .toList();
      accepted += load(Configurations.ALL_VENUES, sets) ? 1 : 0;
    }
    assertThat(accepted).as("overrides that were accepted").isBetween(1, ROUNDS - 1);
  }

  /** Whether it is a configuration; anything but the two outcomes fails the test by itself. */
  private static boolean load(String yaml, List<String> sets) {
    try {
      CollectorConfig config = CollectorConfigLoader.parse(yaml, "fuzz", sets, Map.of());
      assertThat(config.enabledExchanges()).isNotEmpty();
      return true;
    } catch (InvalidConfiguration e) {
      assertThat(e.faults()).isNotEmpty();
      return false;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("neither a configuration nor a fault: " + sets + "\n" + yaml, e);
    }
  }

  private static void section(Random random, int depth, StringBuilder out) {
    for (int keys = random.nextInt(4); keys >= 0; keys--) {
      out.append("  ".repeat(depth)).append(one(KEYS, random)).append(':');
      if (depth < 4 && random.nextBoolean()) {
        out.append('\n');
        section(random, depth + 1, out);
      } else {
        out.append(' ').append(one(VALUES, random)).append('\n');
      }
    }
  }

  private static String path(Random random) {
    return random.nextInt(4) == 0
        ? one(KEYS, random) + "." + one(KEYS, random)
        : one(Options.ALL, random).pathFor(one(VENUES, random));
  }

  private static <T> T one(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }
}
