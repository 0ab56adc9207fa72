// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code watch}: the live view. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description =
        "Shows the job and every subject, redrawn four times a second, until it is ended.")
final class WatchCommand implements Callable<Integer> {
  private static final long REDRAW_MS = 250;
  private static final int PIPE_COLUMNS = 120;
  private static final int RECALL_SECONDS = 10;

  @Mixin private Endpoints endpoints;
  @Mixin private RunEnd end;

  @Option(names = "--once", description = "print one picture after two seconds and end")
  private boolean once;

  @Option(
      names = "--footer",
      paramLabel = "TEXT",
      description = "last line of the picture; may be repeated")
  private List<String> footer = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    // Box characters and the ellipsis are UTF-8 whatever the locale says.
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    try (Observation observation =
        new Observation(endpoints.nats, endpoints.flink, end.subjects())) {
      return once ? printOnce(observation, out) : redraw(observation, out);
    }
  }

  /** Two looks, two seconds apart: a rate needs both. */
  private Integer printOnce(Observation observation, PrintStream out) throws InterruptedException {
    observation.awaitRecall(RECALL_SECONDS);
    observation.screen();
    TimeUnit.SECONDS.sleep(2);
    int[] size = Terminal.size();
    int width = size.length == 2 ? size[1] : PIPE_COLUMNS;
    boolean styled = System.console() != null;
    for (Line line : ScreenLayout.draw(observation.screen(), width, Integer.MAX_VALUE, footer)) {
      out.println(styled ? line.ansi() : line.plain());
    }
    out.flush();
    return 0;
  }

  private Integer redraw(Observation observation, PrintStream out)
      throws IOException, InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Terminal terminal = new Terminal(out);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  ended.countDown();
                  terminal.close();
                },
                "console-end"));
    try (terminal) {
      Screen screen;
      do {
        screen = observation.screen();
        long now = System.nanoTime();
        terminal.draw(
            ScreenLayout.draw(screen, terminal.columns(now), terminal.lines(now), footer));
      } while (!ended.await(REDRAW_MS, TimeUnit.MILLISECONDS) && !end.reached(screen));
      end.write(screen);
    }
    return 0;
  }
}
