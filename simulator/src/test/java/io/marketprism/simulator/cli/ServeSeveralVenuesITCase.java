// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketprism.simulator.binance.spot.SpotClient;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Several venues in one process. */
class ServeSeveralVenuesITCase {
  private static final Pattern READY =
      Pattern.compile("(?m)^ready (\\S+) ws=(ws://\\S+) rest=(http://\\S+)$");
  @TempDir private Path folder;

  @Test
  void eachVenueHasItsLineItsPortAndItsTruth() throws Exception {
    StringWriter out = new StringWriter();
    CommandLine command = new CommandLine(new ServeCommand()).setOut(new PrintWriter(out, true));
    Thread serving =
        new Thread(
            () ->
                command.execute(
                    "--venues",
                    "binance_spot,binance_derivatives",
                    "--levels",
                    "50",
                    "--truth",
                    folder.resolve("truth.jsonl").toString()));
    serving.start();
    try {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> READY.matcher(out.toString()).results().count() == 2);
      Matcher ready = READY.matcher(out.toString());
      assertThat(ready.find()).isTrue();
      assertThat(ready.group(1)).isEqualTo("binance_spot");
      assertThat(SpotClient.get(ready.group(3) + "/api/v3/ping").statusCode()).isEqualTo(200);
      assertThat(ready.find()).isTrue();
      assertThat(ready.group(1)).isEqualTo("binance_derivatives");
      assertThat(SpotClient.get(ready.group(3) + "/fapi/v1/ping").statusCode()).isEqualTo(200);
      for (String venue : List.of("binance_spot", "binance_derivatives")) {
        Path truth = folder.resolve("truth-" + venue + ".jsonl");
        await().until(() -> Files.exists(truth) && Files.size(truth) > 0);
      }
    } finally {
      serving.interrupt();
      serving.join();
    }
  }
}
