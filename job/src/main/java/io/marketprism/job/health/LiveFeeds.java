// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.health;

import io.marketprism.model.FeedStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which feeds are live, by what they say of themselves: a feed that is silent beyond its threshold
 * is not, nor is a book without its chain. Bounded by the number of instruments. Not thread-safe.
 */
final class LiveFeeds {
  private final Map<String, Connection> connections = new HashMap<>();

  /** One instrument's data of one type. */
  private record Feed(String manager, String symbol) {
    static Feed of(FeedStatus status) {
      return new Feed(
          status.exchange() + '.' + status.marketType().token() + '.' + status.feed(),
          status.symbol());
    }
  }

  private static final class Connection {
    private final Set<Feed> live = new HashSet<>();
    private final Set<Feed> stale = new HashSet<>();

    private boolean isLive(Feed feed) {
      return !stale.contains(feed);
    }
  }

  void update(FeedStatus status) {
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
      case GAP, RESYNC -> {
        if (Objects.equals(status.feed(), "orderbook")) {
          connection.live.remove(feed);
        }
      }
      case REJECTED -> {
        connection.live.remove(feed);
        connection.stale.remove(feed);
      }
      case STALE -> connection.stale.add(feed);
      case RECOVERED -> connection.stale.remove(feed);
      default -> {
        // The others do not change what is live.
      }
    }
  }

  /** Feeds of instruments that are live. */
  int count() {
    return connections.values().stream()
        .mapToInt(connection -> (int) connection.live.stream().filter(connection::isLive).count())
        .sum();
  }

  /** Pairs of market and data type of which at least one instrument is live. */
  int managers() {
    Set<String> live = new HashSet<>();
    for (Connection connection : connections.values()) {
      connection.live.stream().filter(connection::isLive).forEach(feed -> live.add(feed.manager()));
    }
    return live.size();
  }
}
