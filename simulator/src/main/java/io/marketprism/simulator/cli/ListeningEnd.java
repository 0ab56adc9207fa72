// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * When a verifier has listened enough: whatever comes first.
 *
 * @param atMost longest time
 * @param books number of books; null for any
 * @param simulator REST address of a simulator that must have finished; null for none
 * @param settle silence that must follow upon that
 * @param file a file that ends the listening by being there; null for none
 */
record ListeningEnd(Duration atMost, Long books, URI simulator, Duration settle, Path file) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final long LOOK_MILLIS = 200;

  /**
   * Waits for the end.
   *
   * @param judged books judged so far
   * @param silence how long ago the last message was judged
   */
  void await(LongSupplier judged, Supplier<Duration> silence) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long begun = System.nanoTime();
    boolean finished = false;
    while (System.nanoTime() - begun < atMost.toNanos()) {
      finished = finished || simulator != null && hasFinished();
      if (books != null && judged.getAsLong() >= books
          || finished && silence.get().compareTo(settle) > 0
          || file != null && Files.exists(file)
          || never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private boolean hasFinished() throws InterruptedException {
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(simulator.resolve("/sim/status")).timeout(ANSWER).build(),
                  HttpResponse.BodyHandlers.ofString());
      return JSON.readTree(answer.body()).path("state").asText().equals("finished");
    } catch (IOException e) {
      System.err.println("verify: the simulator does not answer: " + e.getMessage());
      return false;
    }
  }
}
