// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import io.marketprism.model.wire.WireOptions;

/** Options of a test: the defaults with what the test is about. */
final class OptionsBuilder {
  private int keepDepth = BookOptions.DEFAULT.keepDepth();
  private int publishDepth = BookOptions.DEFAULT.publishDepth();
  private long intervalMs = BookOptions.DEFAULT.publishIntervalMs();
  private long ttlMs = BookOptions.DEFAULT.ttlMs();
  private long cacheBytes = BookOptions.DEFAULT.cacheBytes();
  private boolean deltas;
  private boolean quotes;
  private boolean replayed;
  private int perSymbolSeries = BookOptions.DEFAULT.perSymbolSeries();

  OptionsBuilder keep(int levels) {
    keepDepth = levels;
    return this;
  }

  OptionsBuilder depth(int levels) {
    publishDepth = levels;
    return this;
  }

  OptionsBuilder interval(long millis) {
    intervalMs = millis;
    return this;
  }

  OptionsBuilder ttl(long millis) {
    ttlMs = millis;
    return this;
  }

  OptionsBuilder cache(long bytes) {
    cacheBytes = bytes;
    return this;
  }

  OptionsBuilder deltas() {
    deltas = true;
    return this;
  }

  OptionsBuilder quotes() {
    quotes = true;
    return this;
  }

  OptionsBuilder perSymbolSeries(int instruments) {
    perSymbolSeries = instruments;
    return this;
  }

  OptionsBuilder replayed() {
    replayed = true;
    return this;
  }

  BookOptions build() {
    return new BookOptions(
        keepDepth,
        publishDepth,
        intervalMs,
        WireOptions.DEFAULT,
        ttlMs,
        cacheBytes,
        deltas,
        quotes,
        perSymbolSeries,
        replayed);
  }
}
