// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import io.marketprism.simulator.truth.SocketRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the ends of sockets against those that the venues saw.
 *
 * <p>The rules: each {@code disconnected} belongs to a socket that closed at most {@value
 * #SAID_WITHIN} ms before it, and each closed socket to at most one of them. Where the venue saw no
 * end, there is a fault of sockets of that market or a window; where the socket never opened, the
 * venue refused one, or there is any cause within the horizon. Each socket that a venue closed
 * leads to a {@code disconnected} within {@value #SAID_WITHIN} ms, or follows a {@code rotating} at
 * most {@value #ROTATED_WITHIN} ms before, unless a window lies there.
 */
final class SocketJudge {
  static final long SAID_WITHIN = 30_000;
  static final long ROTATED_WITHIN = 60_000;

  private static final Set<String> NEVER_OPEN = Set.of("connect_failed", "rejected", "timeout");

  private final FeedHistory history;
  private final Faults faults;
  private final Windows windows;
  private final Findings findings;
  private final Span listened;
  private final Map<String, List<FeedEvent>> ends = new HashMap<>();
  private final Map<String, List<FeedEvent>> rotations = new HashMap<>();

  SocketJudge(
      FeedHistory history, Faults faults, Windows windows, Findings findings, Span listened) {
    this.history = history;
    this.faults = faults;
    this.windows = windows;
    this.findings = findings;
    this.listened = listened;
  }

  void judge() {
    for (String place : history.places()) {
      for (FeedEvent event : history.of(place)) {
        if (event.isOf("socket", "disconnected")) {
          ends.computeIfAbsent(faults.logOf(place), key -> new ArrayList<>()).add(event);
        } else if (event.isOf("socket", "rotating")) {
          rotations.computeIfAbsent(faults.logOf(place), key -> new ArrayList<>()).add(event);
        }
      }
    }
    faults.closes().forEach(this::judge);
  }

  private void judge(String log, List<SocketRow> closes) {
    Set<SocketRow> said = new HashSet<>();
    for (FeedEvent event : ends.getOrDefault(log, List.of())) {
      if (NEVER_OPEN.contains(event.reason())) {
        require(faults.refused(event, SAID_WITHIN) || faults.explain(event), event);
        continue;
      }
      Optional<SocketRow> closed =
          closes.stream().filter(row -> !said.contains(row) && isEndOf(row, event)).findFirst();
      closed.ifPresent(said::add);
      require(
          closed.isPresent()
              || faults.ofSockets(event)
              || windows.touch(event.noticed(), event.noticed()),
          event);
    }
    for (SocketRow row : closes) {
      if (row.byServer() && !said.contains(row) && !excused(log, row)) {
        findings.add(
            FindingKind.SILENT_DISCONNECT,
            log + " closed socket " + row.id() + " at " + row.time());
      }
    }
  }

  private static boolean isEndOf(SocketRow row, FeedEvent event) {
    return row.time() <= event.noticed() + Faults.SLACK
        && event.noticed() <= row.time() + SAID_WITHIN;
  }

  private void require(boolean real, FeedEvent event) {
    if (!real) {
      findings.add(FindingKind.FALSE_ANNOUNCEMENT, "no socket closed: " + event);
    }
  }

  private boolean excused(String log, SocketRow row) {
    long at = row.time();
    return at < listened.from() + Faults.SLACK
        || at > listened.to() - SAID_WITHIN
        || windows.touch(at - Faults.SLACK, at + SAID_WITHIN)
        || rotations.getOrDefault(log, List.of()).stream()
            .anyMatch(
                event ->
                    event.noticed() - Faults.SLACK <= at && at <= event.noticed() + ROTATED_WITHIN);
  }
}
