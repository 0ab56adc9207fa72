// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import io.marketprism.model.Instrument;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Knows the newest answer for each instrument. OKX answers from several back-ends with caches of
 * their own, so that an answer can be older than the one before; what was told is not taken back
 * (OKX API v5, "Get order book"). After some such answers in a row the venue's clock was set back,
 * and it is believed. Not thread-safe.
 */
final class OkxNewestAnswers {
  private static final int OLDER_ANSWERS = 10;

  /** More than the venue has instruments of one type. */
  private static final int MAX_INSTRUMENTS = 10_000;

  private final Map<String, Newest> newest =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Newest> eldest) {
          return size() > MAX_INSTRUMENTS;
        }
      };

  private static final class Newest {
    private long time;
    private int olderSince;
  }

  /** Whether an answer is to be told; it is the newest then. */
  boolean take(Instrument instrument, long time) {
    Newest known = newest.computeIfAbsent(instrument.nativeId(), name -> new Newest());
    if (time < known.time && ++known.olderSince < OLDER_ANSWERS) {
      return false;
    }
    known.time = time;
    known.olderSince = 0;
    return true;
  }
}
