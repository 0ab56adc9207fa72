// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/**
 * When a run is over and what it then must have shown; options of the commands that watch a run.
 */
final class RunEnd {
  private static final double RECENT_SECONDS = 10;
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(1);

  @Option(names = "--for", paramLabel = "SECONDS", description = "end after so many seconds")
  private long seconds = Long.MAX_VALUE;

  @Option(
      names = "--venue",
      paramLabel = "URL",
      description = "REST address of the simulator that feeds the job")
  private String venueUrl;

  @Option(
      names = "--symbols",
      split = ",",
      paramLabel = "NAME",
      description = "the venue's names of the instruments that must have been published")
  private List<String> symbols = List.of();

  @Option(
      names = "--until-replayed",
      description = "end when the simulator has sent its last frame and nothing more is published")
  private boolean untilReplayed;

  @Option(
      names = "--summary-file",
      paramLabel = "FILE",
      description = "write figures and checks here at the end")
  private Path summaryFile;

  private VenueClient venue;
  private List<String> subjects = List.of();
  private boolean replayed;
  private long askedAt = System.nanoTime();
  private long messages = -1;
  private long quietSince;

  /** Asks the venue what to expect. */
  void begin() throws IOException, InterruptedException {
    if (venueUrl != null) {
      venue = new VenueClient(venueUrl);
      Set<String> names = new TreeSet<>(symbols);
      subjects = names.isEmpty() ? List.of() : venue.subjects(names);
    }
  }

  /** Returns whether the run is over. */
  boolean reached(Screen screen) throws InterruptedException {
    return screen.elapsedSeconds() >= seconds || (untilReplayed && replayedAndQuiet(screen));
  }

  private boolean replayedAndQuiet(Screen screen) throws InterruptedException {
    long now = System.nanoTime();
    if (screen.nats().messages() != messages) {
      messages = screen.nats().messages();
      quietSince = now;
    }
    if (!replayed && venue != null && now - askedAt > ASK_NANOS) {
      askedAt = now;
      replayed = venue.finished();
    }
    return replayed && now - quietSince > QUIET_NANOS;
  }

  /** Returns figures and checks of the run. */
  ObjectNode summary(Screen last) {
    double maxAge = untilReplayed ? Double.POSITIVE_INFINITY : RECENT_SECONDS;
    Expectation expectation = new Expectation(subjects, maxAge, !untilReplayed || replayed);
    return Summary.of(last, Verdict.of(last, expectation));
  }

  /** Writes the summary where it was asked for. */
  void write(Screen last) throws IOException {
    if (summaryFile != null) {
      Files.writeString(summaryFile, new ObjectMapper().writeValueAsString(summary(last)));
    }
  }
}
