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

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that can be made to go wrong, by its name in URLs, plans and the truth log. The README
 * has a table of them.
 */
public enum FaultKind {
  /** The next frames of a symbol's feed are lost. */
  DROP(Group.FRAMES, Venues.ALL, List.of(SYMBOL, FEED), List.of(COUNT)),
  /** Each of the next frames comes twice. */
  REPEAT(Group.FRAMES, Venues.ALL, List.of(SYMBOL, FEED), List.of(COUNT)),
  /** The next two frames change places. */
  REORDER(Group.FRAMES, Venues.ALL, List.of(SYMBOL, FEED), List.of(COUNT)),
  /** The feed's frames are held back for a time and then come all in order. */
  DELAY(Group.FRAMES, Venues.ALL, List.of(SYMBOL, FEED, MILLIS), List.of()),
  /** The next frames are cut off in the middle. */
  TRUNCATE(Group.FRAMES, Venues.ALL, List.of(SYMBOL, FEED), List.of(COUNT)),
  /** The next frames are garbled beyond reading. */
  CORRUPT(Group.FRAMES, Venues.ALL, List.of(SYMBOL, FEED), List.of(COUNT)),
  /** Nothing of a feed comes out for a time, though it is subscribed. */
  SILENCE(Group.FRAMES, Venues.ALL, List.of(SYMBOL, FEED, MILLIS), List.of()),
  /** The next REST answers with a book are errors. */
  SNAPSHOT_ERROR(Group.REST, Venues.ALL, List.of(), List.of(SYMBOL, COUNT, STATUS)),
  /** The next REST answers with a book are no JSON. */
  SNAPSHOT_GARBAGE(Group.REST, Venues.ALL, List.of(), List.of(SYMBOL, COUNT)),
  /** The next REST answers with a book are those of the moment at which this was asked for. */
  SNAPSHOT_OLD(Group.SNAPSHOTS, Venues.BINANCE, List.of(), List.of(SYMBOL, COUNT)),
  /** The next REST answers with a book have no levels. */
  SNAPSHOT_EMPTY(Group.SNAPSHOTS, Venues.BINANCE, List.of(), List.of(SYMBOL, COUNT)),
  /** The next subscriptions of a book begin without its snapshot. */
  SNAPSHOT_MISSING(Group.SNAPSHOTS, Venues.IN_BAND, List.of(), List.of(SYMBOL, COUNT)),
  /** All WebSockets are closed with a close frame. */
  CLOSE(Group.SOCKETS, Venues.ALL, List.of(), List.of()),
  /** All WebSockets end with a TCP reset. */
  RESET(Group.SOCKETS, Venues.ALL, List.of(), List.of()),
  /** All WebSockets stay open, but nothing goes out on them and nothing is answered any more. */
  HALF_OPEN(Group.SOCKETS, Venues.ALL, List.of(), List.of()),
  /** New WebSockets are refused for a time: {@code status} 503, or {@code close} without answer. */
  REFUSE(Group.SOCKETS, Venues.ALL, List.of(MILLIS), List.of(VARIANT), "status", "close"),
  /** The next WebSockets open only after a time. */
  SLOW_HANDSHAKE(Group.SOCKETS, Venues.ALL, List.of(MILLIS), List.of(COUNT)),
  /** WebSockets older than a time are closed, as after 24 hours. */
  END_OF_LIFE(Group.SOCKETS, Venues.ALL, List.of(MILLIS), List.of()),
  /** Each WebSocket is told {@code serverShutdown} and closed after a time. */
  SHUTDOWN(Group.SOCKETS, Venues.BINANCE, List.of(MILLIS), List.of()),
  /** Each WebSocket is told notice 64008 and closed after a time. */
  NOTICE(Group.SOCKETS, Venues.OKX, List.of(MILLIS), List.of()),
  /** The next requests to subscribe are treated wrongly. */
  FAIL_SUBSCRIPTION(
      Group.SOCKETS,
      Venues.ALL,
      List.of(VARIANT),
      List.of(COUNT),
      "error",
      "leave-out",
      "no-answer"),
  /** For a time REST requests are answered with 429 and how long to wait. */
  REST_429(Group.REST, Venues.ALL, List.of(MILLIS), List.of(ENDPOINT)),
  /** For a time REST requests are answered with 418 and how long to wait. */
  REST_418(Group.REST, Venues.BINANCE, List.of(MILLIS), List.of(ENDPOINT)),
  /** The next REST requests are answered with a server error. */
  REST_5XX(Group.REST, Venues.ALL, List.of(), List.of(ENDPOINT, COUNT, STATUS)),
  /** The next REST requests get no answer; their connections are closed after a time. */
  REST_HANG(Group.REST, Venues.ALL, List.of(MILLIS), List.of(ENDPOINT, COUNT)),
  /** The next REST requests are answered with 200 and HTML. */
  REST_GARBAGE(Group.REST, Venues.ALL, List.of(), List.of(ENDPOINT, COUNT)),
  /** The ids of a book fall with its next update, as after maintenance. */
  SEQUENCE_RESET(Group.MARKET, Venues.OKX, List.of(SYMBOL), List.of(BY)),
  /** Many changes of a book, or trades, within 100 ms, each an event of its own. */
  BURST(Group.MARKET, Venues.ALL, List.of(SYMBOL), List.of(FEED, COUNT)),
  /** The venue's clock is off from now on, or right again with 0. */
  CLOCK(Group.MARKET, Venues.ALL, List.of(MILLIS), List.of()),
  /** A symbol is taken off: {@code gone}, or {@code halted} as listed but not trading. */
  DELIST(Group.MARKET, Venues.ALL, List.of(SYMBOL), List.of(VARIANT), "gone", "halted"),
  /** A symbol is listed, or listed again. */
  LIST(Group.MARKET, Venues.ALL, List.of(SYMBOL), List.of());

  /** Where it goes wrong. */
  public enum Group {
    /** On the way of single frames. */
    FRAMES,
    /** In the books with which a client begins. */
    SNAPSHOTS,
    /** In connections. */
    SOCKETS,
    /** In answers over HTTP. */
    REST,
    /** In what the venue has. */
    MARKET
  }

  private static final class Venues {
    private static final Set<String> BINANCE = Set.of("binance_spot", "binance_derivatives");
    private static final Set<String> OKX = Set.of("okx");
    private static final Set<String> IN_BAND = Set.of("okx", "deribit");
    private static final Set<String> ALL =
        Set.of("binance_spot", "binance_derivatives", "okx", "deribit");
  }

  private final Group group;
  private final Set<String> venues;
  private final List<FaultParameter> required;
  private final List<FaultParameter> optional;
  private final List<String> variants;

  FaultKind(
      Group group,
      Set<String> venues,
      List<FaultParameter> required,
      List<FaultParameter> optional,
      String... variants) {
    this.group = group;
    this.venues = venues;
    this.required = required;
    this.optional = optional;
    this.variants = List.of(variants);
  }

  /** The name in URLs, plans and the truth log, e.g. {@code half-open}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The kind of a name. */
  public static Optional<FaultKind> named(String name) {
    return Arrays.stream(values()).filter(kind -> kind.key().equals(name)).findFirst();
  }

  /** The names of all kinds, for an error message. */
  public static String known() {
    return Arrays.stream(values()).map(FaultKind::key).collect(Collectors.joining(", "));
  }

  /** Where it goes wrong. */
  public Group group() {
    return group;
  }

  /** Whether it makes sense at a venue, e.g. {@code binance_spot}. */
  public boolean happensAt(String venue) {
    return venues.contains(venue);
  }

  /** What it must be told. */
  public List<FaultParameter> required() {
    return required;
  }

  /** What it may be told. */
  public List<FaultParameter> optional() {
    return optional;
  }

  /** The forms it can take, the usual one first; empty where there is but one. */
  public List<String> variants() {
    return variants;
  }
}
