// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import io.marketprism.job.healthserver.Reason.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is wrong with feeds, told once for each exchange. Pure. */
final class FeedReasons {
  private static final int NAMED = 5;

  private FeedReasons() {}

  static void add(Observation seen, List<Reason> reasons) {
    if (noFeedIsLive(seen)) {
      reasons.add(
          new Reason(
              Code.NO_FEED_LIVE,
              Status.UNHEALTHY,
              "",
              "no order book or trade feed has been live for " + seen.noneLive()));
    }
    ofExchanges(seen, reasons);
    seen.metrics()
        .seen()
        .ifPresent(
            metrics ->
                metrics
                    .sockets()
                    .forEach(
                        (exchange, sockets) -> {
                          if (sockets.connected() < sockets.expected()) {
                            String text =
                                "%s: %d of %d sockets are connected"
                                    .formatted(exchange, sockets.connected(), sockets.expected());
                            reasons.add(new Reason(Code.SOCKETS, Status.DEGRADED, exchange, text));
                          }
                        }));
    if (!seen.rejected().isEmpty()) {
      String text = "not taken by the venue: " + few(seen.rejected());
      reasons.add(new Reason(Code.REJECTED, Status.DEGRADED, "", text));
    }
  }

  /**
   * Without any feed at all, none is live either. Where books and trades are not collected, their
   * silence says nothing; where a TaskManager is not looked at, the heartbeat may know better.
   */
  private static boolean noFeedIsLive(Observation seen) {
    boolean wanted = seen.feeds().isEmpty() || !seen.coreFeeds().isEmpty();
    return seen.metrics().value() != null
        && wanted
        && seen.noneLive().exceeds(Judge.PATIENCE)
        && !(seen.partial() && seen.saysItIsLive());
  }

  private static void ofExchanges(Observation seen, List<Reason> reasons) {
    SortedMap<String, List<Feed>> wrong = new TreeMap<>();
    SortedMap<String, Integer> all = new TreeMap<>();
    for (Feed feed : seen.feeds()) {
      all.merge(feed.exchange(), 1, Integer::sum);
      if (feed.state() != Feed.State.LIVE && feed.state() != Feed.State.WAITING) {
        wrong.computeIfAbsent(feed.exchange(), exchange -> new ArrayList<>()).add(feed);
      }
    }
    wrong.forEach(
        (exchange, feeds) -> {
          String text =
              "%s: %d of %d feeds are not as they should be: %s"
                  .formatted(
                      exchange,
                      feeds.size(),
                      all.get(exchange),
                      few(feeds.stream().map(FeedReasons::told).toList()));
          reasons.add(new Reason(Code.FEEDS, Status.DEGRADED, exchange, text));
        });
  }

  private static String told(Feed feed) {
    String heard =
        feed.heard()
            ? String.format(Locale.ROOT, "last message %.0f s ago", feed.ageSeconds())
            : "no message yet";
    return feed.subject() + ' ' + feed.state().words() + " (" + heard + ')';
  }

  private static String few(List<String> texts) {
    String named = texts.stream().limit(NAMED).collect(Collectors.joining(", "));
    return texts.size() <= NAMED ? named : named + " and " + (texts.size() - NAMED) + " more";
  }
}
