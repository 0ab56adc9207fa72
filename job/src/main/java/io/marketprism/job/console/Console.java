// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The console's program, run from the job's jar: {@code java -cp marketprism-collector.jar
 * io.marketprism.job.console.Console watch}. It only reads; the collector does not know of it.
 */
@Command(
    name = "console",
    mixinStandardHelpOptions = true,
    description = "Looks at a running collector through NATS and Flink's REST interface.",
    subcommands = {
      WatchCommand.class,
      StatusCommand.class,
      SummaryCommand.class,
      ReportCommand.class,
      TailCommand.class,
      DeadLettersCommand.class
    })
public final class Console {
  // Held here because the log manager holds its loggers weakly and would forget the level.
  private static final Logger NATS_LOGGER = Logger.getLogger("io.nats.client");

  private Console() {}

  /** Runs a command; exit code 2 for wrong arguments, 1 for a failure or a bad verdict. */
  public static void main(String[] args) {
    // The NATS client reports through java.util.logging, into the middle of the picture.
    NATS_LOGGER.setLevel(Level.OFF);
    CommandLine console = new CommandLine(new Console());
    console.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          System.err.println("error: " + failure.getMessage());
          return 1;
        });
    System.exit(console.execute(args));
  }
}
