// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Asks the simulated venue what it trades and whether its replay is over. */
final class VenueClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ObjectMapper json = new ObjectMapper();
  private final URI base;

  /**
   * @param url REST address of the simulator
   */
  VenueClient(String url) {
    this.base = URI.create(url.endsWith("/") ? url : url + "/");
  }

  /**
   * Returns the subjects that the collector must publish for these instruments.
   *
   * @param instruments the venue's names, e.g. {@code BTCUSDT}
   * @throws IOException when the venue does not answer or does not know one of them
   */
  List<String> subjects(Set<String> instruments) throws IOException, InterruptedException {
    List<String> subjects = new ArrayList<>();
    int found = 0;
    for (JsonNode symbol : get("api/v3/exchangeInfo").path("symbols")) {
      if (instruments.contains(symbol.path("symbol").asText())) {
        found++;
        String name = symbol.path("baseAsset").asText() + "-" + symbol.path("quoteAsset").asText();
        subjects.add("orderbook.binance.spot." + name);
        subjects.add("trade.binance.spot." + name);
      }
    }
    if (found != instruments.size()) {
      throw new IOException("the venue knows " + found + " of the instruments " + instruments);
    }
    return subjects;
  }

  /** Returns whether the replay has come to its end; false when the simulator does not answer. */
  boolean finished() throws InterruptedException {
    try {
      return get("sim/status").path("state").asText().equalsIgnoreCase("finished");
    } catch (IOException e) {
      return false;
    }
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).GET().build();
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("HTTP " + answer.statusCode() + " from " + request.uri());
    }
    return json.readTree(answer.body());
  }
}
