// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code status}: what the health server says, on one screen. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what is healthy and what not, with the next command for what is not.",
      "Exit code 0 only if all is healthy."
    })
final class StatusCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  @Option(
      names = "--health",
      paramLabel = "URL",
      description = "the health server",
      defaultValue = "http://127.0.0.1:8087")
  private URI health;

  @Override
  public Integer call() throws InterruptedException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    List<Line> picture;
    boolean healthy = false;
    try {
      JsonNode status = ask();
      healthy = status.path("status").asText().equals("healthy");
      picture = HealthLayout.draw(status);
    } catch (IOException e) {
      picture = HealthLayout.unreachable(health.toString());
    }
    boolean styled = System.console() != null;
    picture.forEach(line -> out.println(styled ? line.ansi() : line.plain()));
    out.flush();
    return healthy ? 0 : 1;
  }

  private JsonNode ask() throws IOException, InterruptedException {
    HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    HttpRequest request =
        HttpRequest.newBuilder(health.resolve("/status?detailed=true")).timeout(TIMEOUT).build();
    JsonNode status =
        new ObjectMapper()
            .readTree(http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    if (!status.has("status")) {
      throw new IOException("not a health server");
    }
    return status;
  }
}
