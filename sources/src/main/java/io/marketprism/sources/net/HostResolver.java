// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks host names up without blocking an event loop. The system's own resolver is used, because it
 * alone knows all that the machine is told about names ({@code /etc/hosts}, search domains, a
 * container's DNS); it blocks, so it runs on a few daemon threads that end when idle. A look-up
 * that hangs holds one of them until the system gives up; the caller's deadline does not wait for
 * that. Any thread.
 */
final class HostResolver implements AutoCloseable {

  /** One blocking look-up. */
  interface Lookup {
    List<InetAddress> addresses(String host) throws UnknownHostException;
  }

  private static final int THREADS = 4;
  private static final int MAX_WAITING = 256;
  private static final long IDLE_SECONDS = 5;

  private final Lookup lookup;
  private final ThreadPoolExecutor threads;

  HostResolver() {
    this(host -> List.of(InetAddress.getAllByName(host)));
  }

  HostResolver(Lookup lookup) {
    this.lookup = lookup;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            DaemonThreads.named("marketprism-dns"));
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * The addresses of a host, never empty. Fails with {@link UnknownHostException}, or {@link
   * RejectedExecutionException} when closed or when too many look-ups already wait.
   */
  CompletableFuture<List<InetAddress>> resolve(String host) {
    CompletableFuture<List<InetAddress>> result = new CompletableFuture<>();
    try {
      threads.execute(
          () -> {
            try {
              result.complete(lookup.addresses(host));
            } catch (UnknownHostException | RuntimeException e) {
              result.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(e);
    }
    return result;
  }

  /** Takes no more look-ups. A hanging one keeps its daemon thread until the system gives it up. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
