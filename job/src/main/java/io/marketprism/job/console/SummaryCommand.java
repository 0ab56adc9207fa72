// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code summary}: the same without a picture, for places that are no terminal. */
@Command(
    name = "summary",
    mixinStandardHelpOptions = true,
    description = {
      "Watches a run with a line on standard error every five seconds and prints figures and checks.",
      "Exit code 0 only if every check holds."
    })
final class SummaryCommand implements Callable<Integer> {
  private static final long SAMPLE_MS = 250;
  private static final long LINE_SECONDS = 5;

  @Mixin private Endpoints endpoints;
  @Mixin private RunEnd end;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  @Option(names = "--silent", description = "print nothing at the end")
  private boolean silent;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Observation observation =
        new Observation(endpoints.nats, endpoints.flink, end.subjects())) {
      Screen screen = observation.screen();
      long nextLine = 0;
      while (!end.reached(screen)) {
        if (screen.elapsedSeconds() >= nextLine) {
          nextLine = screen.elapsedSeconds() + LINE_SECONDS;
          System.err.println(ScreenLayout.oneLine(screen));
        }
        TimeUnit.MILLISECONDS.sleep(SAMPLE_MS);
        screen = observation.screen();
      }
      System.err.println(ScreenLayout.oneLine(screen));
      end.write(screen);
      return silent
          ? 0
          : ReportCommand.print(end.summary(screen), json, spec.commandLine().getOut());
    }
  }
}
