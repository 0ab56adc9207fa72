// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a verifier ends to listen. */
class ListeningEndTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  @TempDir private Path folder;
  private final AtomicLong books = new AtomicLong();
  private final AtomicLong looks = new AtomicLong();

  private CompletableFuture<Void> listen(ListeningEnd end) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            end.await(
                () -> {
                  looks.incrementAndGet();
                  return books.get();
                },
                () -> Duration.ZERO);
          } catch (InterruptedException e) {
            throw new CompletionException(e);
          }
        });
  }

  private void awaitMoreLooks() {
    long before = looks.get();
    await().atMost(LONG).until(() -> looks.get() > before + 1);
  }

  @Test
  void aFileEndsItByBeingThere() throws Exception {
    Path file = folder.resolve("end");
    CompletableFuture<Void> listening =
        listen(new ListeningEnd(LONG, Long.MAX_VALUE, null, Duration.ZERO, file));
    awaitMoreLooks();
    assertThat(listening).isNotDone();
    Files.createFile(file);
    await().atMost(Duration.ofSeconds(30)).until(listening::isDone);
    assertThat(listening).isCompleted();
  }

  @Test
  void aNumberOfBooksEndsIt() {
    CompletableFuture<Void> listening =
        listen(new ListeningEnd(LONG, 10L, null, Duration.ZERO, folder.resolve("never")));
    awaitMoreLooks();
    assertThat(listening).isNotDone();
    books.set(10);
    await().atMost(Duration.ofSeconds(30)).until(listening::isDone);
  }

  @Test
  void itsTimeEndsIt() {
    CompletableFuture<Void> listening =
        listen(new ListeningEnd(Duration.ZERO, 10L, null, Duration.ZERO, null));
    await().atMost(Duration.ofSeconds(30)).until(listening::isDone);
    assertThat(looks).hasValue(0);
  }
}
