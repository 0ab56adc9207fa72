// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

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
    checks.add(subjects(screen, expected));
    checks.add(
        new Check(
            "no-dead-letters", screen.deadLetters() == 0, screen.deadLetters() + " dead letters"));
    if (Double.isInfinite(expected.maxAgeSeconds())) {
      checks.add(
          new Check(
              "replay-finished",
              expected.sourceEnded(),
              expected.sourceEnded() ? "all frames were sent" : "it was still under way"));
    }
    return checks;
  }

  private static Check subjects(Screen screen, Expectation expected) {
    Map<String, SubjectRow> rows =
        screen.rows().stream().collect(Collectors.toMap(SubjectRow::subject, Function.identity()));
    List<String> faults = new ArrayList<>();
    for (String subject : expected.subjects()) {
      SubjectRow row = rows.get(subject);
      if (row == null || row.messages() == 0) {
        faults.add(subject + ": no message");
      } else if (row.ageSeconds() > expected.maxAgeSeconds()) {
        faults.add(subject + ": none for " + Wording.age(row.ageSeconds()));
      }
    }
    if (expected.subjects().isEmpty()) {
      return new Check("subjects-speak", !rows.isEmpty(), rows.size() + " subjects had messages");
    }
    return new Check(
        "subjects-speak",
        faults.isEmpty(),
        faults.isEmpty()
            ? "all " + expected.subjects().size() + " subjects had messages"
            : String.join("; ", faults));
  }
}
