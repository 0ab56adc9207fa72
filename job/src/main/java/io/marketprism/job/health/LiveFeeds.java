// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.health;

import io.marketprism.model.FeedStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which feeds are live, by what they say of themselves: a feed that is silent beyond its threshold
 * is not, nor is a book without its chain. Bounded by the number of instruments. Thread-safe.
 */
final class LiveFeeds {
  private final Map<String, Connection> connections = new HashMap<>();

  /** One instrument's data of one type. */
  private record Feed(String market, String type, String symbol) {
    static Feed of(FeedStatus status) {
      return new Feed(
          status.exchange() + '.' + status.marketType().token(), status.feed(), status.symbol());
    }

    private String manager() {
      return market + '.' + type;
    }

    private String instrument() {
      return market + '.' + symbol;
    }
  }

  private static final class Connection {
    private final Set<Feed> live = new HashSet<>();
    private final Set<Feed> stale = new HashSet<>();

    private boolean isLive(Feed feed) {
      return !stale.contains(feed);
    }
  }

  synchronized void update(FeedStatus status) {
    if (status.connectionId() == null) {
      return;
    }
    if (status.event() == FeedStatus.Event.DISCONNECTED) {
      if (FeedStatus.HANDED_OVER.equals(status.reason())) {
        return;
      }
      connections.remove(status.connectionId());
      return;
    }
    Connection connection =
        connections.computeIfAbsent(status.connectionId(), id -> new Connection());
    Feed feed = Feed.of(status);
    switch (status.event()) {
      case LIVE -> {
        connection.live.add(feed);
        connection.stale.remove(feed);
      }
      case GAP, RESYNC, DEGRADED -> {
        if (Objects.equals(status.feed(), "orderbook")) {
          connection.live.remove(feed);
        }
      }
      case REJECTED -> {
        connection.live.remove(feed);
        connection.stale.remove(feed);
      }
      case STALE -> connection.stale.add(feed);
      case RECOVERED -> {
        connection.stale.remove(feed);
        if (Objects.equals(status.feed(), "orderbook")
            && status.reason() != null
            && !status.reason().equals("silence")) {
          // One of several connections has its chain again.
          connection.live.add(feed);
        }
      }
      default -> {
        // The others do not change what is live.
      }
    }
  }

  /** Feeds of instruments that are live; one that several connections carry counts once. */
  synchronized int count() {
    return (int) live().distinct().count();
  }

  /** Instruments of which at least one type of data is live. */
  synchronized int instruments() {
    return (int) live().map(Feed::instrument).distinct().count();
  }

  private Stream<Feed> live() {
    return connections.values().stream()
        .flatMap(connection -> connection.live.stream().filter(connection::isLive));
  }

  /** Pairs of market and data type of which at least one instrument is live. */
  synchronized int managers() {
    return (int) live().map(Feed::manager).distinct().count();
  }
}
