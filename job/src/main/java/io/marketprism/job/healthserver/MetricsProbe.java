// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Reads the metrics pages of all TaskManagers at once. One that cannot be read does not keep the
 * others from being told.
 */
final class MetricsProbe implements Probe<MetricsReading> {
  private static final long MOST_BYTES = 64L << 20;
  private static final double MILLIS = 1_000;

  private final HttpReader http;
  private final MetricsTargets targets;
  private final LongSupplier nanos;
  private final InstantSource wall;
  private final MetricsDigest digest;

  MetricsProbe(HttpReader http, MetricsTargets targets, LongSupplier nanos, InstantSource wall) {
    this.http = http;
    this.targets = targets;
    this.nanos = nanos;
    this.wall = wall;
    this.digest = new MetricsDigest(nanos.getAsLong());
  }

  @Override
  public MetricsReading look() throws IOException, InterruptedException {
    List<URI> pages = targets.resolve();
    long deadline = http.deadlineFromNow();
    Map<URI, CompletableFuture<HttpResponse<List<Series>>>> answers = new LinkedHashMap<>();
    for (URI page : pages) {
      answers.put(page, http.get(page, () -> new BodyLimit<>(new MetricsPage(), MOST_BYTES)));
    }
    List<Series> series = new ArrayList<>();
    Map<String, String> unreadable = new LinkedHashMap<>();
    for (Map.Entry<URI, CompletableFuture<HttpResponse<List<Series>>>> answer :
        answers.entrySet()) {
      try {
        series.addAll(http.await(answer.getValue(), answer.getKey(), deadline));
      } catch (IOException e) {
        unreadable.put(answer.getKey().toString(), e.getMessage());
      }
    }
    if (unreadable.size() == answers.size()) {
      throw new IOException(String.join("; ", unreadable.values()));
    }
    return digest.digest(
        series.stream(),
        answers.size() - unreadable.size(),
        unreadable,
        nanos.getAsLong(),
        wall.millis() / MILLIS);
  }

  @Override
  public void close() {
    http.close();
  }
}
