// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Prometheus endpoint told at one moment, renamed as a relabeling says. */
record Scrape(List<Series> series) {
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z0-9_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** One series: its name, labels and value. */
  record Series(String name, Map<String, String> labels, double value) {}

  /** Asks an endpoint on this host; names that the relabeling does not match stay. */
  static Scrape of(HttpClient http, int port, Pattern relabeling)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
            .timeout(Duration.ofSeconds(20))
            .build();
    String text = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    List<Series> series = new ArrayList<>();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> series.add(parse(line, relabeling)));
    return new Scrape(List.copyOf(series));
  }

  private static Series parse(Matcher line, Pattern relabeling) {
    Map<String, String> labels = new TreeMap<>();
    if (line.group(2) != null) {
      LABEL
          .matcher(line.group(2))
          .results()
          .forEach(label -> labels.put(label.group(1), label.group(2)));
    }
    Matcher renamed = relabeling.matcher(line.group(1));
    return new Series(
        renamed.matches() ? renamed.group(1) : line.group(1),
        labels,
        Double.parseDouble(line.group(3)));
  }

  /** The series of a name. */
  List<Series> of(String name) {
    return series.stream().filter(each -> each.name().equals(name)).toList();
  }

  /** Their sum. */
  double sum(String name) {
    return of(name).stream().mapToDouble(Series::value).sum();
  }
}
