// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tail}: prints messages as they are published. */
@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    description = "Prints one line per message, the subject and the payload, until it is ended.")
final class TailCommand implements Callable<Integer> {
  @Mixin private Endpoints endpoints;

  @Parameters(paramLabel = "SUBJECT", description = "with or without wildcards, e.g. trade.>")
  private String subject;

  @Option(names = "--count", paramLabel = "N", description = "end after so many messages")
  private long count = Long.MAX_VALUE;

  @Option(names = "--payload-only", description = "leave out the subject")
  private boolean payloadOnly;

  private long printed;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    Writer out =
        new BufferedWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
    try (NatsTap tap =
        NatsTap.open(
            endpoints.nats,
            List.of(subject),
            message -> {
              if (printed < count && !print(out, message.getSubject(), NatsTap.text(message))) {
                printed = count;
              }
              if (printed >= count) {
                done.countDown();
              }
            })) {
      done.await();
    }
    return 0;
  }

  /** Returns false when nobody reads any more, as at the end of a pipe into {@code head}. */
  private boolean print(Writer out, String from, String payload) {
    try {
      out.write(payloadOnly ? payload : from + " " + payload);
      out.write('\n');
      out.flush();
      printed++;
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
