// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.venue;

import io.marketprism.simulator.faults.CannedAnswer;
import io.marketprism.simulator.faults.RestFaults;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts REST requests per endpoint and knows which of them are to be answered wrongly. */
public final class RestLog {
  private final Map<String, AtomicLong> requests = new ConcurrentHashMap<>();
  private final RestFaults faults;

  /** A log whose wrong answers come from {@code faults}. */
  public RestLog(RestFaults faults) {
    this.faults = faults;
  }

  /** Counts a request; gives the answer that replaces the real one, if there is one. */
  public Optional<CannedAnswer> request(String endpoint) {
    count(endpoint);
    return faults.takeAnswer(endpoint);
  }

  /** Counts a request. */
  public void count(String endpoint) {
    requests.computeIfAbsent(endpoint, key -> new AtomicLong()).incrementAndGet();
  }

  /** Requests so far, by endpoint, e.g. {@code depth}. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    requests.forEach((endpoint, count) -> counts.put(endpoint, count.get()));
    return counts;
  }
}
