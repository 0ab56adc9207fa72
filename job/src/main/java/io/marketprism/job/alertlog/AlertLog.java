// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.alertlog;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The program that writes Alertmanager's messages to its standard output, a line per alert: {@code
 * java -cp marketprism-collector.jar io.marketprism.job.alertlog.AlertLog --port 8088}. It runs
 * until it is ended. Exit code 1 if it cannot listen, 2 for wrong arguments.
 */
@Command(
    name = "alert-log",
    mixinStandardHelpOptions = true,
    description = "Receives the messages of Alertmanager and prints a line per alert.")
public final class AlertLog implements Callable<Integer> {
  @Option(names = "--port", defaultValue = "8088", description = "default ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--bind",
      defaultValue = "127.0.0.1",
      description = "address to listen on, default ${DEFAULT-VALUE}")
  private String bind;

  private AlertLog() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    try (AlertReceiver receiver =
        AlertReceiver.start(new InetSocketAddress(bind, port), Clock.systemUTC(), out)) {
      System.err.println("ready http://" + bind + ":" + receiver.port());
      new CountDownLatch(1).await();
    }
    return 0;
  }

  /** Runs the program. */
  public static void main(String[] args) {
    CommandLine program = new CommandLine(new AlertLog());
    program.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          System.err.println("error: " + failure.getMessage());
          return 1;
        });
    System.exit(program.execute(args));
  }
}
