// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import io.marketprism.sources.net.BudgetSpec;
import io.marketprism.sources.net.BudgetState;
import io.marketprism.sources.net.ConnectBudget;
import io.marketprism.sources.net.RequestBudget;
import io.marketprism.sources.net.RequestObserver;
import io.marketprism.sources.net.RestClient;
import io.marketprism.sources.net.RestOptions;
import io.marketprism.sources.net.VenueHttp;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * The way to one venue for the feeds of one owner: requests and connection attempts, under budgets
 * that everybody in the process shares who opens the same host. Any thread.
 */
public final class VenueGateway implements AutoCloseable {
  private static final int SNAPSHOTS_PER_SECOND = 5;
  private static final int BACKFILL_PERCENT = 25;
  private static final int MAX_WAITING = 10_000;

  private static final RandomGenerator RANDOM = () -> ThreadLocalRandom.current().nextLong();

  private final VenueHttp http;
  private final ConnectBudget connects;
  private final RequestObserver observer;

  private VenueGateway(VenueHttp http, ConnectBudget connects, RequestObserver observer) {
    this.http = http;
    this.connects = connects;
    this.observer = observer;
  }

  /** Opens the way to a venue, of which nothing is told; the caller closes it. */
  public static VenueGateway open(Venue venue, VenueSettings settings) {
    return open(venue, settings, RequestObserver.NONE);
  }

  /**
   * Opens the way to a venue; the caller closes it.
   *
   * @param observer told what becomes of requests and of attempts to connect
   */
  public static VenueGateway open(Venue venue, VenueSettings settings, RequestObserver observer) {
    VenueLimits limits = venue.limits();
    URI rest = venue.restBase(settings);
    BudgetSpec spec =
        new BudgetSpec(
            limits.weightLimit(),
            limits.weightPeriod(),
            settings.budgetPercent(),
            SNAPSHOTS_PER_SECOND,
            BACKFILL_PERCENT,
            MAX_WAITING,
            limits.pools());
    RequestBudget budget = RequestBudget.open(rest.getAuthority(), spec);
    VenueHttp http =
        new VenueHttp(
            new RestClient(rest, RestOptions.defaults()),
            budget,
            new VenueHttp.Dialect(limits.usedWeightHeader(), venue::isRateLimited),
            RANDOM,
            observer);
    ConnectBudget connects =
        ConnectBudget.open(
            URI.create(settings.endpoints().ws()).getAuthority(),
            new ConnectBudget.Spec(limits.connectionAttempts(), limits.connectionPeriod()));
    return new VenueGateway(http, connects, observer);
  }

  /**
   * Makes a request when the budget allows it. Cancelling the future, or ending it with a timeout,
   * takes back a request that waits and ends one that is under way.
   *
   * @return the body of a successful answer; fails with {@link
   *     io.marketprism.sources.net.RestException}
   */
  public CompletableFuture<byte[]> get(RestCall call, RequestBudget.Kind kind) {
    return http.body(call.path(), call.query(), call.weight(), kind, call.pool());
  }

  /**
   * The right to send one request of the venue's WebSocket API, which counts like the REST API.
   * Give it back, with the refusal if the answer is one.
   *
   * @param weight what it weighs in the pool by the venue's documents
   * @param pool a key of {@link VenueLimits#pools()} or {@link RestCall#MAIN}
   */
  public CompletableFuture<RequestBudget.Permit> permit(
      int weight, RequestBudget.Kind kind, String pool) {
    return http.permit(weight, kind, pool).thenApply(this::observed);
  }

  private RequestBudget.Permit observed(RequestBudget.Permit permit) {
    return new RequestBudget.Permit() {
      @Override
      public void answered() {
        permit.answered();
      }

      @Override
      public void refused(int status, Optional<Duration> retryAfter) {
        observer.refused(status);
        permit.refused(status, retryAfter);
      }

      @Override
      public void inconclusive() {
        permit.inconclusive();
      }
    };
  }

  /** The state of the host's request budget, which everybody in the process shares. */
  public BudgetState budget() {
    return http.budget();
  }

  /** Completes when one connection may be tried. */
  public CompletableFuture<Void> connectionAttempt() {
    return connects.acquire();
  }

  /**
   * The venue refused a handshake: after 429, 418, 403 and 451 nobody in the process connects there
   * until the time it asked for has passed.
   *
   * @param status HTTP status of the refusal
   * @param retryAfter what the venue asked for
   */
  public void connectionRefused(int status, Optional<Duration> retryAfter) {
    if (RequestBudget.isRefusal(status)) {
      observer.refused(status);
    }
    connects.refused(status, retryAfter);
  }

  @Override
  public void close() {
    http.close();
    connects.close();
  }
}
