// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.sources.venue.VenueLimits;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Venues on one host: it counts the requests of all of them together, so that they have one budget
 * and must agree on it.
 */
final class SharedHosts {
  private final Settings settings;
  private final RuleReport report;

  private SharedHosts(Settings settings, RuleReport report) {
    this.settings = settings;
    this.report = report;
  }

  /** Checks each pair of enabled venues. */
  static void check(Settings settings, RuleReport report) {
    SharedHosts rule = new SharedHosts(settings, report);
    List<VenueKey> venues = settings.enabledVenues();
    for (int second = 1; second < venues.size(); second++) {
      for (int first = 0; first < second; first++) {
        rule.check(venues.get(first), venues.get(second));
      }
    }
  }

  private void check(VenueKey first, VenueKey second) {
    VenueLimits limits = first.venue().limits();
    VenueLimits others = second.venue().limits();
    if (share(ExchangeOptions.BASE_URL, first, second)) {
      boolean agree =
          limits.weightLimit() == others.weightLimit()
              && limits.weightPeriod().equals(others.weightPeriod())
              && limits.pools().equals(others.pools());
      if (agree) {
        sameShare(first, second);
      } else {
        differ(ExchangeOptions.BASE_URL, first, second);
      }
    }
    if (share(ExchangeOptions.WS_URL, first, second)
        && (limits.connectionAttempts() != others.connectionAttempts()
            || !limits.connectionPeriod().equals(others.connectionPeriod()))) {
      differ(ExchangeOptions.WS_URL, first, second);
    }
  }

  private boolean share(Option<URI> url, VenueKey first, VenueKey second) {
    Optional<String> host = settings.find(url, first).map(URI::getAuthority);
    return host.isPresent() && host.equals(settings.find(url, second).map(URI::getAuthority));
  }

  private void sameShare(VenueKey first, VenueKey second) {
    Option<Integer> option = ExchangeOptions.REST_BUDGET_SHARE;
    Optional<Integer> one = settings.find(option, first);
    Optional<Integer> other = settings.find(option, second);
    if (one.isPresent() && other.isPresent() && !one.equals(other)) {
      report.fault(
          option.pathFor(second),
          other.get()
              + " is not "
              + option.pathFor(first)
              + " "
              + one.get()
              + ", although both use one REST host, which counts them together; give both the same",
          option.pathFor(first));
    }
  }

  private void differ(Option<URI> url, VenueKey first, VenueKey second) {
    report.fault(
        url.pathFor(second),
        "is on the host of "
            + url.pathFor(first)
            + ", which has other limits; give each venue a host, or a port, of its own",
        url.pathFor(first));
  }
}
