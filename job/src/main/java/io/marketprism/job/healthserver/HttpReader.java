// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Fetches over HTTP with one deadline for connecting, headers and body together: a server that
 * sends a byte a second is given up like one that sends nothing. Two threads of its own, whatever
 * is fetched.
 */
final class HttpReader implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int QUEUED = 10_000;

  private final ExecutorService executor;
  private final HttpClient http;
  private final Duration deadline;
  private final LongSupplier nanos;

  /**
   * @param name of the threads
   * @param deadline for a round of requests
   */
  HttpReader(String name, Duration deadline, LongSupplier nanos) {
    this.executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUED),
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(deadline)
            .executor(executor)
            .build();
    this.deadline = deadline;
    this.nanos = nanos;
  }

  /** When a round that begins now ends, as {@link System#nanoTime}. */
  long deadlineFromNow() {
    return nanos.getAsLong() + deadline.toNanos();
  }

  /** Sends a request; the result fails unless the answer is 200. */
  <T> CompletableFuture<HttpResponse<T>> get(URI uri, Supplier<BodyLimit<T>> body) {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(deadline).GET().build();
    return http.sendAsync(
        request, head -> head.statusCode() == 200 ? body.get() : refused(uri, head.statusCode()));
  }

  private static <T> BodyLimit<T> refused(URI uri, int status) {
    return new BodyLimit<>(
        new BodyLimit.Reader<>() {
          @Override
          public void read(byte[] bytes) throws IOException {
            end();
          }

          @Override
          public T end() throws IOException {
            throw new IOException("HTTP " + status + " from " + uri);
          }
        },
        Long.MAX_VALUE);
  }

  /**
   * Waits for an answer until the round's deadline and then gives it up.
   *
   * @throws IOException with a message that names the address, for every failure
   */
  <T> T await(CompletableFuture<HttpResponse<T>> answer, URI uri, long deadlineNanos)
      throws IOException, InterruptedException {
    try {
      long left = Math.max(0, deadlineNanos - nanos.getAsLong());
      return answer.get(left, TimeUnit.NANOSECONDS).body();
    } catch (TimeoutException e) {
      throw new IOException(uri + " did not answer within " + deadline.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException(uri + ": " + reason(e.getCause()), e);
    } finally {
      answer.cancel(true);
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof java.net.ConnectException) {
      return "nothing accepts connections there";
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
