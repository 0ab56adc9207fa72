// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

/** Runs a writer's calls as a task of Flink does: on one thread, until it is interrupted. */
final class TaskThread {

  /** What the task does. */
  interface Work {
    void run() throws Exception;
  }

  private TaskThread() {}

  static Thread start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (InterruptedException cancelled) {
                // the expected end
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            },
            "task");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
