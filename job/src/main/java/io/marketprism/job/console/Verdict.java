// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.util.ArrayList;
import java.util.List;

/** Judges the last screen of a run. Pure. */
final class Verdict {
  private Verdict() {}

  /** Returns one check for each thing that must hold. */
  static List<Check> of(Screen screen, Expectation expected) {
    JobView job = screen.job();
    JobView.Checkpoints checkpoints = job.checkpoints();
    List<Check> checks = new ArrayList<>();
    checks.add(
        new Check(
            "job-running",
            job.state().equals("RUNNING"),
            job.reachable() ? "state " + job.state() : "Flink does not answer"));
    checks.add(new Check("no-restarts", job.restarts() == 0, job.restarts() + " restarts"));
    checks.add(
        new Check(
            "checkpoint-completed",
            checkpoints.completed() > 0,
            checkpoints.completed() + " completed"));
    checks.add(
        new Check(
            "no-checkpoint-failed", checkpoints.failed() == 0, checkpoints.failed() + " failed"));
    checks.add(subjects(screen));
    if (expected.freshAtEnd()) {
      checks.add(freshness(screen));
    } else {
      checks.add(
          new Check(
              "replay-finished",
              expected.sourceEnded(),
              expected.sourceEnded() ? "all frames were sent" : "it was still under way"));
    }
    checks.add(
        new Check(
            "no-dead-letters", screen.deadLetters() == 0, screen.deadLetters() + " dead letters"));
    return checks;
  }

  private static Check subjects(Screen screen) {
    List<String> silent = screen.silent();
    boolean any = screen.rows().stream().anyMatch(SubjectRow::heard);
    return new Check("subjects-speak", silent.isEmpty() && any, Wording.coverage(screen));
  }

  private static Check freshness(Screen screen) {
    List<String> overdue =
        screen.rows().stream()
            .filter(row -> screen.expected().contains(row.subject()) && row.overdue())
            .map(row -> row.subject() + ": none for " + Wording.age(row.ageSeconds()))
            .toList();
    return new Check(
        "none-overdue",
        overdue.isEmpty(),
        overdue.isEmpty()
            ? "at the end none was silent for longer than is usual"
            : String.join("; ", overdue));
  }
}
