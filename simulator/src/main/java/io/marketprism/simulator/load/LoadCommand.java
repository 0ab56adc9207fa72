// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.load;

import io.marketprism.simulator.market.Course;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code load}: a Binance spot that sends as much as a collector takes, and what it makes of it.
 */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Serves Binance spot with encoded frames, prints 'ready binance_spot ws=… rest=…', waits until",
      "a collector has published a book of each instrument on NATS, lets one load after the other",
      "come down on it, and prints what it made of them as a table in Markdown.",
      "With --discard a client within this process reads and forgets: the generator's own ceiling."
    })
public final class LoadCommand implements Callable<Integer> {
  @Option(names = "--instruments", description = "1 to 10,000", defaultValue = "10")
  private int instruments;

  @Option(
      names = "--recording",
      description = "frames of a recording of one symbol of Binance spot, not synthetic ones")
  private Path recording;

  @Option(
      names = "--steps",
      split = ",",
      description =
          "loads and seconds of each: free takes what comes through, a number is frames a second,"
              + " a percentage is of what came through in the last free; restart, the last one, has"
              + " the TaskManager killed and waits so long until all books are live again",
      defaultValue = "free:20,10000:20")
  private List<String> steps = List.of();

  @Option(names = "--warm-up", description = "seconds before the first step", defaultValue = "30")
  private long warmUpSeconds;

  @Option(
      names = "--patience",
      description = "seconds until all books must be there",
      defaultValue = "600")
  private long patienceSeconds;

  @Option(
      names = "--timed",
      description = "instruments whose trades are timed; each is listened to",
      defaultValue = "1")
  private int timed;

  @Option(names = "--nats", description = "NATS server", defaultValue = "nats://127.0.0.1:4222")
  private String nats;

  @Option(names = "--nats-process", description = "its process id")
  private Long natsProcess;

  @Option(
      names = "--flink",
      description = "Flink's REST interface",
      defaultValue = "http://127.0.0.1:8081")
  private URI flink;

  @Option(
      names = "--metrics",
      description = "the TaskManager's metrics",
      defaultValue = "http://127.0.0.1:9092/metrics")
  private URI metrics;

  @Option(names = "--taskmanager-process", description = "its process id")
  private Long taskManagerProcess;

  @Option(names = "--tsv", description = "file for the figures, one step a line")
  private Path tsv;

  @Option(names = "--discard", description = "no collector: read and forget for these seconds")
  private Long discardSeconds;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Step> loads = Step.parseAll(steps);
    Course course = recording == null ? LoadVenue.synthetic() : LoadVenue.recorded(recording);
    try (LoadVenue venue = LoadVenue.start(course, instruments, timed)) {
      say(venue.market().cycle().description());
      if (discardSeconds != null) {
        say(Discard.measure(venue, Duration.ofSeconds(discardSeconds)));
        return 0;
      }
      if (taskManagerProcess == null || natsProcess == null) {
        throw new IllegalArgumentException(
            "--taskmanager-process and --nats-process are needed, or --discard");
      }
      try (LatencyMeter meter = LatencyMeter.start(nats, venue.sent())) {
        say("ready binance_spot ws=" + venue.wsUrl() + " rest=" + venue.restUrl());
        LoadRun run =
            new LoadRun(
                venue,
                meter,
                new Collector(flink, metrics),
                new ProcessUse(taskManagerProcess),
                new ProcessUse(natsProcess),
                this::say);
        run.awaitBooks(Duration.ofSeconds(patienceSeconds));
        run.warmUp(Duration.ofSeconds(warmUpSeconds), loads.get(0));
        for (Step load : loads) {
          if (load.kind() == Step.Kind.RESTART) {
            run.restart(load);
          } else {
            run.take(load);
          }
        }
        report(run.measured());
      }
    }
    return 0;
  }

  private void report(List<Measured> measured) throws IOException {
    say("");
    say(Measured.HEADER);
    measured.forEach(step -> say(step.row()));
    if (tsv != null) {
      List<String> lines = new ArrayList<>(List.of(Measured.TSV_HEADER));
      measured.forEach(step -> lines.add(step.tsv()));
      Files.write(tsv, lines);
    }
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
