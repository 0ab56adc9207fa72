// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import io.marketprism.model.Instrument;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The time of the newest answer for each instrument. OKX answers from several back-ends with caches
 * of their own, so that an answer can be older than the one before; what was told is never taken
 * back (OKX API v5, "Get order book"). Not thread-safe.
 */
final class OkxNewestAnswers {
  /** More than the venue has instruments of one type. */
  private static final int MAX_INSTRUMENTS = 10_000;

  private final Map<String, Long> times =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_INSTRUMENTS;
        }
      };

  /** Whether an answer is not older than all before it; it is the newest then. */
  boolean isNotOlder(Instrument instrument, long time) {
    Long before = times.get(instrument.nativeId());
    if (before != null && time < before) {
      return false;
    }
    times.put(instrument.nativeId(), time);
    return true;
  }
}
