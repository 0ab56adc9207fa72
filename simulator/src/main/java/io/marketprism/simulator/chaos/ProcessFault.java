// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.chaos;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What can go wrong with processes around the job; carried out by whoever runs them. Those that a
 * short plan has come first.
 */
enum ProcessFault {
  /** SIGKILL of a TaskManager. */
  KILL_TASKMANAGER(0),
  /** SIGKILL of nats-server, which is started again at once. */
  KILL_NATS(0),
  /** Stop with a savepoint and go on with another parallelism. */
  SAVEPOINT_RESCALE(10),
  /** SIGKILL of the leading JobManager. */
  KILL_JOBMANAGER(0),
  /** SIGSTOP of a TaskManager for a time, then SIGCONT. */
  STOP_TASKMANAGER(30),
  /** No room under the directory of checkpoints for a time. */
  FULL_DISK(20),
  /** Stop with a savepoint and go on with symbols added and removed. */
  SAVEPOINT_SYMBOLS(10),
  /** nats-server is away for a time. */
  NATS_OUTAGE(60);

  private final int seconds;

  ProcessFault(int seconds) {
    this.seconds = seconds;
  }

  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String known() {
    return Arrays.stream(values()).map(ProcessFault::key).collect(Collectors.joining(", "));
  }

  /** How long it lasts in itself, milliseconds. */
  long millis() {
    return seconds * 1_000L;
  }

  /** Whether it is told how long it lasts. */
  boolean lasts() {
    return this == STOP_TASKMANAGER || this == FULL_DISK || this == NATS_OUTAGE;
  }

  int seconds() {
    return seconds;
  }
}
