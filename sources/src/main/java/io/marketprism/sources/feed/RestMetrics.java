// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.sources.BucketHistogram;
import io.marketprism.sources.net.BudgetState;
import io.marketprism.sources.net.RequestObserver;
import io.marketprism.sources.net.RestException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Figures of the requests to one exchange:
 *
 * <ul>
 *   <li>{@code marketprism_rest_requests_total{exchange,endpoint,status}}: requests sent, each try
 *       for itself; an endpoint's series exist from its first request on
 *   <li>{@code marketprism_request_duration_seconds{endpoint}}
 *   <li>{@code marketprism_rest_weight_used{exchange,api_host}}, {@code
 *       marketprism_rest_weight_limit{exchange,api_host}}: of the host, which all of the process
 *       share
 *   <li>{@code marketprism_rest_rate_limited_total{exchange,code}}: refusals of the venue
 * </ul>
 *
 * <p>Any thread.
 */
public final class RestMetrics implements RequestObserver {
  private static final List<String> OUTCOMES =
      List.of(
          SUCCESS,
          RestException.Kind.STATUS.label(),
          RestException.Kind.TIMEOUT.label(),
          RestException.Kind.CONNECT.label(),
          RestException.Kind.OVERSIZE.label(),
          RestException.Kind.RATE_LIMITED.label(),
          RestException.Kind.BANNED.label());

  private static final List<Integer> REFUSALS = List.of(429, 418, 403, 451);

  private final MetricLabels labels;
  private final String exchange;
  private final Set<String> hosts = ConcurrentHashMap.newKeySet();

  RestMetrics(MetricLabels labels, String exchange) {
    this.labels = labels;
    this.exchange = exchange;
    REFUSALS.forEach(this::refusals);
  }

  private Counter refusals(int status) {
    return labels.counter(
        "marketprism_rest_rate_limited_total",
        "exchange",
        exchange,
        "code",
        Integer.toString(status));
  }

  private Counter requests(String path, String outcome) {
    return labels.counter(
        "marketprism_rest_requests_total",
        "exchange",
        exchange,
        "endpoint",
        path,
        "status",
        outcome);
  }

  /** Tells of the budget of a host from now on. */
  public void budget(String host, Supplier<BudgetState> budget) {
    if (!hosts.add(host)) {
      return;
    }
    MetricGroup group = labels.group("exchange", exchange, "api_host", host);
    group.gauge("marketprism_rest_weight_used", (Gauge<Long>) () -> budget.get().used());
    group.gauge("marketprism_rest_weight_limit", (Gauge<Long>) () -> budget.get().limit());
  }

  @Override
  public void sent(String path, String outcome, long nanos) {
    OUTCOMES.forEach(each -> requests(path, each));
    requests(path, outcome).inc();
    labels
        .nanos("marketprism_request_duration_seconds", BucketHistogram.LATENCY, "endpoint", path)
        .record(nanos);
  }

  @Override
  public void refused(int status) {
    refusals(status).inc();
  }
}
