// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a simulated venue whether its replay is over. */
final class VenueClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ObjectMapper json = new ObjectMapper();
  private final HttpRequest status;

  /**
   * @param url REST address of the simulator
   */
  VenueClient(URI url) {
    this.status = HttpRequest.newBuilder(url.resolve("/sim/status")).timeout(TIMEOUT).GET().build();
  }

  /** Returns whether the replay has come to its end; false when the simulator does not answer. */
  boolean finished() throws InterruptedException {
    try {
      HttpResponse<byte[]> answer = http.send(status, HttpResponse.BodyHandlers.ofByteArray());
      return answer.statusCode() == 200
          && json.readTree(answer.body()).path("state").asText().equalsIgnoreCase("finished");
    } catch (IOException e) {
      return false;
    }
  }
}
