// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.cli;

import io.marketprism.simulator.process.ProcessFaults;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code process-fault}: a fault inside of another Java process. */
@Command(
    name = "process-fault",
    mixinStandardHelpOptions = true,
    description = {
      "Does something to a Java process of this user from inside of it:",
      "  process-fault --pid 4711 sockets=20       opens 20 connections and keeps them: 40 sockets",
      "  process-fault --pid 4711 sockets=0        closes them",
      "  process-fault --pid 4711 property=a.b=1   sets a system property; a.b= removes it",
      "Needs a JDK. Exit code 0 when it is done, 2 if the process did not let it in."
    })
public final class ProcessFaultCommand implements Callable<Integer> {
  @Option(names = "--pid", description = "the process", required = true)
  private long pid;

  @Parameters(paramLabel = "ORDER", description = "sockets=N or property=NAME=VALUE")
  private String order;

  @Override
  public Integer call() throws IOException {
    ProcessFaults.inflict(pid, order);
    return 0;
  }
}
