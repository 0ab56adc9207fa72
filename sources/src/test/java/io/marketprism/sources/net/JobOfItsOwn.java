// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

/** Uses everything of this package once and closes it; loaded in a class loader of its own. */
public final class JobOfItsOwn {
  private JobOfItsOwn() {}

  public static void run(String venue, String rest) {
    try (EventLoops loops = new EventLoops(2, "job");
        WebSocketClient client = new WebSocketClient();
        ConnectBudget attempts =
            ConnectBudget.open("job", new ConnectBudget.Spec(10, Duration.ofMinutes(1)));
        VenueHttp http =
            new VenueHttp(
                new RestClient(URI.create(rest), RestOptions.defaults()),
                RequestBudget.open("job", BudgetSpec.perMinute(1_000)),
                new VenueHttp.Dialect("", response -> false),
                new Random(1),
                RequestObserver.NONE)) {
      attempts.acquire().join();
      http.get("/", Map.of(), 100, RequestBudget.Kind.METADATA).join();
      http.get("/", Map.of(), 1, RequestBudget.Kind.SNAPSHOT).join();
      RecordingListener listener = new RecordingListener();
      client.connect(URI.create(venue), WebSocketOptions.defaults(), loops.next(), listener);
      await().until(() -> listener.events.contains("open"));
    }
  }
}
