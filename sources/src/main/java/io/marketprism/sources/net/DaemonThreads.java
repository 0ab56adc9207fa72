// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that never keep the process alive, numbered under one name. */
final class DaemonThreads implements ThreadFactory {
  private final String prefix;
  private final AtomicInteger count = new AtomicInteger();

  private DaemonThreads(String prefix) {
    this.prefix = prefix;
  }

  static ThreadFactory named(String prefix) {
    return new DaemonThreads(prefix);
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(null, task, prefix + "-" + count.getAndIncrement(), 0, false);
    thread.setDaemon(true);
    return thread;
  }
}
