// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.chaos;

import io.marketprism.simulator.VenueKind;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks running simulators to inflict faults. */
public final class VenueClient {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String SYMBOL = "symbol";
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final Map<String, String> venues;

  /**
   * A client of venues.
   *
   * @param venues URLs of the simulators' REST interfaces by the venues' names
   * @throws IllegalArgumentException where a name is no venue's
   */
  public VenueClient(Map<String, String> venues) {
    venues.keySet().forEach(VenueKind::named);
    this.venues = Map.copyOf(venues);
  }

  /**
   * What a simulator said.
   *
   * @param status HTTP status
   * @param body its text in one line
   */
  public record Answer(int status, String body) {
    /** Whether the fault is inflicted. */
    public boolean accepted() {
      return status == 200;
    }
  }

  /**
   * Inflicts a fault; a normalised symbol is given its name at the venue.
   *
   * @throws IllegalArgumentException where the venue has no URL
   * @throws IOException where the simulator cannot be asked
   */
  public Answer inflict(PlannedFault fault) throws IOException, InterruptedException {
    String url = venues.get(fault.target());
    if (url == null) {
      throw new IllegalArgumentException(
          "venue " + fault.target() + " has no URL; known are " + venues.keySet());
    }
    VenueKind venue = VenueKind.named(fault.target());
    String parameters =
        fault.parameters().entrySet().stream()
            .map(one -> "&" + one.getKey() + "=" + encoded(venue, one.getKey(), one.getValue()))
            .collect(Collectors.joining());
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(url + "/sim/fault?kind=" + encoded(fault.kind()) + parameters))
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    return new Answer(answer.statusCode(), answer.body().strip().replace('\n', ' '));
  }

  private static String encoded(VenueKind venue, String name, String value) {
    return encoded(name.equals(SYMBOL) ? venue.symbolOf(value) : value);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
