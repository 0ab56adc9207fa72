// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator;

import io.marketprism.simulator.cli.InflictCommand;
import io.marketprism.simulator.cli.PlanCommand;
import io.marketprism.simulator.cli.ProcessFaultCommand;
import io.marketprism.simulator.cli.ServeCommand;
import io.marketprism.simulator.cli.VerifyCommand;
import io.marketprism.simulator.load.LoadCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line of the simulator. */
@Command(
    name = "marketprism-simulator",
    mixinStandardHelpOptions = true,
    description = "A crypto venue in a box, and the judge of what was published about it.",
    subcommands = {
      ServeCommand.class,
      VerifyCommand.class,
      LoadCommand.class,
      PlanCommand.class,
      InflictCommand.class,
      ProcessFaultCommand.class
    })
public final class SimulatorMain implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    if (System.getProperty("log4j2.configurationFile") == null) {
      System.setProperty("log4j2.configurationFile", "classpath:simulator-log4j2.xml");
    }
    System.exit(commandLine().execute(args));
  }

  /** The command line; a failure is told in one sentence and gives exit code 2. */
  static CommandLine commandLine() {
    return new CommandLine(new SimulatorMain())
        .setExecutionExceptionHandler(
            (failure, command, arguments) -> {
              command.getErr().println(command.getCommandName() + ": " + failure.getMessage());
              return CommandLine.ExitCode.USAGE;
            });
  }
}
