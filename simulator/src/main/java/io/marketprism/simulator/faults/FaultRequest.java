// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

import static io.marketprism.simulator.faults.FaultParameter.BY;
import static io.marketprism.simulator.faults.FaultParameter.COUNT;
import static io.marketprism.simulator.faults.FaultParameter.ENDPOINT;
import static io.marketprism.simulator.faults.FaultParameter.FEED;
import static io.marketprism.simulator.faults.FaultParameter.MILLIS;
import static io.marketprism.simulator.faults.FaultParameter.STATUS;
import static io.marketprism.simulator.faults.FaultParameter.SYMBOL;
import static io.marketprism.simulator.faults.FaultParameter.VARIANT;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fault that is asked for: its kind and what the kind needs to know, all checked. What may be
 * left out has a usual value.
 */
public final class FaultRequest {
  private static final String KIND = "kind";
  private static final int MOST = 1_000_000;
  private static final int BURST_FRAMES = 1_000;
  private static final long DAY_MILLIS = 86_400_000;
  private static final long RESET_BY = 1_000_000;
  private final FaultKind kind;
  private final Map<FaultParameter, String> values;

  private FaultRequest(FaultKind kind, Map<FaultParameter, String> values) {
    this.kind = kind;
    this.values = values;
  }

  /**
   * Reads what was asked for.
   *
   * @param parameters texts by name, {@code kind} among them
   * @throws IllegalArgumentException where something is missing, unknown or out of range; the
   *     message says what, and names the known kinds where the kind is not one of them
   */
  public static FaultRequest of(Map<String, String> parameters) {
    String name = parameters.get(KIND);
    FaultKind kind =
        FaultKind.named(name == null ? "" : name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        (name == null
                                ? "parameter kind is missing"
                                : "no kind of fault is named " + name)
                            + "; known are "
                            + FaultKind.known()));
    Map<FaultParameter, String> values = new EnumMap<>(FaultParameter.class);
    List<String> unknown = new ArrayList<>(parameters.keySet());
    unknown.remove(KIND);
    for (FaultParameter parameter : FaultParameter.values()) {
      boolean taken = kind.required().contains(parameter) || kind.optional().contains(parameter);
      String value = parameters.get(parameter.key());
      if (taken && value != null) {
        values.put(parameter, value);
        unknown.remove(parameter.key());
      }
    }
    List<String> missing =
        kind.required().stream()
            .filter(parameter -> !values.containsKey(parameter))
            .map(FaultParameter::key)
            .toList();
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new IllegalArgumentException(misfit(kind, missing, unknown));
    }
    FaultRequest request = new FaultRequest(kind, values);
    request.check();
    return request;
  }

  private static String misfit(FaultKind kind, List<String> missing, List<String> unknown) {
    return "kind "
        + kind.key()
        + " needs "
        + keys(kind.required())
        + " and takes "
        + keys(kind.optional())
        + "; missing: "
        + missing
        + ", not known: "
        + unknown;
  }

  private static List<String> keys(List<FaultParameter> parameters) {
    return parameters.stream().map(FaultParameter::key).toList();
  }

  private void check() {
    count();
    millis();
    status();
    by();
    variant();
    if (kind.required().contains(FEED) || kind.optional().contains(FEED)) {
      feed();
    }
  }

  /** What is asked for. */
  public FaultKind kind() {
    return kind;
  }

  /** The venue's symbol; empty for all. */
  public Optional<String> symbol() {
    return Optional.ofNullable(values.get(SYMBOL));
  }

  /** The feed of the symbol; its book where nothing is said. */
  public FaultFeed feed() {
    String text = values.getOrDefault(FEED, FaultFeed.ORDERBOOK.key());
    for (FaultFeed feed : List.of(FaultFeed.ORDERBOOK, FaultFeed.TRADE)) {
      if (feed.key().equals(text)) {
        return feed;
      }
    }
    throw new IllegalArgumentException("feed is '" + text + "', must be orderbook or trade");
  }

  /** How many suffer it; 1 where nothing is said, 1,000 of a burst. */
  public int count() {
    return (int) number(COUNT, kind == FaultKind.BURST ? BURST_FRAMES : 1, 1, MOST);
  }

  /** How long, in milliseconds; 0 where the kind has no time. */
  public long millis() {
    return number(MILLIS, 0, kind == FaultKind.CLOCK ? -DAY_MILLIS : 0, DAY_MILLIS);
  }

  /** HTTP status of an error; 503 where nothing is said. */
  public int status() {
    return (int) number(STATUS, 503, 400, 599);
  }

  /** By how much ids fall; a million where nothing is said. */
  public long by() {
    return number(BY, RESET_BY, 1, Long.MAX_VALUE / 10);
  }

  /** The endpoint of REST; empty for all. */
  public Optional<String> endpoint() {
    return Optional.ofNullable(values.get(ENDPOINT));
  }

  /** The form it takes; empty where the kind has but one. */
  public String variant() {
    List<String> known = kind.variants();
    String text = values.getOrDefault(VARIANT, known.isEmpty() ? "" : known.get(0));
    if (!known.isEmpty() && !known.contains(text)) {
      throw new IllegalArgumentException(
          "variant is '" + text + "', must be one of " + String.join(", ", known));
    }
    return text;
  }

  private long number(FaultParameter parameter, long absent, long least, long most) {
    String text = values.get(parameter);
    if (text == null) {
      return absent;
    }
    boolean number = text.matches("-?[0-9]{1,18}");
    long value = number ? Long.parseLong(text) : 0;
    if (!number || value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is '%s', must be a whole number from %d to %d"
              .formatted(parameter.key(), text, least, most));
    }
    return value;
  }
}
