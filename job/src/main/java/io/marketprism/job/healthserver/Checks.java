// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.marketprism.job.healthserver.MetricsReading.Sockets;
import io.marketprism.job.healthserver.Reason.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The checks of {@code /health}: what each of the things is like by itself. One look gives several.
 * Remembers which exchanges there are, so that their checks do not vanish when they cannot be made.
 * For one thread.
 */
final class Checks {
  private static final JsonNodeFactory JSON = Rounded.NODES;
  private static final int MOST_EXCHANGES = 64;

  private final SortedSet<String> exchanges = new TreeSet<>();

  List<CheckResult> of(Observation seen, Verdict verdict) {
    List<CheckResult> checks = new ArrayList<>();
    checks.add(nats(seen, verdict));
    checks.add(job(seen, verdict));
    checks.add(books(seen));
    seen.metrics().seen().ifPresent(metrics -> exchanges.addAll(metrics.sockets().keySet()));
    exchanges.stream().limit(MOST_EXCHANGES).forEach(one -> checks.add(sockets(seen, one)));
    return checks;
  }

  private static CheckResult nats(Observation seen, Verdict verdict) {
    ObjectNode details = JSON.objectNode();
    NatsReading nats = seen.nats().value();
    details.put("connected", nats != null);
    details.put("server_info", nats == null ? null : nats.serverInfo());
    ObjectNode streams = details.putObject("streams");
    if (nats != null) {
      nats.streams().forEach(streams::put);
    }
    Set<Code> codes = Set.of(Code.NATS_AWAY, Code.STREAM_MISSING, Code.STREAM_UNKNOWN);
    return of("nats", worst(verdict, codes), seen.nats(), details, first(verdict, codes));
  }

  private static CheckResult job(Observation seen, Verdict verdict) {
    ObjectNode details = JSON.objectNode();
    JobReading job = seen.job().value();
    details.put("state", job == null ? null : job.state());
    details.put("restarts", job == null ? null : job.restarts());
    Double age = job == null ? null : job.checkpointAgeSeconds();
    details.put("last_checkpoint_age_seconds", Rounded.tenths(age));
    Set<Code> codes = Set.of(Code.JOB_NOT_RUNNING, Code.CHECKPOINT_OLD);
    return of("flink_job", worst(verdict, codes), seen.job(), details, first(verdict, codes));
  }

  private static CheckResult books(Observation seen) {
    List<Feed> books = seen.feeds().stream().filter(Feed::isBook).toList();
    boolean read = seen.metrics().value() != null;
    long fresh = books.stream().filter(book -> book.state() == Feed.State.LIVE).count();
    long stale = books.stream().filter(Feed::stale).count();
    long unsynced = books.stream().filter(book -> !book.live()).count();
    ObjectNode details = JSON.objectNode();
    details.put("active_symbols", read ? (Integer) books.size() : null);
    details.put("fresh_symbols", read ? (Long) fresh : null);
    details.put("stale_symbols", read ? (Long) stale : null);
    details.put("unsynced_symbols", read ? (Long) unsynced : null);
    Double last = read ? seen.metrics().value().lastBookUpdateSeconds() : null;
    details.put("time_since_last_update", Rounded.tenths(last));
    // Without any feed at all nothing is collected; without a book, books are not wanted.
    Status status = share((int) fresh, books.size(), read && !seen.feeds().isEmpty());
    String error = read ? fresh + " of " + books.size() + " books are live and fresh" : null;
    return of("orderbook_manager", status, seen.metrics(), details, error);
  }

  private static CheckResult sockets(Observation seen, String exchange) {
    Sockets sockets =
        seen.metrics().seen().map(metrics -> metrics.sockets().get(exchange)).orElse(null);
    ObjectNode details = JSON.objectNode();
    details.put("connected", sockets == null ? null : (Integer) sockets.connected());
    details.put("expected", sockets == null ? null : (Integer) sockets.expected());
    Status status =
        sockets == null ? Status.UNHEALTHY : share(sockets.connected(), sockets.expected(), true);
    String error =
        sockets == null
            ? "its sockets have no metrics"
            : sockets.connected() + " of " + sockets.expected() + " sockets are connected";
    return of("websocket_" + exchange, status, seen.metrics(), details, error);
  }

  /** All is healthy, some is degraded, none is unhealthy; none of none is healthy. */
  private static Status share(int good, int all, boolean known) {
    if (!known || (good == 0 && all > 0)) {
      return Status.UNHEALTHY;
    }
    return good < all ? Status.DEGRADED : Status.HEALTHY;
  }

  private static CheckResult of(
      String name, Status status, Sample<?> looked, ObjectNode details, String error) {
    String said = looked.error() == null ? error : looked.error();
    return new CheckResult(name, status, looked, status == Status.HEALTHY ? null : said, details);
  }

  private static Status worst(Verdict verdict, Set<Code> codes) {
    return verdict.reasons().stream()
        .filter(reason -> codes.contains(reason.code()))
        .map(Reason::status)
        .reduce(Status.HEALTHY, Status::worse);
  }

  private static String first(Verdict verdict, Set<Code> codes) {
    return verdict.reasons().stream()
        .filter(reason -> codes.contains(reason.code()))
        .map(Reason::text)
        .findFirst()
        .orElse(null);
  }
}
