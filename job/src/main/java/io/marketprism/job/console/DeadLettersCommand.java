// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import io.marketprism.job.publish.MarketStreams;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dead-letters}: shows the frames that could not be decoded, for a person. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    description = "Shows the last frames that could not be decoded, the newest last.")
final class DeadLettersCommand implements Callable<Integer> {
  private static final String SUBJECTS = "dead_letter.>";

  @Mixin private Endpoints endpoints;

  @Option(names = "--last", paramLabel = "N", description = "so many; default 20")
  private int last = 20;

  @Option(names = "--follow", description = "go on with what comes, until it is ended")
  private boolean follow;

  @Option(names = "--raw", description = "show whole frames, not only how they begin")
  private boolean raw;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    List<String> subjects = follow ? List.of(SUBJECTS) : List.of();
    try (NatsTap tap =
        NatsTap.open(
            endpoints.nats, subjects, message -> out.println(shown(NatsTap.text(message))))) {
      List<byte[]> kept = tap.newest(MarketStreams.DEAD_LETTERS, last);
      for (byte[] letter : kept) {
        out.println(shown(new String(letter, StandardCharsets.UTF_8)));
      }
      if (kept.isEmpty()) {
        out.println("No dead letters are kept: every frame of the last 48 hours could be decoded.");
      }
      if (follow) {
        new CountDownLatch(1).await();
      }
    }
    return 0;
  }

  private String shown(String letter) {
    return DeadLetterText.of(letter, raw);
  }
}
