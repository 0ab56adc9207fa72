// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/**
 * When a run is over and what it then must have shown; options of the commands that watch a run.
 */
final class RunEnd {
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(1);

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      description = "end after so many seconds, but not before every expected subject has spoken")
  private long seconds = Long.MAX_VALUE;

  @Option(
      names = "--subjects",
      split = ",",
      paramLabel = "SUBJECT",
      description = "subjects that must be published")
  private List<String> subjects = List.of();

  @Option(
      names = "--within",
      paramLabel = "SECONDS",
      description = "seconds since the job's start after which --for waits for no subject any more")
  private long patienceSeconds = 90;

  @Option(
      names = "--until-replayed",
      paramLabel = "URL",
      description =
          "end when the simulator with this REST address has sent its last frame and nothing more"
              + " is published")
  private URI simulator;

  @Option(
      names = "--summary-file",
      paramLabel = "FILE",
      description = "write figures and checks here at the end")
  private Path summaryFile;

  private VenueClient venue;
  private boolean replayed;
  private long askedAt = System.nanoTime();
  private long messages = -1;
  private long quietSince;

  /** Returns the subjects that must be published. */
  List<String> subjects() {
    return subjects;
  }

  /** Returns whether the run is over. */
  boolean reached(Screen screen) throws InterruptedException {
    if (simulator != null && replayedAndQuiet(screen)) {
      return true;
    }
    return screen.elapsedSeconds() >= seconds
        && (screen.silent().isEmpty() || screen.runSeconds() >= patienceSeconds);
  }

  private boolean replayedAndQuiet(Screen screen) throws InterruptedException {
    long now = System.nanoTime();
    if (screen.nats().messages() != messages) {
      messages = screen.nats().messages();
      quietSince = now;
    }
    if (!replayed && now - askedAt > ASK_NANOS) {
      if (venue == null) {
        venue = new VenueClient(simulator);
      }
      askedAt = now;
      replayed = venue.finished();
    }
    return replayed && now - quietSince > QUIET_NANOS;
  }

  /** Returns figures and checks of the run. */
  ObjectNode summary(Screen last) {
    Expectation expectation =
        simulator == null ? Expectation.LIVE : new Expectation(false, replayed);
    return Summary.of(last, Verdict.of(last, expectation));
  }

  /** Writes the summary where it was asked for. */
  void write(Screen last) throws IOException {
    if (summaryFile != null) {
      Files.writeString(summaryFile, new ObjectMapper().writeValueAsString(summary(last)));
    }
  }
}
